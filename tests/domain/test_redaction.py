"""What a person is asked about before a text is made public: every kind, in every disguise, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure import Part
from domain.flag import Flag, Kind
from domain.identifiers import luhn
from domain.never_flagged import is_credit_code
from domain.plain_text import utf16_len
from domain.published import Rich
from domain.redaction import Known, flags, found_in, mask_for, replaced

NOTHING = Known()


def seen(text: str, known: Known = NOTHING, part: Part = Part.FACTS) -> set[tuple[Kind, str]]:
    return {(each.kind, text[each.start : each.end]) for each in found_in(part, text, known)}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("电话13800138000。", Kind.PHONE, "13800138000"),
        ("138-0013-8000", Kind.PHONE, "138-0013-8000"),
        ("１３８ ００１３ ８０００", Kind.PHONE, "１３８ ００１３ ８０００"),
        ("一三八零零一三八零零零", Kind.PHONE, "一三八零零一三八零零零"),
        ("幺三八洞洞幺三八洞洞洞", Kind.PHONE, "幺三八洞洞幺三八洞洞洞"),
        ("138OO138OOO", Kind.PHONE, "138OO138OOO"),
        ("1️⃣3️⃣8️⃣00138000", Kind.PHONE, "1️⃣3️⃣8️⃣00138000"),
        ("①③⑧00138000", Kind.PHONE, "①③⑧00138000"),
        ("+86 138 0013 8000", Kind.PHONE, "+86 138 0013 8000"),
        ("010-88886666", Kind.PHONE, "010-88886666"),
        ("(0571) 8765 4321", Kind.PHONE, "0571) 8765 4321"),
        ("400-820-8820", Kind.PHONE, "400-820-8820"),
        ("联系电话：8888 6666", Kind.PHONE, "8888 6666"),
        ("11010519491231002X", Kind.ID_NUMBER, "11010519491231002X"),
        # The same with a wrong check digit.
        ("110105194912310021", Kind.ID_NUMBER, "110105194912310021"),
        ("440524 1980 0101 001×", Kind.ID_NUMBER, "440524 1980 0101 001×"),
        ("110105491231002", Kind.ID_NUMBER, "110105491231002"),
        ("护照：E12345678", Kind.ID_NUMBER, "E12345678"),
        ("6222 0212 3456 7890 128", Kind.BANK_CARD, "6222 0212 3456 7890 128"),
        ("6228480402564890018", Kind.BANK_CARD, "6228480402564890018"),
        ("账号：123456789012", Kind.BANK_CARD, "123456789012"),
        # Eight characters, of which the first seven would pass, too.
        ("粤AD12345", Kind.PLATE, "粤AD12345"),
        ("粤A·D12345", Kind.PLATE, "粤A·D12345"),
        ("京a12345", Kind.PLATE, "京a12345"),
        ("粤Ｂ１２３４学", Kind.PLATE, "粤Ｂ１２３４学"),
        ("a.b@qq.com", Kind.EMAIL, "a.b@qq.com"),
        ("a.b＠qq.com", Kind.EMAIL, "a.b＠qq.com"),
        ("QQ：12345678", Kind.ACCOUNT, "12345678"),
        ("微信号abc_12345", Kind.ACCOUNT, "abc_12345"),
        ("加V：wx12345", Kind.ACCOUNT, "wx12345"),
        ("https://a.example/x?y=1", Kind.LINK, "https://a.example/x?y=1"),
        ("t.me/abc", Kind.LINK, "t.me/abc"),
        ("tg://resolve?domain=a", Kind.LINK, "tg://resolve?domain=a"),
        ("详见 www.example.com", Kind.LINK, "www.example.com"),
        ("找@example_user", Kind.LINK, "@example_user"),
        ("请发 /start", Kind.LINK, "/start"),
        ("#食品安全", Kind.LINK, "#食品安全"),
        ("经营者王小明在店内销售", Kind.NAME, "王小明"),
        ("举报人李四", Kind.NAME, "李四"),
        ("法定代表人：欧阳锋", Kind.NAME, "欧阳锋"),
        ("负责人（张三丰）", Kind.NAME, "张三丰"),
        ("老板姓王", Kind.NAME, "姓王"),
        ("据王先生说", Kind.NAME, "王先生"),
        ("示例区市场监督管理局查处王小明无证经营案", Kind.NAME, "王小明"),
        ("张三丰、李四无证加工窝点案", Kind.NAME, "张三丰"),
        ("张三丰、李四无证加工窝点案", Kind.NAME, "李四"),
        ("股东周伟明、钱多多各占50%", Kind.NAME, "钱多多"),
        ("3栋2单元501室", Kind.HOME, "3栋2单元501室"),
        ("住址示例路一号", Kind.HOME, "住址示例路一号"),
        ("患有乙肝", Kind.HEALTH, "患有乙肝"),
        ("两名小学生", Kind.MINOR, "小学生"),
        ("年仅9岁", Kind.MINOR, "9岁"),
    ],
)
def test_what_leads_to_somebody_is_asked_about(text: str, kind: Kind, words: str) -> None:
    assert (kind, words) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "SC12345678901234", "JY14401040123456", "91350100M000100Y43", "示市监处罚〔2026〕12号",
        "2026年2月20日罚款5000元", "2026.02.10-2026.03.10", "20260210", "第一百二十四条第一款", "第124条",
        "《食品安全法》第三十四条第十项", "货值金额1,380,013,800.00元", "1380013800.1元",
        "条码6901234567892", "GB 2760-2024",
        "拨打12315举报", "单价5元/kg", "执法人员检查时发现", "责令当事人改正", "当事人应当依法",
        "当事人于本月", "经营者和其员工",
        "负责人解释称", "该店经营者许可证", "老板王某", "姓某", "王某某", "冷藏室",
        "婴幼儿配方食品", "幼儿园食堂", "《未成年人保护法》",
        "微信公众号发布", "食品安全专项整治典型案例（第1期）", "责令改正，没收违法所得，罚款5000元。",
    ],
)  # fmt: skip
def test_what_a_published_case_says_openly_is_not_asked_about(text: str) -> None:
    assert seen(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "2025年11月18日，执法人员根据群众举报线索，对位于示例路的某某食品经营部进行检查，现场发现该店经营的预包装食品“某牌牛肉干”12袋"
        "已超过保质期，规格为100克/袋，保质期6个月，售价15.8元/袋，货值金额189.6元。经查，当事人于2025年10月购进上述食品30袋。",
        "当事人经营超过保质期的食品的行为，违反了《中华人民共和国食品安全法》第三十四条第十项的规定，责令当事人改正违法行为，并作出没收"
        "违法所得284.4元、没收涉案食品12袋、罚款5000元的行政处罚（示市监处罚〔2025〕128号）。",
        "在城乡接合部查获一处非法加工窝点，抓获犯罪嫌疑人吴某等3人，现场查扣走私冻牛肉2.3吨，涉案金额约46万元。",
        "食品生产经营者应当严格落实进货查验制度。购买时请查看生产日期和保质期，发现问题可拨打12315投诉举报，并保留购物凭证。",
        "经抽样检验，“小白菜”（购进日期2025-12-03）毒死蜱项目不符合GB 2763-2021要求（报告编号：No.SP202512345）。"
        "当事人能够提供许可证（JY14401040123456）。",
        "在学校周边200米范围内检查时，发现货架上有无标签辣条35包。店主李某无法提供进货票据。",
        "从业人员未持有效健康证明上岗，3名工作人员未戴口罩。当事人已于规定时间内完成整改。",
        "条码6921234567896，批号20250601，酒精度42%vol，净含量500mL，共24瓶，进价28元/瓶。对白酒生产、牛肉加工单位进行抽查。",
    ],
)
def test_a_case_written_as_it_should_be_asks_nothing(text: str) -> None:
    """Invented, in the words of real ones: whoever is asked about nothing in vain reads the questions that matter."""
    assert seen(text) == set()


def test_a_piece_of_a_longer_number_is_not_asked_about_by_itself() -> None:
    assert seen("卡6222 0212 3456 7890 128") == {(Kind.BANK_CARD, "6222 0212 3456 7890 128")}
    assert seen("a.b@qq.com") == {(Kind.EMAIL, "a.b@qq.com")}


def test_whoever_is_named_with_a_cue_is_found_without_one_too() -> None:
    parts = {Part.TITLE: Rich("王小明无证经营案"), Part.FACTS: Rich("经营者王小明无证经营。")}
    assert flags(parts, NOTHING) == [
        Flag(Part.TITLE, Kind.NAME, "王小明"),
        Flag(Part.FACTS, Kind.NAME, "王小明"),
    ]


_COMMON = st.sampled_from("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
_OFTEN_GIVEN = st.sampled_from(
    ["伟", "芳", "秀英", "建国", "志强", "丽娟", "子轩", "海燕", "小红", "永强", "淑芬", "浩然"]
)
_SENTENCES = st.sampled_from(
    [
        "执法人员到场时{}正在包装散装熟食。",
        "经查，{}未取得食品经营许可。",
        "该店由{}负责经营。",
        "现场查获{}销售的冷冻肉。",
        "货款由{}以现金支付。",
        "涉案食品均从{}处购进。",
        "当日{}驾驶货车将货物运到店内。",
        "检查中{}拒绝提供票据",
    ]
)


@given(st.builds("".join, st.tuples(_COMMON, _OFTEN_GIVEN)), _SENTENCES)
def test_a_common_name_is_found_in_mid_sentence_without_any_cue(name: str, sentence: str) -> None:
    assert (Kind.NAME, name) in seen(sentence.format(name))


@pytest.mark.parametrize(
    "text",
    [
        "张家港市生产的陈年黄酒", "李家村的农户", "查获冒牌王明海酒", "由张玉兰超市经营", "，杨梅未清洗", "一张海报",
        "江苏永康食品", "金华火腿、陈皮、胡椒、苏打", "沈阳、许昌、邵阳", "从高温处取出", "由王某负责", "王某某称",
    ],
)  # fmt: skip
def test_what_only_begins_like_a_name_is_not_asked_about(text: str) -> None:
    assert seen(text) == set()


def test_a_number_over_two_parts_is_asked_about_once_in_the_part_that_holds_more_of_it() -> None:
    parts = {Part.LEAD: Rich("通报"), Part.TITLE: Rich("一案138"), Part.FACTS: Rich("00138000的机主")}
    assert flags(parts, NOTHING) == [Flag(Part.FACTS, Kind.PHONE, "00138000")]
    # The opening shows the penalty right behind the title.
    apart = parts | {Part.FACTS: Rich("经查"), Part.PENALTY: Rich("00138000的机主")}
    assert flags(apart, NOTHING) == [Flag(Part.PENALTY, Kind.PHONE, "00138000")]


def test_what_each_part_says_openly_makes_up_no_number() -> None:
    parts = {Part.TITLE: Rich("罚款5000元案2026年2月20日"), Part.FACTS: Rich("2026年2月20日，销售额138元，共12")}
    parts |= {Part.PENALTY: Rich("3400元")}
    assert flags(parts, NOTHING) == []


def test_people_and_businesses_of_the_ledger_are_found_by_their_names() -> None:
    known = Known(people=("阿强",), businesses=("阳光小卖部",))
    text = "阳光小卖部的阿强"
    assert seen(text, known) == {(Kind.NAME, "阿强"), (Kind.BUSINESS, "阳光小卖部")}


_DIGITS = st.sampled_from("0123456789")
_FORMS = (
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "〇壹贰叁肆伍陆柒捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "O12345678９",
)
_BETWEEN = st.sampled_from(["", "", "", " ", "-", "—", ".", "·", "  ", " - ", "　", "_", "*"])


@st.composite
def phones(draw: st.DrawFn) -> str:
    rest = st.lists(_DIGITS, min_size=9, max_size=9).map("".join)
    return "1" + draw(st.sampled_from("3456789")) + draw(rest)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2026, 1, 1)))
    region = draw(st.integers(110_000, 659_999))
    return f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03}{draw(st.sampled_from('0123456789X'))}"


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    most = draw(st.integers(13, 16))
    body = [6, 2, *draw(st.lists(st.integers(0, 9), min_size=most, max_size=most))]
    check = next(each for each in range(10) if luhn([*body, each]))
    return "".join(map(str, [*body, check]))


@st.composite
def disguised(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """The number with other digits and with signs between them."""
    form = draw(st.sampled_from(_FORMS))
    shown = [form[int(each)] if each.isdigit() and draw(st.booleans()) else each for each in draw(numbers)]
    return shown[0] + "".join(draw(_BETWEEN) + each for each in shown[1:])


@given(
    before=st.text(max_size=30),
    number=st.one_of(disguised(phones()), disguised(id_numbers()), disguised(bank_cards())),
    after=st.text(max_size=30),
)
def test_no_disguised_number_slips_through_wherever_it_stands(before: str, number: str, after: str) -> None:
    text = f"{before}号：{number}，{after}"
    start, end = len(before) + 2, len(before) + 2 + len(number)
    kinds = {Kind.PHONE, Kind.ID_NUMBER, Kind.BANK_CARD}
    covered = {
        at for each in found_in(Part.FACTS, text, NOTHING) if each.kind in kinds for at in range(each.start, each.end)
    }
    assert covered >= set(range(start, end))


_NEIGHBOURS = st.sampled_from(
    [(Part.LEAD, Part.TITLE), (Part.TITLE, Part.FACTS), (Part.TITLE, Part.PENALTY), (Part.FACTS, Part.VIOLATED)]
)


@given(st.one_of(disguised(phones()), disguised(id_numbers())), st.integers(1, 30), _NEIGHBOURS)
def test_a_number_that_two_parts_make_up_is_one_question_that_a_mask_answers(
    number: str, at: int, where: tuple[Part, Part]
) -> None:
    places = [each for each, sign in enumerate(number) if sign.isalnum()]
    cut = places[1 + at % (len(places) - 1)]
    before, after = number[:cut].rstrip(" -—.·　_*"), number[cut:]
    parts = {where[0]: Rich(f"案情{before}"), where[1]: Rich(f"{after}案情")}
    found = [each for each in flags(parts, NOTHING) if mask_for(each.kind, each.words)]
    assert found
    for each in found:
        parts[each.part] = replaced(parts[each.part], each.words, "＊＊＊")
    assert flags(parts, NOTHING) == []


_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    body = "9" + draw(st.sampled_from("123")) + f"{draw(st.integers(110_000, 659_999))}"
    body += "".join(draw(st.lists(st.sampled_from(_ALPHABET), min_size=9, max_size=9)))
    return next(body + each for each in _ALPHABET if is_credit_code(body + each))


@given(
    st.one_of(
        st.tuples(st.sampled_from(("SC", "JY")), st.integers(0, 10**14 - 1)).map(lambda it: f"{it[0]}{it[1]:014}"),
        credit_codes(),
        st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
        st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(str),
        st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(lambda day: f"{day:%Y%m%d}"),
        st.integers(0, 10**10 - 1).map(lambda n: f"{n}元"),
        st.integers(0, 10**10 - 1).map(lambda n: f"{n:,}元"),
        st.tuples(st.integers(0, 10**8), st.integers(0, 99)).map(lambda it: f"{it[0]}.{it[1]:02}万元"),
        st.tuples(st.integers(2000, 2100), st.integers(1, 10**6)).map(lambda it: f"示市监处罚〔{it[0]}〕{it[1]}号"),
        st.integers(1, 9999).map(lambda n: f"第{n}条"),
    )
)
def test_what_is_open_is_never_asked_about_by_itself(text: str) -> None:
    assert seen(text) == set()
    assert seen(f"现查明，{text}。") == set()


@given(st.text(), st.sampled_from(Part))
def test_whatever_the_text_every_place_lies_in_it(text: str, part: Part) -> None:
    for each in found_in(part, text, NOTHING):
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.parametrize(
    ("kind", "words", "mask"),
    [
        (Kind.PHONE, "13800138000", "＊＊＊"),
        (Kind.NAME, "王小明", "王某"),
        (Kind.NAME, "欧阳锋", "欧阳某"),
        (Kind.NAME, "姓王", "姓某"),
        (Kind.BUSINESS, "阳光小卖部", "某店"),
        (Kind.AMOUNT, "5万元", None),
        (Kind.ECHO, "臭得很", None),
    ],
)
def test_what_the_program_can_mask_and_what_it_leaves_to_people(kind: Kind, words: str, mask: str | None) -> None:
    assert mask_for(kind, words) == mask
    if mask is not None:
        assert seen(f"老板{mask}") == set()


def test_a_mask_takes_every_place_and_formatting_stays_on_its_words() -> None:
    words = "😀王小明和王小明的店"
    bold = [{"type": "bold", "offset": utf16_len("😀王小明和王小明"), "length": 2}]
    masked = replaced(Rich(words, [*bold, {"type": "italic", "offset": 2, "length": 3}]), "王小明", "王某")
    assert masked.text == "😀王某和王某的店"
    assert masked.entities == [
        {"type": "bold", "offset": utf16_len("😀王某和王某"), "length": 2},
        {"type": "italic", "offset": 2, "length": 2},
    ]


@given(
    st.text("王小明店x😀", max_size=12),
    st.integers(0, 24),
    st.integers(1, 24),
    st.sampled_from(["王小明", "小", "😀", "x店"]),
)
def test_formatting_never_leaves_the_text_it_is_on(text: str, offset: int, length: int, words: str) -> None:
    whole = utf16_len(text)
    entities = [{"type": "bold", "offset": offset, "length": min(length, whole - offset)}] if offset < whole else []
    masked = replaced(Rich(text, entities), words, "某")
    assert words not in masked.text
    for each in masked.entities:
        assert each["length"] > 0
        assert each["offset"] + each["length"] <= utf16_len(masked.text)
