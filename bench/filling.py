"""A ledger as long as wanted, made in the database itself: what a district leaves behind in so many cases.

The newest `OPEN_CASES` are open, as many as a district has in hand at any time; the others have ended. One comes in
every three minutes, so a longer ledger is an older one.
"""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.programs import TOWNS
from storage.database import Database

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning by the district's clock."""
OPEN_CASES = 2_000
LEAD, DUTY_OFFICER = 1, 2
DUTY_GROUP = -1_002_000_000_000
_KINDS = ("expired", "label", "unlicensed", "over_additive", "knockoff")


def town_group(at: int) -> int:
    """The group of the town at that place, from 1."""
    return DUTY_GROUP - at


_SQLITE = {
    "numbers": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases) ",
    "from": "FROM n",
    "moment": "datetime('2026-11-23 02:00:00', printf('%+d minutes', -({minutes}))) || '.000000'",
    "day": "date('2026-11-23', printf('%+d days', {days}))",
    "padded": "printf('%07d', i)",
    "town": "printf('t%03d', 1 + i % 18)",
    "nothing": "'{}'",
}
_POSTGRES = {
    "numbers": "",
    "from": "FROM generate_series(1, :cases) AS n(i)",
    "moment": "timestamptz '2026-11-23 02:00:00+00' - ({minutes}) * interval '1 minute'",
    "day": "date '2026-11-23' + ({days})",
    "padded": "lpad(i::text, 7, '0')",
    "town": "'t' || lpad((1 + i % 18)::text, 3, '0')",
    "nothing": "'{}'::jsonb",
}


async def fill(database: Database, cases: int) -> None:
    """Makes `cases` cases with two events each, eighteen towns' desks with their groups, and two of the staff."""
    say = _SQLITE if database.is_sqlite else _POSTGRES
    async with database.write() as tx:
        connection = await tx.connection()
        await _staff(connection, say)
        await connection.execute(text(_businesses(say)), {"cases": max(cases // 20, 1)})
        await connection.execute(text(_cases(say)), {"cases": cases, "first_open": cases - OPEN_CASES})
        for seq, what, age in ((1, "received", 0), (2, "taken_up", 60)):
            await connection.execute(text(_events(say, seq, what, age)), {"cases": cases})
    await _take_stock(database)


async def _take_stock(database: Database) -> None:
    """What any long-lived database has: statistics of what is in it."""
    connecting = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with connecting.connect() as connection:
        await connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))


async def _staff(connection: AsyncConnection, say: dict[str, str]) -> None:
    since = say["moment"].format(minutes="0")
    desks = [("duty", "duty", "值班室", DUTY_GROUP)]
    desks += [(f"t{at:03d}", "town", name, town_group(at)) for at, name in enumerate(TOWNS, start=1)]
    for desk_id, kind, name, chat_id in desks:
        await connection.execute(
            text(f"INSERT INTO desk (id, kind, name, chat_id, bound_at) VALUES (:id, :kind, :name, :chat_id, {since})"),  # noqa: S608  (our own words)
            {"id": desk_id, "kind": kind, "name": name, "chat_id": chat_id},
        )
    for user_id, desk_id in ((LEAD, "t001"), (DUTY_OFFICER, "duty")):
        staff = f"INSERT INTO staff (user_id, name, since) VALUES (:id, '示例', {since})"  # noqa: S608  (as above)
        seat = f"INSERT INTO seat (user_id, desk_id, role, since) VALUES (:id, :desk, 'lead', {since})"  # noqa: S608  (as above)
        await connection.execute(text(staff), {"id": user_id})
        await connection.execute(text(seat), {"id": user_id, "desk": desk_id})


def _businesses(say: dict[str, str]) -> str:
    columns = f"INSERT INTO business (key, name, since) {say['numbers']}"
    return f"{columns} SELECT '示例店' || i, '示例店' || i, {say['moment'].format(minutes='0')} {say['from']}"


def _cases(say: dict[str, str]) -> str:
    """Every value is made of the case's number, so that two runs make the same ledger."""
    is_open = "i > :first_open"
    values = {
        "number": f"'BN-2026-' || {say['padded']}",
        "year": "2026",
        "status": f"""CASE WHEN {is_open} THEN CASE i % 6 WHEN 0 THEN 'received' WHEN 1 THEN 'assigned' WHEN 2 THEN
            'rectifying' WHEN 3 THEN 'prosecuting' ELSE 'accepted' END ELSE CASE i % 50 WHEN 1 THEN 'withdrawn'
            WHEN 2 THEN 'concluded' WHEN 3 THEN 'concluded' ELSE 'closed' END END""",
        "violation": "CASE i % 5 " + " ".join(f"WHEN {at} THEN '{kind}'" for at, kind in enumerate(_KINDS)) + " END",
        "severity": "CASE i % 9 WHEN 0 THEN 'serious' ELSE 'general' END",
        "happened": "'货架上有过期的牛奶，日期被改过。'",
        "business": "'示例店' || (1 + i % ((:cases + 19) / 20))",
        "business_id": "1 + i % ((:cases + 19) / 20)",
        "place_text": "'示例路' || (i % 400) || '号'",
        "lat": "23.11 + (i % 300) * 0.0001",
        "lon": "113.25 + (i % 500) * 0.0001",
        "datum": "'wgs84'",
        "desk_id": f"CASE WHEN {is_open} AND i % 6 = 0 THEN NULL ELSE {say['town']} END",
        "routed_by": "'typed'",
        "outcome": f"CASE WHEN {is_open} OR i % 50 = 1 THEN NULL WHEN i % 3 = 0 THEN 'penalised' ELSE 'rectified' END",
        "conclusion": "''",
        "received_at": say["moment"].format(minutes="3 * (:cases - i)"),
        "due_on": f"CASE WHEN {is_open} THEN {say['day'].format(days='i % 25 - 4')} END",
        "clock": f"CASE WHEN {is_open} THEN CASE i % 6 WHEN 0 THEN 'assign' WHEN 1 THEN 'accept' WHEN 2 THEN "
        "'rectify' WHEN 3 THEN 'decide' ELSE 'verify' END END",
        "clock_from": f"CASE WHEN {is_open} THEN {say['day'].format(days='-12')} END",
        "chase_at": f"CASE WHEN {is_open} THEN {say['moment'].format(minutes='60 - 5 * (:cases - i)')} END",
    }
    fixed = dict.fromkeys(("due_provisional", "extended"), "FALSE")
    fixed |= dict.fromkeys(("relapses", "paused_days", "chased"), "0") | {"source": "'report'"}
    empty = ("external_number", "licence", "supplier", "severity_reason", "measure", "responsible", "penalty")
    fixed |= dict.fromkeys((*empty, "penalty_document", "destination"), "''")
    told = values | fixed
    named = ", ".join(told)
    return f'INSERT INTO "case" ({named}) {say["numbers"]} SELECT {", ".join(told.values())} {say["from"]}'


def _events(say: dict[str, str], seq: int, what: str, age: int) -> str:
    at = say["moment"].format(minutes=f"3 * (:cases - i) - {age}")
    columns = "INSERT INTO case_event (case_id, seq, at, actor, what, reason, facts, digest)"
    return (
        f"{columns} {say['numbers']} SELECT i, {seq}, {at}, 'routing', '{what}', '', {say['nothing']}, '' {say['from']}"
    )
