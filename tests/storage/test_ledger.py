"""Pages of the ledger hold what was asked for, in order, each case once; and both databases find them by indexes."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Select, text

from domain.case import OPEN, Status
from domain.ledger import NOBODYS, LedgerRow, Selection
from storage import cases, ledger
from storage.database import Database, Tx
from storage.ledger import Key, Query
from tests.district import NOW

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = NOW.astimezone(ZONE).date()
DESKS = ("t001", "t002", "t003", "t004")
VIOLATIONS = ("unlicensed", "expired", "spoiled", "hygiene", "other")
SOURCES = ("report", "report", "phone", "inspection", "supervisor")
CASES = 3000
PAGE = 9

_FILL = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
    INSERT INTO "case" (number, year, status, violation, severity, happened, business, place_text, desk_id, routed_by,
        conclusion, received_at, due_on, due_provisional, source, external_number, licence, supplier, severity_reason,
        measure, responsible, penalty, penalty_document, destination, relapses, extended, paused_since, paused_days,
        chased)
    SELECT 'SL-2026-' || i, 2026, {status}, {violation}, 'general', '', '', '', {desk}, 'gps', '', {received}, {due},
        {false}, {source}, '', '', '', '', '', '', '', '', '', 0, {false}, {paused}, 0, 0
    FROM n
"""


def pick(values: tuple[str | None, ...], step: int) -> str:
    """An SQL expression that goes through the values, a step behind the number of the row."""
    quoted = ("NULL" if value is None else f"'{value}'" for value in values)
    arms = " ".join(f"WHEN {at} THEN {value}" for at, value in enumerate(quoted))
    return f"CASE (i / {step}) % {len(values)} {arms} END"


@pytest.fixture
async def full(database: Database) -> Database:
    """A ledger of three thousand cases: fifteen every half day, for a hundred days, most of them closed."""
    # Seven closed to each of the others, as in a ledger that has been kept for a while.
    statuses = (*sorted(Status), *(["closed"] * 7))
    sqlite = database.is_sqlite
    day = "date('2026-01-05', '+' || (i % 120) || ' days')" if sqlite else "DATE '2026-01-05' + (i % 120)"
    received = (
        "strftime('%Y-%m-%d %H:%M:%f000', '2025-08-10', '+' || (i / 15 * 12) || ' hours')"
        if sqlite
        else "TIMESTAMPTZ '2025-08-10 00:00+00' + (i / 15 * 12) * INTERVAL '1 hour'"
    )
    fill = _FILL.format(
        status=pick(statuses, 1), violation=pick(VIOLATIONS, 3), desk=pick((*DESKS, None), 7), source=pick(SOURCES, 11),
        due=f"CASE WHEN i % 5 = 0 THEN NULL ELSE {day} END", received=received,
        paused=f"CASE WHEN i % 9 = 0 THEN {received} END", false="0" if sqlite else "FALSE",
    )  # fmt: skip
    async with database.write() as tx:
        for desk in DESKS:
            await tx.execute(text("INSERT INTO desk (id, kind, name) VALUES (:id, 'town', :id)"), {"id": desk})
        await tx.execute(text(fill), {"cases": CASES})
    async with database.write() as tx:
        await tx.execute(text("ANALYZE"))
    return database


SELECTIONS = {
    "everything": Selection(),
    "open": Selection(statuses=tuple(sorted(OPEN))),
    "one status": Selection(statuses=(Status.CLOSED,)),
    "one town": Selection(desk="t002"),
    "no town": Selection(desk=NOBODYS),
    "one town's open": Selection(desk="t002", statuses=tuple(sorted(OPEN))),
    "a category": Selection(violations=("spoiled",)),
    "a group of categories": Selection(violations=("spoiled", "expired", "hygiene")),
    "a town's category": Selection(desk="t003", violations=("spoiled",)),
    "a town's group, open": Selection(desk="t003", violations=("spoiled", "other"), statuses=tuple(sorted(OPEN))),
    "a source": Selection(source="supervisor"),
    "a town's source": Selection(desk="t001", source="supervisor", statuses=(Status.ACCEPTED,)),
    "a month": Selection(since=date(2025, 10, 1), until=date(2025, 10, 31)),
    "a town's month": Selection(desk="t004", since=date(2025, 10, 1), until=date(2025, 10, 31)),
    "a day": Selection(since=date(2025, 10, 7), until=date(2025, 10, 7)),
    "since the beginning": Selection(until=date(2025, 8, 12)),
    "to come": Selection(since=date(2026, 12, 1)),
    "apart from a business": Selection(desk="t002", not_about=(1, 7)),
    "late": Selection(late=True),
    "a town's late": Selection(late=True, desk="t002"),
    "a late category": Selection(late=True, violations=("expired", "other")),
    "late since": Selection(late=True, desk="t002", since=date(2025, 10, 1), until=date(2025, 12, 31)),
}


UNEXPLAINED = {"a town's source", "to come", "apart from a business"}
"""Whose plan may sort: so few are left that the database may take any index and sort them; and PostgreSQL knows that
there is nothing to come. What somebody must not see is left out of what the index gives, row by row."""


