"""Deciding on what the program asks about: by what the ledger and the reporter say, and never without a reason."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from domain.exposure import Part, Status
from domain.flag import Kind, Question
from domain.published import Rich
from domain.refusal import Refusal
from services import exposure_cards, flagging, office
from storage import cases, exposure_flags, exposures
from storage.tables import CaseRow, Exposure, NoteRow
from tests.district import OFFICE, QIAN, SUN, District, hand
from tests.publicity import PARTS, closed_case, exposure, row_of

PHONE = PARTS | {Part.FACTS: Rich("联系电话13800138000。")}
REPORT = "后巷有人无证加工熟食，晚上十点才开门"


async def asked(district: District, exposure_id: int) -> set[tuple[str, str]]:
    async with district.turn() as turn:
        return {(each.kind, each.words) for each in await flagging.open_flags(turn, exposure_id)}


async def first(district: District, exposure_id: int) -> int:
    async with district.turn() as turn:
        return (await flagging.open_flags(turn, exposure_id))[0].id


async def text(district: District, exposure_id: int, part: Part = Part.FACTS) -> str:
    async with district.database.read() as tx:
        return (await exposures.parts(tx, exposure_id))[part].text


async def write(district: District, exposure_id: int, part: Part, words: str) -> None:
    async with district.turn() as turn:
        held = await office.to_edit(turn, hand(QIAN, OFFICE), exposure_id)
        assert not isinstance(held, Refusal)
        assert await office.edited(turn, held, "written") is None
        await exposures.set_part(turn.tx, exposure_id, part, Rich(words))
        await exposure_cards.refresh(turn, exposure_id)


async def test_a_text_that_says_what_the_ledger_says_asks_nothing(district: District) -> None:
    await district.publicity()
    assert await asked(district, await exposure(district, case_id=await closed_case(district))) == set()


async def test_what_differs_from_the_ledger_is_asked_about(district: District) -> None:
    await district.publicity()
    parts = PARTS | {Part.PENALTY: Rich("依示市监处罚〔2026〕13号，罚款5万元，2025年1月1日予以取缔。")}
    draft = await exposure(district, case_id=await closed_case(district), parts=parts)
    assert await asked(district, draft) == {
        (Kind.AMOUNT, "5万元"), (Kind.DATE, "2025年1月1日"), (Kind.DOCUMENT, "依示市监处罚〔2026〕13号"),
        (Kind.OUTCOME, "取缔"),
    }  # fmt: skip


async def test_the_day_of_the_report_is_no_day_of_the_ledger(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    async with district.database.write() as tx:
        moved = {"concluded_at": None, "closed_at": None}
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**moved))
    came_in = f"{district.now.astimezone(district.app.zone):%Y年%m月%d日}"
    draft = await exposure(district, case_id=case_id, parts=PARTS | {Part.FACTS: Rich(f"{came_in}检查。")})
    assert await asked(district, draft) == {(Kind.DATE, came_in)}


@pytest.mark.parametrize("where", ["happened", "statement", "answer", "linked"])
async def test_the_reporters_words_are_found_wherever_they_wrote_them(district: District, where: str) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    async with district.turn() as turn:
        if where == "happened":
            await turn.tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(happened=REPORT))
        elif where == "statement":
            await cases.add_statement(turn.tx, case_id, "m", REPORT, turn.now)
        elif where == "answer":
            await cases.add_note(turn.tx, NoteRow(case_id=case_id, text=REPORT, at=turn.now))
    if where == "linked":
        other = await district.case()
        async with district.turn() as turn:
            linked = {"duplicate_of": case_id, "happened": REPORT}
            await turn.tx.execute(update(CaseRow).where(CaseRow.id == other).values(**linked))
    parts = PARTS | {Part.FACTS: Rich("经多方了解，该店平时晚上十点才开门，执法人员遂在夜间前往检查并当场查获。")}
    draft = await exposure(district, case_id=case_id, parts=parts)
    assert await asked(district, draft) == set(), "seven letters in a row are anybody's"
    await write(district, draft, Part.FACTS, "经多方了解，该店有人无证加工熟食，执法人员遂在夜间前往检查并当场查获。")
    assert await asked(district, draft) == {(Kind.ECHO, "有人无证加工熟食")}


async def test_what_staff_found_themselves_is_nobodys_secret(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    async with district.database.write() as tx:
        found = {"happened": REPORT, "source": "inspection"}
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**found))
    draft = await exposure(district, case_id=case_id, parts=PARTS | {Part.FACTS: Rich("该店有人无证加工熟食。")})
    assert await asked(district, draft) == set()


async def test_a_mask_is_an_edit_and_answers_the_question(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, Status.APPROVED, parts=PHONE)
    flag = await first(district, draft)
    async with district.turn() as turn:
        assert not isinstance(await flagging.mask(turn, hand(SUN, OFFICE), flag), Refusal)
    row = await row_of(district, draft)
    assert (row.status, row.frozen, row.digest) == (Status.DRAFT, None, None)
    assert await text(district, draft) == "联系电话＊＊＊。"
    assert await asked(district, draft) == set()
    async with district.database.read() as tx:
        assert SUN in await exposures.editors(tx, draft)


async def test_keeping_needs_a_reason_that_is_kept_and_makes_an_editor(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PHONE)
    flag = await first(district, draft)
    async with district.turn() as turn:
        for nothing in ("", " ", "。"):
            assert await flagging.keep(turn, hand(SUN, OFFICE), flag, nothing) == Refusal("flag_reason")
    assert await asked(district, draft)
    async with district.turn() as turn:
        assert not isinstance(await flagging.keep(turn, hand(SUN, OFFICE), flag, "单位公开电话"), Refusal)
    assert await asked(district, draft) == set()
    async with district.database.read() as tx:
        assert SUN in await exposures.editors(tx, draft)
        assert (await exposures.events(tx, draft))[-1].reason == "单位公开电话"
        assert (await exposure_flags.of_exposure(tx, draft))[0].decided_by == SUN


async def test_a_decision_outlives_edits_elsewhere_and_other_words_are_asked_about_anew(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PHONE)
    async with district.turn() as turn:
        flag = (await flagging.open_flags(turn, draft))[0].id
        await flagging.keep(turn, hand(QIAN, OFFICE), flag, "单位公开电话")
    await write(district, draft, Part.TIP, "请索要票据。")
    assert await asked(district, draft) == set()
    await write(district, draft, Part.FACTS, "联系电话13900139000。")
    assert await asked(district, draft) == {(Kind.PHONE, "13900139000")}
    await write(district, draft, Part.FACTS, "无。")
    assert await asked(district, draft) == set()


async def test_a_question_is_answered_once(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PHONE)
    flag = await first(district, draft)
    async with district.turn() as turn:
        await flagging.mask(turn, hand(QIAN, OFFICE), flag)
        assert await flagging.keep(turn, hand(QIAN, OFFICE), flag, "单位公开电话") == Refusal("flag_settled")
        assert await flagging.mask(turn, hand(QIAN, OFFICE), flag) == Refusal("flag_settled")
        assert await flagging.keep(turn, hand(QIAN, OFFICE), flag + 1000, "单位公开电话") == Refusal("no_such_flag")


async def test_what_only_people_can_say_otherwise_is_not_masked(district: District) -> None:
    await district.publicity()
    parts = PARTS | {Part.PENALTY: Rich("罚款5万元。")}
    draft = await exposure(district, case_id=await closed_case(district), parts=parts)
    async with district.turn() as turn:
        flag = (await flagging.open_flags(turn, draft))[0].id
        assert await flagging.mask(turn, hand(QIAN, OFFICE), flag) == Refusal("flag_no_mask")


async def test_a_business_is_named_or_not_as_the_district_decided(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PARTS | {Part.FACTS: Rich("阳光小卖部货架上有过期饼干。")})
    assert await asked(district, draft) == set()
    district.app = replace(district.app, publicity=replace(district.app.publicity, full_names=False))
    assert await asked(district, draft) == {(Kind.BUSINESS, "阳光小卖部")}


async def test_a_party_that_is_a_person_is_found_wherever_the_text_names_them(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PARTS | {Part.FACTS: Rich("检查时褚小明不在。")})
    assert await asked(district, draft) == set()
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(party="褚小明"))
    assert await asked(district, draft) == {(Kind.NAME, "褚小明")}


async def test_half_a_telephone_number_in_each_of_two_parts_is_one_question(district: District) -> None:
    await district.publicity()
    parts = PARTS | {Part.FACTS: Rich("该店联系人的号码尾段是1380013"), Part.VIOLATED: Rich("8000，上述行为违法。")}
    draft = await exposure(district, parts=parts)
    async with district.turn() as turn:
        found = await flagging.look(turn, hand(QIAN, OFFICE), draft)
    assert isinstance(found, Question)
    assert (found.words, found.part, found.across, found.of) == ("1380013", Part.FACTS, True, 1)
    async with district.turn() as turn:
        assert not isinstance(await flagging.mask(turn, hand(QIAN, OFFICE), found.flag_id), Refusal)
    assert await asked(district, draft) == set()
