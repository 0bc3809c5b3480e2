"""王 is related to a shop: from then on no case of that shop exists for 王, whichever way they come to it."""

import asyncio

import pytest

from domain.asking import Asked, Verb, desk_handle
from domain.case import Outcome, Status
from domain.entry import Channel
from domain.people import Right
from domain.refusal import Refusal, refuse
from domain.sweep import ALL
from services import (
    assigning,
    closing,
    concluding,
    enrolment,
    entering,
    grading,
    handing_on,
    handling,
    offending,
    recusing,
    sweeping,
    viewing,
    visiting,
)
from services.auditing import verify
from services.entering import Entered
from services.notes import Written, add_note
from services.reach import grasp
from services.recusing import Recusal
from services.turn import Turn
from storage import sweeps
from storage.tables import CaseRow
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand

SHOP = "张记烧腊"
FORM = f"经营者：{SHOP}\n理由：店主是其姐夫"


async def about(district: District, shop: str = SHOP, place: str = "东街道三巷口") -> int:
    """A case about that shop, at the desk of the place."""
    async with district.turn() as turn:
        text = f"地点：{place}\n对象：{shop}\n情况：半夜运肉"
        done = await entering.enter(turn, hand(ZHOU, DUTY), Channel.INSPECTION, "unlicensed", text)
    assert isinstance(done, Entered)
    return done.case.id


async def taken(district: District, user_id: int = WANG) -> int:
    case_id = await about(district)
    async with district.turn() as turn:
        assert isinstance(await handling.take_up(turn, hand(user_id), case_id), CaseRow)
    await district.speak()
    return case_id


async def mark(
    district: District, by: int = CHEN, whom: int = WANG, text: str = FORM, chat_id: int = EAST
) -> Recusal | Refusal:
    async with district.turn() as turn:
        done = await recusing.mark(turn, hand(by, chat_id), whom, text)
    await district.speak()
    return done


async def test_every_way_to_the_case_answers_as_if_it_were_not_there(district: District) -> None:
    case_id, number = await about(district), "SL-2026-00001"
    assert isinstance(await mark(district), Recusal)
    wang = hand(WANG)
    async with district.turn() as turn:
        for right in Right:
            assert await grasp(turn, wang, case_id, right) == refuse("no_such_case")
        assert await viewing.show_number(turn, wang, number) == refuse("no_such_case")
        assert await add_note(turn, wang, case_id, Written(1, "打听一下")) == refuse("no_such_case")
        assert await grasp(turn, wang, 999, Right.SEE) == refuse("no_such_case")
        page = await viewing.open_page(turn, wang, mine=False)
        others = await viewing.open_page(turn, hand(LI), mine=False)
    assert isinstance(page, viewing.Page)
    assert isinstance(others, viewing.Page)
    assert not page.lines
    assert [line.case.id for line in others.lines] == [case_id]
    absent = await district.press(WANG, EAST, Asked(Verb.SHOW, 999).data)
    for verb in (Verb.SHOW, Verb.TAKE, Verb.NOTE, Verb.END, Verb.JOINT):
        assert await district.press(WANG, EAST, Asked(verb, case_id).data) == absent
    card = next(each for each in reversed(district.said_in(EAST)) if "📍" in each.text or "归属" in each.text)
    await district.write(WANG, EAST, "我认识店主", reply_to=card.message_id)
    assert absent in district.last(EAST).text


async def test_a_holder_loses_the_case_at_once_and_the_lead_is_called(district: District) -> None:
    case_id = await taken(district)
    done = await mark(district)
    assert done == Recusal("王", SHOP, released=1)
    row = await district.row(case_id)
    assert (row.holder_id, row.status) == (None, Status.ACCEPTED)
    assert (await district.events(case_id))[-1] == "released"
    assert district.said_in(EAST, "原承办人须回避")[-1].text.startswith("陈 ")
    assert (await verify(district.database, district.app.keys)).broken is None
    async with district.turn() as turn:
        assert isinstance(await handling.take_up(turn, hand(LI), case_id), CaseRow)


