"""Candidates are found by index on a ledger of years, on both databases: the plan is asked for, not guessed."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite

from domain.coordinates import Point
from storage import likeness
from storage.database import Database, Tx
from storage.tables import BusinessRow
from tests.district import NOW

CASES, EVERY = 6_000, timedelta(hours=4)
"""Nearly three years of a small district, spread over its ground, a photo each."""

_COLUMNS = (
    "id, number, year, status, violation, severity, happened, business, place_text, lat, lon, datum, routed_by, "
    "conclusion, received_at, due_provisional, source, external_number, licence, supplier, severity_reason, measure, "
    "responsible, penalty, penalty_document, destination, relapses, extended, paused_days, chased, business_id"
)
_VALUES = (
    "n, 'SL-' || n, 2026, 'closed', 'expired', 'general', 'x', '', '', 23.1 + (n % 100) / 10000.0, "
    "113.2 + (n % 97) / 10000.0, 'wgs84', 'gps', '', {at}, {no}, 'report', '', '', '', '', '', '', '', '', '', 0, "
    "{no}, 0, 0, 1 + n % 500"
)
_FILL = {
    "sqlite": (
        f'INSERT INTO "case" ({_COLUMNS}) WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < '
        f"{CASES}) SELECT {_VALUES.format(at='strftime(:f, :start, (n * 4) || :h)', no='0')} FROM s"
    ),
    "postgresql": (
        f'INSERT INTO "case" ({_COLUMNS}) SELECT '
        f"{_VALUES.format(at='CAST(:start AS timestamptz) + n * interval :h', no='false')} "
        f"FROM generate_series(1, {CASES}) AS s(n)"
    ),
}

_PHOTOS = (
    "INSERT INTO evidence (handle, case_id, by_staff, as_file, state, attempts, not_before, announced, at, dhash) "
    "SELECT number, id, {no}, {no}, 'kept', 0, received_at, {no}, received_at, id * 65537 FROM \"case\""
)


@pytest.fixture
async def years(database: Database) -> Database:
    """A ledger that has grown for years, its newest cases at `NOW`."""
    start = (NOW - CASES * EVERY).strftime("%Y-%m-%d %H:%M:%S")
    async with database.write() as tx:
        await tx.execute(
            insert(BusinessRow), [{"id": n, "key": f"k{n}", "name": "x", "since": NOW} for n in range(1, 501)]
        )
        if database.is_sqlite:
            await tx.execute(text(_FILL["sqlite"]), {"f": "%Y-%m-%d %H:%M:%S.000000", "start": start, "h": " hours"})
        else:
            fill = _FILL["postgresql"].replace("interval :h", "interval '4 hours'").replace(":start", f"'{start}+00'")
            await tx.execute(text(fill))
        await tx.execute(text(_PHOTOS.format(no="0" if database.is_sqlite else "false")))
        await tx.execute(text("ANALYZE"))
    return database


async def plan(tx: Tx, database: Database, query: likeness.Kind) -> str:
    dialect = sqlite.dialect() if database.is_sqlite else postgresql.dialect()
    words = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in await tx.execute(text(f"{explain} {words}".replace(":", r"\:"))))


async def test_no_way_to_be_a_candidate_scans_the_ledger(years: Database) -> None:
    ways = {
        "ix_case_received_where": likeness.around(Point(23.105, 113.205), 150, NOW),
        "ix_case_business_id": likeness.of_business(7),
        "ix_evidence_dhash": likeness.with_picture([0x0F0F]),
    }
    async with years.read() as tx:
        for index, query in ways.items():
            steps = await plan(tx, years, query)
            assert index in steps, steps
            assert "Seq Scan" not in steps
            assert "SCAN case" not in steps


async def test_the_newest_of_the_month_are_found_among_years(years: Database) -> None:
    async with years.read() as tx:
        ways = [likeness.around(Point(23.105, 113.205), 2000, NOW), likeness.of_business(7)]
        found = await likeness.candidates(tx, 1, ways, NOW - timedelta(days=30))
    assert 0 < len(found) <= likeness.LOOKED_AT + 1
    assert all(each.received_at >= NOW - timedelta(days=31) for each in found)
