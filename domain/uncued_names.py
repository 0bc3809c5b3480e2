"""Names of people that no word announces, in the middle of a sentence: by a common surname and the letters that people
are given for names.

Chinese writes words without blanks, and every surname is also a syllable of other words. So only common surnames count
here, only letters that names are made of, and nothing that goes on as a place, a shop or a brand. Whoever has a rare
name is found by a cue or by the ledger.
"""

import re
from collections.abc import Iterator

from domain.flag import Found, Kind
from domain.surnames import COMMON, COMPOUND, UNMISTAKABLE

_GIVEN = (
    "伟强明华建国军平志文丽芳敏静秀英娟艳杰涛磊勇超霞辉刚峰鹏斌波飞浩宇鑫玉兰桂珍梅玲红燕萍云莉娜洁琴凤慧婷雪琳莹晶雅倩欣怡佳嘉涵轩睿泽晨"
    "俊凯晓春海林森荣福贵祥财旺彪豪雄武德仁义礼智信忠孝良善诚康健宁安东兵兴旭阳亮启永朋思学振宏洪鸿庆喜乐彤瑞瑶琪琦璐颖悦妍蕾蓉薇茜菲岚霖"
    "昊翔翰宾彬泉源爱惠淑芬芝菁美凡卫民胜顺栋梁柱根宝贤达才士友光炎炳焕楠桐梓萱怀恩培承绍继伯仲叔维君婉妮媛嫣娇姣娅姗珊珠瑛琼琛璇瑜瑾露霜"
    "蓓莎芸苗蓝翠碧虹岩崇峻巍川江涌淼济润澜鹤鹰虎麟骏骥锋钢铁铭锦钧银钊铮镇定邦守宗祖耀权毅坚韧力奎魁奇冬秋夏晖景昌晟昆昕晴皓冰洋湘沛沐清"
    "汉满迪进远逸道遥选连运自立竹松柏楚榕荷莲菊枫桦琰琨珂珏萌蕊艺苑茂若蔚心念恒慈憧懿舒龙丹帅博然诺金鸣冲仙巧霆傲盈政宪珑诗语希可甜妙恬岳"
    "豫勤俭升群新生水牛雨阿长年元正高冠子小大三二家一"
)
_LAST = f"[{''.join(each for each in _GIVEN if each not in '子小大三二家一可阿长高若自连选满进雨语')}]"
_FIRST = f"[{_GIVEN}]"

# Verbs and adverbs behind a name of two letters, whose first letter could be its third.
_ACTS = (
    "正[在是式]|生[产怕]|明[知确]|承[认担租包]|继续|维[持修]|清[洗理点]|达[到成]|运[输到送]|升[高级]|学习|定[期于]|安[排装]|永久|力[图求]|"
    "立[即刻]|建[设造]|源自|进[货购行]|同意|保[管存证]|守[法店]|信[誓]"
)

# What such letters are part of when they name no person.
_GOES_ON = (
    "市区县镇乡村屯街路巷弄桥湖岛港湾门州城省旗牌号店铺行厂场坊馆楼园苑庄寨记公集超餐饭酒酱商贸食饮副便烘糕面菜果肉茶药堂阁斋轩院校"
    "所站社社部局厅品种型款米油醋糖盐粉奶椒豆瓜山河海水江"
)
_NO_PERSON = (
    "杨梅|石榴|高[温清]|金[华银属黄]|黄[金山河梅花]|马[上铃鞍]|江[苏西河]|白[云银糖]|方[便式]|何[时种况]|任[务意]|余[江姚杭]|"
    "唐[山代宋]|吴[江兴]|苏[州北南东]|温[州度]|武[汉清]|石[英林家]|万[宁元达]|龙[井虾江海]|康[复健]|林[业木]|田[间东林]|"
    "叶类|钟[表]|程[序]|于[明次同当]|宋[朝]|夏[季天]|林芝|陈[旧列皮]|周[围边末期转一二三]|许[可多]|曾[经因在于被]|白[酒菜]|毛[利重]|陆[运续]|"
    "徐[州徐]|郑[州重]|韩[国式]|汤[圆料泉]|朱[砂]|胡[椒萝]|秦[岭皇]|洪[水]|江[海]|海[南]|武[进昌]|孟[州]|沈阳|邵阳|许昌|吕梁"
)
_SURNAMES = f"(?:{COMPOUND}|[{UNMISTAKABLE}{COMMON}])"

# Behind such a word, or at the beginning of a clause, a name stands as who does or suffers something.
_BEFORE = (
    r"(?:^|(?<=[，。；：！？、,.;:!?（）()“”\"「」《》\s])|(?<=[由被对向给让请令叫把将系与和及同跟从以时中日后问名是为])"
    r"|(?<=[查抓捕]获)|(?<=查处|发现|约谈|传唤|处罚|雇用|雇佣|委托)|(?<=嫌疑人))"
)
_BEHIND = (
    rf"(?={_ACTS}|$|[，。；：！？、,.;:!?（）()“”\"「」》\s]|[的在于因自从将把被已曾未正称说拒无系为和与及等以用私擅租雇购销卖买开驾负处所向对均都随涉违"
    r"夫两二三进到也又并时]|承认|供[述认称]|交代|本人|名下|先后|多次|通过|经营|生产|加工|制[作售]|存放|家中|表示)"
)
_SHAPES = (
    re.compile(
        rf"(?<![江纸扩主开国大女霸每双一两几])(?!{_NO_PERSON})[{UNMISTAKABLE}]{_FIRST}(?!{_ACTS}){_LAST}(?![{_GOES_ON}])"
    ),
    re.compile(rf"{_BEFORE}(?!{_NO_PERSON}){_SURNAMES}(?:{_FIRST}(?!{_ACTS}){_LAST}|{_LAST}){_BEHIND}", re.MULTILINE),
)


def uncued_names(plain: str) -> Iterator[Found]:
    """Everything in a folded text that reads as somebody's name."""
    for shape in _SHAPES:
        yield from (Found(*each.span(), Kind.NAME) for each in shape.finditer(plain))