def fits(asked: Selection, row: LedgerRow) -> bool:
    """The selection in plain words."""
    day = row.received_at.astimezone(ZONE).date()
    late = row.status in OPEN and row.due_on is not None and row.due_on < TODAY and not row.paused
    return all((
        asked.desk is None or row.desk == asked.desk,
        not asked.statuses or row.status in asked.statuses,
        not asked.late or late,
        not asked.violations or row.violation in asked.violations,
        asked.source is None or row.source == asked.source,
        asked.since is None or day >= asked.since,
        asked.until is None or day <= asked.until,
    ))  # fmt: skip


async def turned(tx: Tx, query: Query) -> Iterator[list[LedgerRow]]:
    """All pages, first to last."""
    pages: list[list[LedgerRow]] = []
    after = None
    while ids := await ledger.page(tx, query, 400, after):
        pages.append(await ledger.rows(tx, ids))
        after = Key(pages[-1][-1].id, pages[-1][-1].due_on)
    return iter(pages)


async def test_every_page_holds_what_was_asked_for_in_order_and_the_way_back_shows_the_same(full: Database) -> None:
    async with full.read() as tx:
        everything = await ledger.rows(tx, range(1, CASES + 1))
        assert len(everything) == CASES
        for name, asked in SELECTIONS.items():
            query = await ledger.prepare(tx, asked, TODAY, ZONE)
            found = [row for page in await turned(tx, query) for row in page]
            expected = [row for row in everything if fits(asked, row)]
            expected.sort(key=lambda row: (row.due_on or TODAY, row.id) if asked.late else (-row.id,))
            assert [row.id for row in found] == [row.id for row in expected], name
            assert await ledger.count(tx, query, 200) == min(200, len(expected)), name
            if len(found) > PAGE:
                behind = Key(found[PAGE].id, found[PAGE].due_on)
                assert await ledger.page(tx, query, PAGE, before=behind) == [row.id for row in found[:PAGE]], name
        assert {name for name, asked in SELECTIONS.items() if not any(fits(asked, row) for row in everything)} == {
            "to come"
        }


async def explained(tx: Tx, query: Query, after: Key | None, before: Key | None) -> Any:
    """How the database goes about a page."""
    return await plan_of(tx, ledger.page_statement(query, PAGE, after, before))


async def plan_of(tx: Tx, statement: Select[*tuple[Any, ...]]) -> Any:
    """How the database goes about a statement, with the values as the program binds them."""
    compiled = statement.compile(tx.get_bind(), compile_kwargs={"render_postcompile": True})
    connection = await tx.connection()
    processors = compiled._bind_processors
    values = {name: processors[name](value) if name in processors else value for name, value in compiled.params.items()}
    given = tuple(values[name] for name in compiled.positiontup or ())
    if connection.dialect.name == "sqlite":
        return [row.detail for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled.string}", given)]
    plan = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled.string}", given)).scalar_one()
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def complaints(plan: Any) -> list[str]:
    """Where the plan reads the table without an index, or sorts more than the few rows that a limit let through."""
    if isinstance(plan, dict):
        return list(_unbounded(plan, sorting=False))
    whole = [line for line in plan if line.startswith("SCAN case")]
    sorts = [at for at, line in enumerate(plan) if "TEMP B-TREE" in line]
    return whole + [plan[at - 1] for at in sorts if not plan[at - 1].startswith("SCAN anon")]


def _unbounded(node: dict[str, Any], *, sorting: bool) -> Iterator[str]:
    reads = node.get("Relation Name") == "case"
    if reads and (sorting or node["Node Type"] == "Seq Scan"):
        yield f"{node['Node Type']} by {node.get('Index Name')}, sorted: {sorting}"
    sorting = node["Node Type"] != "Limit" and (sorting or "Sort" in node["Node Type"])
    for each in node.get("Plans", ()):
        yield from _unbounded(each, sorting=sorting)


async def test_a_page_costs_a_page_whatever_the_ledgers_size(full: Database) -> None:
    async with full.read() as tx:
        for name in SELECTIONS.keys() - UNEXPLAINED:
            query = await ledger.prepare(tx, SELECTIONS[name], TODAY, ZONE)
            key = Key(CASES // 2, TODAY - timedelta(days=20))
            for after, before in ((None, None), (key, None), (None, key)):
                plan = await explained(tx, query, after, before)
                assert complaints(plan) == [], (name, plan)


@pytest.mark.parametrize(
    "whose",
    [{"desk_ids": None}, {"desk_ids": ["t002"]}, {"desk_ids": []}, {"desk_ids": ["t002"], "also": [7, 2900]},
     {"desk_ids": None, "holder_id": 5}],
    ids=["everybody's", "a town's", "nobody's", "a town's and those it helps with", "a holder's"],
)  # fmt: skip
async def test_the_list_of_open_cases_costs_a_page(full: Database, whose: dict[str, Any]) -> None:
    asked = {"also": (), "holder_id": None, "limit": PAGE} | whose
    async with full.read() as tx:
        for after in (0, 1500):
            assert complaints(await plan_of(tx, cases.open_statement(after=after, **asked))) == []


async def test_a_plan_that_walks_through_the_ledger_is_complained_of(full: Database, monkeypatch: Any) -> None:
    async with full.read() as tx:
        for index in ("ix_case_violation", "ix_case_desk_violation"):
            await tx.execute(text(f"DROP INDEX {index}"))
        query = await ledger.prepare(tx, Selection(violations=("spoiled",)), TODAY, ZONE)
        monkeypatch.setattr(ledger, "_newest_order", lambda *_: ledger.select(ledger.CaseRow.id).order_by("licence"))
        assert complaints(await explained(tx, query, None, None))