async def test_even_a_lead_is_kept_out_and_not_called(district: District) -> None:
    case_id = await taken(district, CHEN)
    done = await mark(district, ZHOU, CHEN, chat_id=DUTY)
    assert isinstance(done, Recusal)
    async with district.turn() as turn:
        assert await handling.take_up(turn, hand(CHEN), case_id) == refuse("no_such_case")
    assert "陈" not in district.said_in(EAST, "原承办人须回避")[-1].text


async def test_the_duty_desk_is_told_of_a_case_whose_card_hangs_before_somebody_too_close(district: District) -> None:
    case_id = await about(district)
    await mark(district)
    assert "有人须对 SL-2026-00001 回避" in district.last(DUTY).text
    assert "王" not in district.last(DUTY).text
    async with district.turn() as turn:
        west = desk_handle("t002")
        assert isinstance(await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, west), CaseRow)
    before = len(district.said_in(DUTY, "回避"))
    await about(district)
    await district.speak()
    assert len(district.said_in(DUTY, "有人须对 SL-2026-00002 回避")) == 1
    await about(district, "李记")
    await about(district, place="西街道菜市场")
    await district.speak()
    assert len(district.said_in(DUTY, "回避")) == before + 1


async def test_a_supplier_counts_as_the_premises_do_and_spelling_does_not_matter(district: District) -> None:
    case_id = await about(district, "李记")
    await mark(district, text="经营者：Ａ记 冻品(仓)\n理由：合伙人")
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        filled = await grading.fill(turn, hand(WANG), case_id, "supplier", "a记冻品（仓）")
    assert isinstance(filled, CaseRow)
    assert filled.holder_id is None
    async with district.turn() as turn:
        assert await handling.take_up(turn, hand(WANG), case_id) == refuse("no_such_case")


async def test_nobody_hands_the_case_to_somebody_too_close(district: District) -> None:
    case_id = await taken(district, LI)
    await mark(district)
    async with district.turn() as turn:
        found = await assigning.colleagues_for(turn, hand(LI), case_id)
        assert isinstance(found, tuple)
        assert [each.user_id for each in found[1]] == [CHEN]
        assert await assigning.hand_over(turn, hand(LI), case_id, WANG) == refuse("must_recuse")
    assert (await district.row(case_id)).holder_id == LI


async def test_a_case_opened_again_does_not_go_back_to_somebody_too_close(district: District) -> None:
    case_id = await taken(district)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "已取缔")
    await mark(district)
    async with district.turn() as turn:
        assert isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "又开了"), CaseRow)
    assert (await district.row(case_id)).holder_id is None


@pytest.mark.parametrize(
    ("by", "chat_id", "whom", "key"),
    [
        (LI, EAST, WANG, "not_lead"),
        (CHEN, EAST, WU, "not_a_colleague"),
        (CHEN, EAST, STRANGER, "not_a_colleague"),
        (WU, EAST, WANG, "not_staff_here"),
        (STRANGER, EAST, WANG, "not_staff_here"),
        (CHEN, DUTY, WANG, "not_staff_here"),
    ],
)
async def test_only_the_lead_oneself_or_those_who_oversee_all_mark_anybody(
    district: District, by: int, chat_id: int, whom: int, key: str
) -> None:
    refused = await mark(district, by, whom, chat_id=chat_id)
    assert isinstance(refused, Refusal)
    assert refused.key == key


