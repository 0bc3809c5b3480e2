"""A case that looks like an earlier one is put before whoever may see both, and before nobody else."""

from datetime import timedelta
from secrets import token_hex

from sqlalchemy import select, update

from domain.asking import Asked, Verb
from domain.case import Status
from services import grading, keeping, linking, suggesting
from services.keeping import Picture, Wanted
from storage import cases, evidence
from storage.tables import CaseRow, LikenessRow
from storage.vault import Kept
from tests.district import CHEN, DUTY, EAST, LI, WANG, WU, ZHOU, District, hand
from tests.services.test_entering import entered

PICTURE = 0x0F0F_3355_AA0F_F0CC


async def changed(district: District, case_id: int, **columns: object) -> None:
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**columns))


async def looked(district: District, case_id: int) -> list[int]:
    """The case is compared, and what follows is said."""
    async with district.turn() as turn:
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        found = await suggesting.look(turn, row)
    await district.speak()
    return found


async def photographed(district: District, case_id: int, dhash: int = PICTURE, *, by_staff: bool = False) -> None:
    """A photo of the case has been fetched and cleaned."""
    async with district.turn() as turn:
        row = evidence.want(turn.tx, district.app.keys, token_hex(4), district.now, case_id=case_id)
        row.by_staff = by_staff
        await turn.tx.flush()
        kept = Kept(f"{row.handle}.sealed", f"{row.handle}.jpg", "0" * 64)
        await keeping.keep(turn, Wanted(row.id, row.handle, "f", False, 1), Picture(kept, 800, 600, dhash, None))
    await district.speak()


async def pairs(district: District) -> list[tuple[int, int]]:
    """Later and earlier of what is suggested and not dismissed."""
    async with district.database.read() as tx:
        query = select(LikenessRow.later_id, LikenessRow.earlier_id).where(LikenessRow.dismissed_at.is_(None))
        return sorted((later, earlier) for later, earlier in await tx.execute(query))


async def card(district: District, case_id: int, user_id: int = CHEN, chat_id: int = EAST) -> str:
    """The case's card as that group is shown it now."""
    await district.press(user_id, chat_id, Asked(Verb.SHOW, case_id).data)
    number = (await district.row(case_id)).number
    return next(each.text for each in reversed(district.said_in(chat_id, f"{number} · ")) if each.edits is None)


async def test_the_second_report_of_one_place_says_so_on_its_card_and_the_first_does_not(district: District) -> None:
    first, second = await district.case(), await district.case()
    await changed(district, second, lat=23.105 + 40 / 111_195)
    await looked(district, second)
    assert await pairs(district) == [(second, first)]
    number = (await district.row(first)).number
    assert f"可能与 {number} 重复：相距 40 米、同类问题、3 天内" in await card(district, second)
    assert "重复" not in await card(district, first)


async def test_what_staff_enter_about_one_business_is_suggested_as_it_is_filed(district: District) -> None:
    form = "地点：东街道三巷口\n对象：陈记{}熟食\n情况：无证加工"
    first, second = await entered(district, form.format("")), await entered(district, form.format(" "))
    assert await pairs(district) == [(second.case.id, first.case.id)]
    assert district.said_in(EAST, "同一商家、同类问题、3 天内")


async def test_a_place_alone_is_no_reason(district: District) -> None:
    await district.case()
    other = await district.case()
    await changed(district, other, violation="expired", received_at=district.now - timedelta(days=4))
    assert await looked(district, other) == []


async def test_a_picture_that_comes_later_is_known_again_wherever_it_was_sent_from(district: District) -> None:
    first, second = await district.case(), await district.case()
    await changed(district, second, lat=None, lon=None, datum=None)
    await photographed(district, first)
    await looked(district, second)
    assert await pairs(district) == []
    await photographed(district, second)
    assert await pairs(district) == [(second, first)]
    assert "照片相似" in await card(district, second)


async def test_a_picture_of_the_earlier_case_that_comes_late_is_shown_on_the_later_ones_card(
    district: District,
) -> None:
    first, second = await district.case(), await district.case()
    await changed(district, first, lat=None, lon=None, datum=None)
    await photographed(district, second)
    await photographed(district, first)
    assert await pairs(district) == [(second, first)]
    assert district.said_in(EAST, f"可能与 {(await district.row(first)).number} 重复")


async def test_an_officers_photo_and_one_of_nothing_are_compared_with_no_other(district: District) -> None:
    first, second = await district.case(), await district.case()
    await changed(district, second, lat=None, lon=None, datum=None)
    for dhash, by_staff in ((PICTURE, True), (0, False)):
        await photographed(district, first, dhash, by_staff=by_staff)
        await photographed(district, second, dhash, by_staff=by_staff)
    assert await pairs(district) == []


async def test_another_desks_case_is_suggested_to_the_duty_desk_alone(district: District) -> None:
    theirs, ours = await district.case("t002"), await district.case("t001")
    number = (await district.row(theirs)).number
    await looked(district, ours)
    assert district.said_in(DUTY, f"可能与 {number} 重复")
    assert number not in await card(district, ours)
    async with district.turn() as turn:
        for by in (hand(WANG), hand(WU, -1002)):
            refused = await linking.dismiss(turn, by, ours, theirs)
            assert getattr(refused, "key", "") == "no_such_case"


async def test_reports_in_concert_are_shown_together_and_nothing_is_done_by_itself(district: District) -> None:
    ids = [await district.case() for _ in range(5)]
    for case_id in ids:
        await photographed(district, case_id)
    assert {later for later, _ in await pairs(district)} == set(ids[1:])
    for case_id in ids:
        row = await district.row(case_id)
        assert (row.status, row.outcome, row.duplicate_of, row.severity) == (Status.ASSIGNED, None, None, "general")
        assert not await district.events(case_id)
    assert not district.told_reporter()


async def test_what_was_dismissed_is_not_suggested_again_and_the_next_one_is(district: District) -> None:
    first, second, third = [await district.case() for _ in range(3)]
    await looked(district, third)
    assert await pairs(district) == [(third, first), (third, second)]
    async with district.turn() as turn:
        assert isinstance(await linking.dismiss(turn, hand(LI), third, first), CaseRow)
    await photographed(district, first)
    await photographed(district, third)
    assert await pairs(district) == [(second, first), (third, second)]
    text = await card(district, third)
    assert (await district.row(second)).number in text
    assert (await district.row(first)).number not in text
    assert await district.events(third) == ["not_alike"]


async def test_what_was_withdrawn_or_ended_long_ago_is_not_suggested(district: District) -> None:
    gone, old, fresh, now = [await district.case() for _ in range(4)]
    long_ago = district.now - timedelta(days=40)
    await changed(district, gone, status=Status.WITHDRAWN)
    for case_id, at in ((old, long_ago), (fresh, district.now - timedelta(days=2))):
        await changed(district, case_id, status=Status.CONCLUDED, concluded_at=at, received_at=at)
    await looked(district, now)
    assert await pairs(district) == [(now, fresh)]


async def test_a_name_put_right_takes_the_suggestion_back(district: District) -> None:
    first, second = await district.case(), await district.case()
    await changed(district, second, lat=None, lon=None, datum=None)
    async with district.turn() as turn:
        for case_id in (first, second):
            assert isinstance(await grading.fill(turn, hand(LI), case_id, "business", "陈记"), CaseRow)
    assert await pairs(district) == [(second, first)]
    async with district.turn() as turn:
        await grading.fill(turn, hand(ZHOU, DUTY), second, "business", "东记")
    assert await pairs(district) == []
