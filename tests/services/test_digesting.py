"""A month's progress, drafted from the ledger, on both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from domain.case import Outcome, Status
from domain.exposure import Class, Part
from domain.exposure import Status as Stage
from domain.refusal import Refusal
from services import digesting
from services.digesting import Digest
from storage import exposures, progress
from storage.database import Database
from storage.tables import Batch, CaseRow, Exposure
from tests.district import CHEN, OFFICE, QIAN, STRANGER, District, hand
from tests.publicity import exposure, row_of
from tests.storage.test_ledger import full, plan_of
from tests.storage.test_tallies import reads_it_all

__all__ = ["full"]  # a fixture: a ledger of some thousand cases, most of them closed

FEBRUARY = datetime(2026, 2, 10, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
async def district(district: District) -> District:
    """The office is there, and the month is over."""
    await district.publicity()
    district.now = datetime(2026, 4, 1, 2, tzinfo=UTC)
    return district


async def concluded(
    district: District, outcome: Outcome = Outcome.PENALISED, at: datetime = MARCH, **columns: object
) -> None:
    case_id = await district.case(status=Status.CONCLUDED)
    values = {"received_at": at, "outcome": outcome, "concluded_at": at} | columns
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**values))


async def draft(district: District, written: str = "2026-03", *, user_id: int = QIAN) -> Digest | Refusal:
    async with district.turn() as turn:
        return await digesting.draft(turn, hand(user_id, OFFICE), written)


async def drafted(district: District) -> Digest:
    done = await draft(district)
    assert isinstance(done, Digest)
    return done


async def facts_of(district: District, exposure_id: int) -> Mapping[Part, str]:
    async with district.database.read() as tx:
        return {name: rich.text for name, rich in (await exposures.parts(tx, exposure_id)).items()}


async def test_a_months_cases_are_counted_by_what_became_of_them(district: District) -> None:
    await concluded(district, status=Status.CLOSED, closed_at=MARCH)
    await concluded(district, Outcome.BANNED, violation="black_den")
    await concluded(district, Outcome.PENALISED, violation="black_den")
    await concluded(district, Outcome.UNSUBSTANTIATED, violation="black_den")
    await concluded(district, Outcome.DUPLICATE, status=Status.CLOSED, closed_at=MARCH)
    await concluded(district, at=FEBRUARY)
    done = (await drafted(district)).progress
    assert (done.received, done.handled, done.merged, done.real, done.closed) == (5, 4, 1, 3, 1)
    assert (done.dens, done.shut) == (2, 1)
    assert [each.handled for each in done.towns if each.received] == [4]


async def test_a_month_begins_and_ends_at_midnight_in_the_district(district: District) -> None:
    begins = datetime(2026, 2, 28, 16, tzinfo=UTC)
    ends = datetime(2026, 3, 31, 16, tzinfo=UTC)
    for at in (begins - timedelta(seconds=1), begins, ends - timedelta(seconds=1), ends):
        await concluded(district, at=at)
    assert (await drafted(district)).progress.handled == 2


async def test_kilograms_come_with_the_cases_they_were_read_from(district: District) -> None:
    await concluded(district, penalty="没收变质猪肉35公斤，罚款5000元", conclusion="当场查扣变质猪肉35公斤")
    await concluded(district, Outcome.BANNED, conclusion="查扣假盐1.2吨")
    await concluded(district, Outcome.UNSUBSTANTIATED, conclusion="没收猪肉7公斤")
    await concluded(district, conclusion="罚款两千元")
    await concluded(district, at=FEBRUARY, conclusion="没收猪肉9公斤")
    done = await drafted(district)
    assert done.progress.kilograms == Decimal(1235)
    assert [each.number for each in done.sources] == ["SL-2026-00001", "SL-2026-00002"]
    assert "没收、查扣问题食品约1235公斤" in (await facts_of(district, done.exposure_id))[Part.FACTS]


async def test_what_was_made_public_counts_once_and_not_when_it_was_withdrawn(district: District) -> None:
    for stage, class_ in (
        (Stage.PUBLISHED, Class.PENALTY), (Stage.CORRECTED, Class.PENALTY), (Stage.WITHDRAWN, Class.PENALTY),
        (Stage.PUBLISHED, Class.PROGRESS), (Stage.PUBLISHED, Class.PENALTY),
    ):  # fmt: skip
        made = await exposure(district, stage)
        async with district.database.write() as tx:
            values = {"class_": class_, "published_at": MARCH}
            await tx.execute(update(Exposure).where(Exposure.id == made).values(**values))
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == made).values(corrects_id=2, series_id=2))
    await concluded(district)
    assert (await drafted(district)).progress.exposed == 2


async def test_the_draft_is_an_exposure_like_any_other_in_a_batch_of_its_own(district: District) -> None:
    await concluded(district)
    done = await drafted(district)
    row = await row_of(district, done.exposure_id)
    assert (row.status, row.class_, row.case_id, row.made_by) == (Stage.DRAFT, Class.PROGRESS, None, QIAN)
    assert "政府信息公开条例" in row.basis
    async with district.database.read() as tx:
        batch = await tx.get_one(Batch, row.batch_id)
        assert (batch.title, batch.due_at, batch.queued_at) == ("公开进展（2026年3月）", None, None)
        assert [each.what for each in await exposures.events(tx, row.id)] == ["begun"]
        assert await exposures.editors(tx, row.id) == {QIAN}


async def test_a_town_with_a_case_or_two_is_not_named(district: District) -> None:
    for desk in ("t001",) * 4 + ("t002",) * 2:
        await concluded(district, desk_id=desk)
    parts = await facts_of(district, (await drafted(district)).exposure_id)
    assert "收到食品安全问题线索6件" in parts[Part.FACTS]
    assert not any("西街道" in text for text in parts.values())


async def test_a_month_is_drafted_once_until_its_text_is_given_up(district: District) -> None:
    await concluded(district)
    done = await drafted(district)
    again = await draft(district)
    assert isinstance(again, Refusal)
    assert (again.key, again.params) == ("digest_drafted", {"exposure": str(done.exposure_id)})
    async with district.database.write() as tx:
        given_up = update(Exposure).where(Exposure.id == done.exposure_id).values(status=Stage.DISCARDED)
        await tx.execute(given_up)
    assert (await drafted(district)).exposure_id != done.exposure_id


async def test_what_is_no_month_or_nobodys_to_ask_drafts_nothing(district: District) -> None:
    await concluded(district)
    for written, user_id, key in (
        ("2026-04", QIAN, "digest_which_month"), ("上个月", QIAN, "digest_which_month"),
        ("2026-02", QIAN, "digest_of_nothing"), ("", CHEN, "not_publicity"), ("", STRANGER, "not_publicity"),
    ):  # fmt: skip
        done = await draft(district, written, user_id=user_id)
        assert isinstance(done, Refusal)
        assert done.key == key
    async with district.database.read() as tx:
        assert await exposures.get(tx, 1) is None


async def test_counting_a_month_does_not_read_the_whole_ledger(full: Database) -> None:
    since = datetime(2025, 8, 18, 16, tzinfo=UTC)
    until = since + timedelta(days=7)
    statements: dict[str, Any] = {
        "received": progress.received_statement(since, until), "concluded": progress.concluded_statement(since, until),
        "closed": progress.closed_statement(since, until), "weighed": progress.weighed_statement(since, until),
    }  # fmt: skip
    async with full.read() as tx:
        for name, statement in statements.items():
            plan = await plan_of(tx, statement)
            assert not reads_it_all(plan), (name, plan)
