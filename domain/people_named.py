"""Cues in a text for people: names, homes, health, the young. People are never named to the public, only as 姓某."""

import re
from collections.abc import Iterator

from domain.flag import Found, Kind
from domain.surnames import SURNAME

# Words after a cue that begin like a surname. «应当», «于本月» and «和其» stand behind every second «当事人».
_NO_NAME = (
    "应[当在该于立按依对予如及]|于[本当今上下同该二一三去次前后其此某]|和[其本该他她相]|时[间至常任]|全[部体年]|方[可能才式面]|"
    "成[立为品本功分]|任[何意]|向[其市消执当本公社我监该有相食上下顾群前村学外他她]|从[事业其本未中而外]|明[知确显]|"
    "经|解[释除决]|相[关应互]|双[方]|能[够否]|通[过知]|都|利[用益]|代[为理表]|连[续]|别|家|别[处人]|都[是未有]|"
    "曾[经在因于被]|水|公[司开安示布众告]|国|司[法机]|文|计[算划]|安[全排装]|关[于闭停]|单[位独]|左右|高[度价温于]|金额|项目|满|终|"
    "许[可多]|车[间辆]|房[屋间]|包[括装庇含]|费用|强[行制迫]|温度|施[工用以行]|申[请辩报]|陈[述列]|程序|白[天酒色]|管理|容[器留]|"
    "余[下款]|牛[肉羊奶排杂]|羊[肉奶]|鱼[类肉丸]|包子|花生|谷物|汤[圆料]|葛根|梅菜|桂[花圆]|顾客|查[处获封扣询]|相|平[时台均]|常[年用温见]|索[证票取要]|充[分]|居[住民]|步|马上|边|毛[利重]|路[边上]|简|储[存藏]|"
    "支[付持]|万[元]|元|权|印|盖|红|花[费]|米|广|慎|仰|养|富|越|益|练|须|那|农|乐|平|贡|劳动"
)
_STOPS = (
    "的在于是和与及、对将已被因从为有其该称说表示经把用以未无不系购销"
    "生加到私擅违曾由等向也就都均先女老，。；：并现当若可进提涉处受使"
)
_GIVEN = rf"(?!某)[一-鿿](?:(?![{_STOPS}某])[一-鿿])?"
_CUES = (
    "举报人|投诉人|举报者|老板娘?|店主|摊主|经营者|负责人|法定代表人|法人代表|法人|代表人|当事人|业主|店长|厂长|经理|员工|职工|"
    "工人|雇员|厨师|服务员|受害人|患者|顾客|消费者|市民|群众|居民|村民|嫌疑人|被告人|联系人|姓名|名叫|名为|股东|实际控制人|"
    "投资人|责任人|司机|房东|夫妇|妻子|丈夫|儿子|女儿|男子|女子|执法人员|检查人员"
)
_TITLES = "先生|女士|小姐|老板娘?|师傅|经理|厂长|店长|阿姨|大爷|大妈|大姐|大哥|同学|医生|老师|主任"
_LINK = r"[\s：:，,、（(「“]{0,2}(?:为|是|系|叫|即)?[\s：:「“]{0,2}"

_NAMES = (
    re.compile(rf"(?:{_CUES}){_LINK}(?!{_NO_NAME})(?!{SURNAME}某)({SURNAME}{_GIVEN})"),
    re.compile(rf"(姓(?!名|氏|某){SURNAME})(?!某)"),
    re.compile(rf"(?<![一-鿿])(?!{_NO_NAME})({SURNAME}(?:{_GIVEN})?(?:{_TITLES}))|({SURNAME}(?:{_TITLES}))"),
    re.compile(rf"({SURNAME}(?!某)[一-鿿]{{1,2}})[（(][男女]"),
)

# Without a cue a name shows only by what stands on both sides: «查处王小明无证经营案».
_ACTS = (
    "无证|无照|未经|未取得|未按|销售|经营|生产|加工|制售|制作|贩卖|非法|违法|"
    "处以|作出|涉嫌|使用|掺|伪造|拒绝|等[0-9一二三四五六七八九十]*人"
)
_SOMEBODY = rf"{SURNAME}(?:(?!某)[一-鿿]){{1,2}}?"
_DOER = re.compile(
    rf"(?:^|查处|查获|抓获|对)(?!{_NO_NAME})(?!{SURNAME}某)({_SOMEBODY})"
    rf"(?=(?:[、和及与]{_SOMEBODY})*(?:{_ACTS}))",
    re.MULTILINE,
)
_ANOTHER = re.compile(rf"[、和及与](?!{_NO_NAME})(?!{SURNAME}某)({_SOMEBODY})(?=$|{_ACTS}|[、，。；和及与各均等])")

_COUNT = r"[0-9一二三四五六七八九十]{1,5}"
_HOMES = (
    re.compile(rf"{_COUNT}\s?(?:号楼|幢|栋|座|单元)(?:\s?{_COUNT}\s?(?:单元|层|楼|室|号|户|房))*"),
    re.compile(rf"{_COUNT}(?:[-—－]{_COUNT}){{0,2}}\s?(?:室|房)(?!内|外|间|屋|温)"),
    re.compile(r"(?:家住|住在|住址|居住地|家庭地址|户籍地?|籍贯|现住)[^，。；\n]{1,30}"),
)
_HEALTH = re.compile(
    r"患有[^，。；\n]{1,12}|确诊[^，。；\n]{0,12}|病历|病史|住院|就诊|诊断为?[^，。；\n]{0,12}|孕妇|怀孕|流产|艾滋病?|乙肝|肝炎|梅毒|肺结核|"
    r"抑郁症?|精神病|癌症|残疾人?|健康证明?不合格"
)
_MINOR = re.compile(
    r"未成年(?!人保护法)|小学生|中学生|初中生|高中生|学生(?!用|餐|食|奶)|幼儿(?!园|配方|食品|辅)|婴儿(?!配方|食品|辅)|儿童(?!食品|用品|乐园|节)|"
    r"小孩|孩子|女童|男童|少年|(?<!\d)(?:1[0-7]|[1-9])周?岁|[一二三四五六七八九]年级"
)


def people_named(plain: str) -> Iterator[Found]:
    """Everything of these kinds in a folded text."""
    for shape in (*_NAMES, _DOER):
        for each in shape.finditer(plain):
            start, end = each.span(each.lastindex or 0)
            yield Found(start, end, Kind.NAME)
            while (another := _ANOTHER.match(plain, end)) is not None:
                start, end = another.span(1)
                yield Found(start, end, Kind.NAME)
    for shape, kind in [*((each, Kind.HOME) for each in _HOMES), (_HEALTH, Kind.HEALTH), (_MINOR, Kind.MINOR)]:
        yield from (Found(*each.span(), kind) for each in shape.finditer(plain))
