"""The ledger's queries: guarded changes, numbers without gaps, pages without repeats."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from domain.case import Status
from storage import cases
from storage.tables import CaseRow, NoteRow
from tests.district import EAST, LI, NOW, WANG, District


@pytest.mark.parametrize(
    "meanwhile", [{"holder_id": LI}, {"desk_id": "t002"}, {"status": Status.WITHDRAWN}, {"desk_id": None}]
)
async def test_a_change_built_on_what_is_no_longer_so_meets_no_row(
    district: District, meanwhile: dict[str, object]
) -> None:
    case_id = await district.case()
    as_read = await district.row(case_id)
    async with district.database.write() as tx:
        assert await cases.pass_case(tx, as_read, **meanwhile)
    async with district.database.write() as tx:
        assert not await cases.pass_case(tx, as_read, holder_id=WANG)
    now = await district.row(case_id)
    assert {name: getattr(now, name) for name in meanwhile} == meanwhile
    assert now.holder_id != WANG


async def test_a_status_is_left_once(district: District) -> None:
    case_id = await district.case()
    async with district.database.write() as tx:
        assert await cases.move_case(tx, case_id, Status.ASSIGNED, Status.WITHDRAWN)
        assert not await cases.move_case(tx, case_id, Status.ASSIGNED, Status.ACCEPTED, holder_id=WANG)
    assert (await district.row(case_id)).holder_id is None


async def test_numbers_of_cases_filed_at_once_follow_each_other(district: District) -> None:
    ids = await asyncio.gather(*[district.case() for _ in range(8)])
    numbers = sorted([(await district.row(case_id)).number for case_id in ids])
    assert numbers == [f"SL-2026-{n:05d}" for n in range(1, 9)]


async def test_a_filing_that_fails_leaves_no_gap_and_a_new_year_begins_at_one(district: District) -> None:
    await district.case()

    async def misfile() -> None:
        async with district.database.write() as tx:
            n = await cases.next_number(tx, 2026)
            await cases.insert_case(tx, CaseRow(number=f"SL-2026-{n:05d}", year=2026, status="no status"))

    with pytest.raises(IntegrityError):
        await misfile()
    async with district.database.read() as tx:
        assert await cases.next_number(tx, 2026) == 2
        assert await cases.next_number(tx, 2027) == 1


async def test_pages_of_open_cases_show_each_once_and_nothing_ended(district: District) -> None:
    ids = [await district.case() for _ in range(5)]
    await district.case(status=Status.CONCLUDED)
    seen: list[int] = []
    async with district.database.read() as tx:
        while page := await cases.open_cases(tx, desk_ids=["t001"], after=seen[-1] if seen else 0, limit=2):
            seen += [row.id for row in page]
        assert await cases.open_cases(tx, desk_ids=[]) == []
        assert len(await cases.open_cases(tx)) == 5
    assert seen == ids


async def test_events_are_numbered_in_order_within_their_case(district: District) -> None:
    first, second = await district.case(), await district.case()
    async with district.database.write() as tx:
        for case_id in (first, second, first):
            await cases.add_event(tx, district.app.keys, case_id, "noted", NOW, "town", actor_id=WANG)
    async with district.database.read() as tx:
        assert [each.seq for each in await cases.events(tx, first)] == [1, 2]


async def test_a_version_of_a_note_is_kept_once(district: District) -> None:
    case_id = await district.case()

    async def keep() -> None:
        async with district.database.write() as tx:
            note = NoteRow(case_id=case_id, author_id=WANG, text="一", at=NOW, chat_id=EAST, message_id=7)
            await cases.add_note(tx, note)

    await keep()
    with pytest.raises(IntegrityError):
        await keep()


async def test_the_reporters_words_are_kept_in_every_version(district: District) -> None:
    case_id = await district.case()
    async with district.database.write() as tx:
        assert await cases.add_statement(tx, case_id, "m", "周三", NOW) == 1
        assert await cases.add_statement(tx, case_id, "m", "周五", NOW) == 2
    async with district.database.read() as tx:
        newest = await cases.statement_of(tx, "m")
        assert newest is not None
        assert newest.text == "周五"
        assert [each.text for each in await cases.statements(tx, case_id)] == ["周三", "周五"]
