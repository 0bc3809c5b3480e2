"""Surnames, and what a name looks like: whoever is a person stands before the public as 姓某 and never by name."""

import re

UNMISTAKABLE = (
    "王李张刘陈杨赵吴徐孙朱郭罗郑谢韩唐冯萧肖曹袁邓许傅沈曾彭吕卢蒋蔡魏"
    "薛阎闫潘戴汪姚谭邹崔秦侯邵孟钱尹黎赖龚胡周贾丁苏董熊陶汤"
)
"""Common ones that hardly begin, or end, another word of such texts."""

COMMON = "黄林何高马梁宋于程叶余杜夏钟田任姜范方石廖金陆郝孔白康毛邱江史顾段雷武乔贺欧葛洪施牛翟严龙万樊倪殷温庞韦莫覃"
"""Common ones that are other words as often."""

_RARE = (
    "褚卫尤华戚喻柏水窦章云奚郎鲁昌苗凤花俞柳酆鲍费廉岑滕毕邬安常乐时皮卞齐伍元卜平和穆湛祁禹狄米贝明臧计伏成谈茅纪舒屈项祝阮蓝闵"
    "席季麻强路娄危童颜梅盛刁骆凌霍虞支柯昝管房裘缪解应宗宣郁单杭包诸左吉钮嵇邢滑裴荣翁荀羊惠甄曲家封芮储靳汲邴糜松井富巫乌焦巴弓"
    "牧隗山谷车宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖符景詹束幸司薄印宿怀蒲台从鄂索卓蔺屠蒙池阴胥能苍双闻莘党贡劳逄姬申扶堵冉宰郦雍桑桂"
    "濮寿通边扈燕冀浦尚农别庄晏柴瞿充慕连茹习艾鱼容向古易慎戈庾终暨居衡步都耿满弘匡国文寇广禄阙东沃利蔚越师巩聂晁勾敖融冷辛阚那简"
    "饶沙养鞠须丰巢关蒯相查红游权盖益桓公代付岳涂佘冼植麦邝练邸尧"
)

SURNAMES = UNMISTAKABLE + COMMON + _RARE
"""All of one character. Where nothing else speaks for a name, ask for more than the surname."""

COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|尉迟|皇甫|公孙|慕容|令狐|长孙|宇文|轩辕|呼延|端木"
"""Of two characters, as a choice of a regular expression."""

SURNAME = f"(?:{COMPOUND}|[{SURNAMES}])"
"""Any of them, as a regular expression."""

_OF_A_SHOP = frozenset("店铺行摊厂坊馆社部堂记屋楼吧城场所司园斋轩阁居庄")
_PERSON = re.compile(rf"{SURNAME}[一-鿿]{{1,2}}")


def looks_like_a_person(name: str) -> bool:
    """A surname and one or two characters more that name no shop: rather once too often than published."""
    return _PERSON.fullmatch(name) is not None and not _OF_A_SHOP.intersection(name[1:])


def as_somebody(words: str) -> str:
    """The same person as 姓某; of whom only the surname is said, not even that stays."""
    if words.startswith("姓"):
        return "姓某"
    compound = re.match(COMPOUND, words)
    return f"{compound[0] if compound else words[0]}某"
