"""Two reports of one thing become one: the earliest is kept, nobody is left without news, and it can be undone."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from domain.case import Outcome, Status
from domain.refusal import Refusal
from services import closing, following, handling, linking, objecting
from services.auditing import verify
from storage import correspondents
from storage.tables import CaseRow
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand
from tests.private_chats import Citizen, PrivateChats
from tests.services.test_entering import entered
from tests.services.test_repeats import another_reporter
from tests.services.test_suggesting import card, changed, looked, pairs, photographed


async def linked(district: District, case_id: int, other_id: int, by: int = WANG, chat: int = EAST) -> object:
    async with district.turn() as turn:
        done = await linking.link(turn, hand(by, chat), case_id, other_id)
    await district.speak()
    return done


def key(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.key


async def heads(district: District, *case_ids: int) -> list[int | None]:
    return [(await district.row(case_id)).duplicate_of for case_id in case_ids]


def told(district: District, reporter: str) -> list[str]:
    return [each.text for each in district.spoken if each.recipient == f"p:{reporter}"]


async def reported_by_another(district: District, **more: object) -> tuple[int, str]:
    case_id, reporter = await district.case(), await another_reporter(district)
    await changed(district, case_id, reporter=reporter, **more)
    return case_id, reporter


async def test_one_tap_concludes_the_later_report_and_keeps_the_earliest(district: District) -> None:
    first = await district.case()
    second, other = await reported_by_another(district)
    await photographed(district, second)
    assert isinstance(await linked(district, first, second), CaseRow)
    row, number = await district.row(second), (await district.row(first)).number
    assert (row.status, row.outcome, row.duplicate_of) == (Status.CONCLUDED, Outcome.DUPLICATE, first)
    assert (await district.row(first)).status == Status.ASSIGNED
    (said,) = told(district, other)
    assert row.number in said
    assert number not in said
    assert "已并入 1 件（照片 1 张" in await card(district, first)
    assert f"已并入 {number}" in await card(district, second)
    assert district.said_in(EAST, "后巷有人无证加工熟食")


async def test_the_linked_reporter_hears_how_the_head_goes_on_and_may_object_to_their_own(district: District) -> None:
    first = await district.case()
    second, other = await reported_by_another(district)
    await linked(district, second, first)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), first)
    await district.speak()
    assert "正在核查" in told(district, other)[-1]
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, other)
        assert isinstance(await objecting.file_objection(turn, second, "这是另一家店"), CaseRow)
    async with district.turn() as turn:
        assert isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), second, "确是两家"), CaseRow)
    await district.speak()
    row = await district.row(second)
    assert (row.status, row.duplicate_of, row.outcome, row.relapses) == (Status.ACCEPTED, None, None, 0)
    assert "已并入" not in await card(district, first)
    assert await looked(district, second) == []
    assert (await district.events(first))[-1] == "unlinked"


async def test_a_link_to_a_linked_report_leads_to_its_head_and_a_linked_head_takes_its_reports_along(
    district: District,
) -> None:
    first, second, third, fourth = [await district.case() for _ in range(4)]
    await linked(district, third, second)
    await linked(district, fourth, third)
    assert await heads(district, third, fourth) == [second, second]
    await linked(district, second, first)
    assert await heads(district, second, third, fourth) == [first, first, first]
    assert key(await linked(district, third, second)) == "no_such_move"


@pytest.mark.parametrize("seed", range(3))
async def test_however_they_are_linked_there_is_no_chain_and_no_circle(district: District, seed: int) -> None:
    ids, chance = [await district.case() for _ in range(6)], Random(seed)
    for _ in range(8):
        await linked(district, *chance.sample(ids, 2))
    head_of = dict(zip(ids, await heads(district, *ids), strict=True))
    for case_id, head in head_of.items():
        assert head is None or (head < case_id and head_of[head] is None)


async def test_of_two_officers_who_link_both_ways_at_once_one_wins(district: District) -> None:
    first, second = await district.case(), await district.case()
    done = await asyncio.gather(linked(district, first, second, WANG), linked(district, second, first, LI))
    assert sorted(isinstance(each, CaseRow) for each in done) == [False, True]
    assert await heads(district, first, second) == [None, first]
    assert (await district.events(second)).count("concluded") == 1


async def test_a_head_that_is_linked_elsewhere_at_once_leaves_nobody_behind(district: District) -> None:
    first, second, third = [await district.case() for _ in range(3)]
    await asyncio.gather(linked(district, third, second), linked(district, second, first))
    assert await heads(district, first, second) == [None, first]
    assert (await heads(district, third))[0] in (None, first)


async def test_a_report_that_others_hang_on_is_not_withdrawn_not_even_at_once(district: District) -> None:
    first, second = await district.case(), await district.case()

    async def withdrawn() -> object:
        async with district.turn() as turn:
            turn.correspondent = await correspondents.get(turn.tx, district.reporter)
            return await following.withdraw(turn, first)

    done = await asyncio.gather(linked(district, second, first), withdrawn())
    assert sorted(isinstance(each, CaseRow) for each in done) == [False, True]
    status, head = (await district.row(first)).status, (await heads(district, second))[0]
    assert (status, head) in ((Status.ASSIGNED, first), (Status.WITHDRAWN, None))
    if head is not None:
        assert key(await withdrawn()) == "too_late"


async def test_only_who_may_end_the_later_and_see_the_earlier_links_them(district: District) -> None:
    theirs, ours = await district.case("t002"), await district.case("t001")
    held = await district.case(status=Status.ACCEPTED, holder=CHEN)
    assert key(await linked(district, ours, theirs)) == "no_such_case"
    assert key(await linked(district, ours, theirs, WU, WEST)) == "no_such_case"
    assert key(await linked(district, held, ours)) == "not_holder"
    assert key(await linked(district, ours, held, STRANGER)) == "no_such_case"
    assert await heads(district, theirs, ours, held) == [None, None, None]
    await photographed(district, ours)
    assert isinstance(await linked(district, ours, theirs, ZHOU, DUTY), CaseRow)
    assert await heads(district, ours) == [theirs]
    assert any(each.photos for each in district.said_in(WEST))
    assert district.said_in(EAST, "本群不用再办")
    assert (await district.row(theirs)).number not in await card(district, ours)


async def test_the_duty_desk_links_nothing_that_was_already_acted_on(district: District) -> None:
    first, second = await district.case("t002"), await district.case(status=Status.PROSECUTING, holder=WANG)
    assert key(await linked(district, first, second, ZHOU, DUTY)) == "not_your_move"


async def test_a_linked_report_is_new_facts_and_starts_the_verification_again(district: District) -> None:
    first, second = await district.case(), await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), first)
    before = (await district.row(first)).due_on
    district.now += timedelta(days=3)
    await linked(district, second, first)
    row = await district.row(first)
    assert row.clock_from == district.now.date()
    assert row.due_on is not None
    assert before is not None
    assert row.due_on > before


async def test_a_clock_that_waits_for_its_own_reporter_waits_on(district: District) -> None:
    first = await district.case()
    second, _ = await reported_by_another(district)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), first)
    await changed(district, first, paused_since=district.now, paused_for="citizen")
    await linked(district, second, first)
    assert (await district.row(first)).paused_for == "citizen"


async def test_a_report_linked_to_what_was_found_already_is_told_the_outcome(district: District) -> None:
    first = await district.case(status=Status.CONCLUDED)
    await changed(district, first, outcome=Outcome.BANNED, concluded_at=district.now)
    second, other = await reported_by_another(district)
    await linked(district, second, first)
    assert "已取缔" in told(district, other)[0]


async def test_the_receipt_code_still_finds_a_linked_report_and_says_how_the_whole_stands(district: District) -> None:
    citizen = Citizen(PrivateChats(district))
    head, own = await district.case(), await citizen.reports_something()
    code = next(each.text for each in citizen.read if "回执码：" in each.text).split("回执码：")[1].split()[0]
    await linked(district, own.id, head)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), head)
    await citizen.says(f"/find {code}")
    assert own.number in citizen.last.text
    assert "合在一起办理的线索：正在核查" in citizen.last.text
    assert (await district.row(head)).number not in citizen.last.text


async def test_a_department_to_which_the_head_was_referred_reads_nobodys_own_words(district: District) -> None:
    first = await district.case("t002")
    await changed(district, first, referred_from="t001")
    second, _ = await reported_by_another(district, happened="我就住对面三楼")
    await linked(district, second, first, ZHOU, DUTY)
    assert district.said_in(WEST, "请一并核查")
    assert not district.said_in(WEST, "对面三楼")


async def test_closing_a_linked_report_is_no_news_while_its_head_goes_on(district: District) -> None:
    first = await district.case()
    second, other = await reported_by_another(district)
    await linked(district, second, first)
    before = told(district, other)
    async with district.turn() as turn:
        assert isinstance(await closing.close(turn, hand(ZHOU, DUTY), second), CaseRow)
    await district.speak()
    assert told(district, other) == before
    async with district.turn() as turn:
        assert isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), second, "另一家"), CaseRow)
    assert (await district.row(second)).relapses == 0
    assert await pairs(district) == []


async def test_a_link_stands_in_both_histories_and_they_verify(district: District) -> None:
    form = "地点：东街道三巷口\n对象：陈记\n情况：无证加工"
    first, second = (await entered(district, form)).case.id, (await entered(district, form)).case.id
    await linked(district, second, first)
    async with district.turn() as turn:
        assert isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), second, "另一家"), CaseRow)
    assert [each for each in await district.events(first) if each not in ("filed", "routed")] == [
        "absorbed",
        "unlinked",
    ]
    assert (await district.events(second))[-2:] == ["concluded", "reopened"]
    assert not (await verify(district.database, district.app.keys)).broken