async def test_officers_recuse_themselves_and_do_not_lift_it_themselves(district: District) -> None:
    case_id = await about(district)
    assert isinstance(await mark(district, WANG, WANG), Recusal)
    async with district.turn() as turn:
        found = await recusing.overview(turn, hand(WANG))
        assert isinstance(found, recusing.Overview)
        (mark_id, *_) = found.marks[0]
        assert await recusing.lift(turn, hand(WANG), mark_id) == refuse("not_ones_own")
        assert await recusing.lift(turn, hand(LI), mark_id) == refuse("not_lead")
        assert await recusing.lift(turn, hand(WU, WEST), mark_id) == refuse("not_a_colleague")
        assert await recusing.lift(turn, hand(CHEN), mark_id) == Recusal("王", SHOP)
        assert await recusing.lift(turn, hand(CHEN), mark_id) == refuse("no_such_mark")
        assert isinstance(await handling.take_up(turn, hand(WANG), case_id), CaseRow)


async def test_of_two_who_mark_the_same_pair_at_once_one_is_told_so(district: District) -> None:
    results = await asyncio.gather(mark(district), mark(district, ZHOU, chat_id=DUTY))
    assert [each for each in results if isinstance(each, Refusal)] == [refuse("marked_already")]
    async with district.turn() as turn:
        found = await recusing.overview(turn, hand(ZHOU, DUTY))
    assert isinstance(found, recusing.Overview)
    assert len(found.marks) == 1


@pytest.mark.parametrize("text", [SHOP, "经营者：张记", "理由：姐夫", "经营者：——\n理由：姐夫", "\u200b"])
async def test_a_mark_without_a_business_or_a_reason_is_not_made(district: District, text: str) -> None:
    refused = await mark(district, text=text)
    assert isinstance(refused, Refusal)
    assert refused.key in ("recusal_form", "missing")


async def test_a_case_handed_on_away_from_them_exists_for_the_others_alone(district: District) -> None:
    case_id = await taken(district)
    await mark(district)
    async with district.turn() as turn:
        done = await handing_on.hand_on(turn, hand(ZHOU, DUTY), case_id, desk_handle("t002"), "须回避")
    assert isinstance(done, CaseRow)
    async with district.turn() as turn:
        assert not isinstance(await grasp(turn, hand(WU, WEST), case_id, Right.SEE), Refusal)


async def test_they_neither_find_anything_at_the_business_nor_declare_it_fine(district: District) -> None:
    async with district.turn() as turn:
        last = district.app.calendar.due(district.now.date(), 5).date
        begun = await sweeping.begin(turn, hand(CHEN), ALL, last, f"节前排查\n{SHOP}\n粮店")
        assert not isinstance(begun, Refusal)
    await mark(district)
    async with district.turn() as turn:
        places = dict(await _named_places(turn, begun.sweep.id))
        assert await visiting.all_fine(turn, hand(WANG), places[SHOP]) == refuse("stand_aside")
        assert not isinstance(await visiting.all_fine(turn, hand(WANG), places["粮店"]), Refusal)
        assert not isinstance(await visiting.all_fine(turn, hand(LI), places[SHOP]), Refusal)


async def _named_places(turn: Turn, sweep_id: int) -> list[tuple[str, int]]:
    return [(name, place_id) for place_id, name in await sweeps.unvisited(turn.tx, sweep_id, "t001", 0, 10)]


async def test_a_list_of_a_suppliers_cases_leaves_out_theirs(district: District) -> None:
    theirs, other = await about(district), await about(district, "李记")
    async with district.turn() as turn:
        for case_id in (theirs, other):
            await grading.fill(turn, hand(LI), case_id, "supplier", "某冻品行")
    await mark(district)
    async with district.turn() as turn:
        for who, expected in ((WANG, []), (LI, [theirs])):
            found = await offending.others(turn, hand(who), other, offending.Gathered.SUPPLIER)
            assert isinstance(found, offending.Gathering)
            assert [each.id for each in found.cases] == expected


async def test_the_duty_desk_is_told_when_they_join_a_desk_with_such_a_case(district: District) -> None:
    await about(district, place="西街道菜市场")
    await mark(district)
    assert not district.said_in(DUTY, "回避")
    async with district.turn() as turn:
        await enrolment.admit(turn, hand(WU, WEST), WANG)
    await district.speak()
    assert "西街道有人须对 SL-2026-00001 回避" in district.last(DUTY).text
