"""Finding the cases that may be reports of the same thing, by index alone, and keeping what was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, or_, select, tuple_, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite

from domain.case import OPEN, Status
from domain.coordinates import Datum, Point, wgs84_to_gcj02
from domain.likeness import WINDOW, Likeness
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow, EvidenceRow, LikenessRow

LOOKED_AT = 60
"""Candidates of one kind, the newest: a name or a corner with more of them is no sign of one event."""

_METRES_A_DEGREE = 111_195
_NARROWEST = 0.5
"""The cosine of sixty degrees: no place of China is so far north that a degree of longitude is shorter."""

_COLUMNS = (
    CaseRow.id, CaseRow.received_at, CaseRow.violation, CaseRow.lat, CaseRow.lon, CaseRow.datum, CaseRow.business_id,
    CaseRow.desk_id, CaseRow.status, CaseRow.duplicate_of, CaseRow.concluded_at,
)  # fmt: skip


_LIKENESS: SqlTable = LikenessRow.metadata.tables["likeness"]

# What every report asks is put together once: that would cost more each time than the answer does.
_PICTURES = (
    select(EvidenceRow.case_id, EvidenceRow.dhash)
    .where(EvidenceRow.case_id.in_(bindparam("case_ids", expanding=True)))
    .where(EvidenceRow.by_staff.is_(False), EvidenceRow.dhash.is_not(None))
    .order_by(EvidenceRow.id)
)
_KNOWN = select(LikenessRow).where(
    tuple_(LikenessRow.later_id, LikenessRow.earlier_id).in_(bindparam("pairs", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What of a case is compared and shown, as `_COLUMNS`; the point is as it was stored, in its own datum."""

    id: int
    received_at: datetime
    violation: str
    lat: float | None
    lon: float | None
    datum: str | None
    business_id: int | None
    desk_id: str | None
    status: str
    duplicate_of: int | None
    concluded_at: datetime | None

    def is_current(self, since: datetime) -> bool:
        """Whether a new report may still belong to it; a linked one stands for an open case or one just concluded."""
        fresh = self.received_at >= since or (self.concluded_at is not None and self.concluded_at >= since)
        return self.status in OPEN or (fresh and self.status != Status.WITHDRAWN)


Kind = Select[*tuple[Any, ...]]
"""One way to be a candidate, as the query for the newest of that kind."""


def around(point: Point, metres: float, received_at: datetime) -> Kind:
    """Cases that came in within the window and may lie that near; `point` is in WGS-84, theirs in either datum."""
    middles = {Datum.WGS84: point, Datum.GCJ02: wgs84_to_gcj02(point)}
    boxes = [and_(_box([middle], metres), CaseRow.datum == datum) for datum, middle in middles.items()]
    window = CaseRow.received_at.between(received_at - WINDOW, received_at + WINDOW)
    # The box around both is for the index, which knows no datum: rows outside it are not read at all.
    where = and_(window, _box(list(middles.values()), metres), or_(*boxes))
    return _newest(where, CaseRow.received_at.desc())


def of_business(business_id: int) -> Kind:
    """Cases about those premises."""
    return _newest(CaseRow.business_id == business_id, CaseRow.id.desc())


def with_picture(hashes: Sequence[int]) -> Kind:
    """Cases with the very same picture, wherever they are: one sent on by many."""
    theirs = select(EvidenceRow.case_id).where(EvidenceRow.dhash.in_(hashes), EvidenceRow.case_id.is_not(None))
    return _newest(CaseRow.id.in_(theirs.order_by(EvidenceRow.id.desc()).limit(LOOKED_AT)), CaseRow.id.desc())


def _box(middles: Sequence[Point], metres: float) -> ColumnElement[bool]:
    north, east = metres / _METRES_A_DEGREE, metres / _METRES_A_DEGREE / _NARROWEST
    lats, lons = [each.lat for each in middles], [each.lon for each in middles]
    return and_(
        CaseRow.lat.between(min(lats) - north, max(lats) + north),
        CaseRow.lon.between(min(lons) - east, max(lons) + east),
    )


def _newest(where: ColumnElement[bool], order: ColumnElement[Any]) -> Kind:
    return select(*_COLUMNS).where(where).order_by(order).limit(LOOKED_AT)


async def candidates(tx: Tx, case_id: int, kinds: Iterable[Kind], since: datetime) -> list[Candidate]:
    """Other cases of any of those kinds that are open, or have come in or been concluded after `since`.

    That is asked of what was found: as part of the query it could lead the database away from the index.
    """
    found: dict[int, Candidate] = {}
    for kind in kinds:
        found |= {row.id: Candidate(*row) for row in await tx.execute(kind)}
    return [each for each in found.values() if each.id != case_id and each.is_current(since)]


async def pictures(tx: Tx, case_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The hashes of what reporters sent with those cases; officers' own photos show what is there afterwards."""
    found: dict[int, tuple[int, ...]] = {}
    for case_id, dhash in await tx.execute(_PICTURES, {"case_ids": list(case_ids)}):
        assert case_id is not None
        assert dhash is not None
        found[case_id] = (*found.get(case_id, ()), dhash)
    return found


async def keep(tx: Tx, likely: Mapping[tuple[int, int], Likeness], now: datetime) -> set[tuple[int, int]]:
    """Keeps the pairs (later case, earlier case); returns those that say something new. One that was dismissed stays
    so."""
    if not likely:
        return set()
    asked = await tx.scalars(_KNOWN, {"pairs": list(likely)}, execution_options={"populate_existing": True})
    known = {(row.later_id, row.earlier_id): row for row in asked}
    found = {pair: _written(alike) for pair, alike in likely.items()}
    new = {pair for pair in likely if pair not in known or _is_news(known[pair], found[pair])}
    for pair, row in known.items():
        row.score, row.reasons = likely[pair].score, found[pair]
    values = [
        {"later_id": pair[0], "earlier_id": pair[1], "score": alike.score, "reasons": found[pair], "at": now}
        for pair, alike in likely.items()
        if pair not in known
    ]
    if values:
        kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
        # Two photos of one case may be kept at the same moment: the second meets the first one's rows and leaves them.
        rows = kind.insert(_LIKENESS).on_conflict_do_nothing()
        await (await tx.connection()).execute(rows, values)
    return new


def _is_news(known: LikenessRow, reasons: list[list[Any]]) -> bool:
    return known.dismissed_at is None and known.reasons != reasons


def _written(alike: Likeness) -> list[list[Any]]:
    return [[each.trait.value, each.n] for each in alike.reasons]


async def forget(tx: Tx, later_id: int) -> None:
    """Removes what the case was found to be like, before it is compared anew; what people decided stays."""
    theirs = (LikenessRow.later_id == later_id) & LikenessRow.dismissed_at.is_(None)
    await tx.execute(delete(LikenessRow).where(theirs))


async def dismiss(tx: Tx, later_id: int, earlier_id: int, by: int, now: datetime) -> bool:
    """Somebody says that they are not the same; False where the pair is not there or was dismissed already."""
    pair = (LikenessRow.later_id == later_id) & (LikenessRow.earlier_id == earlier_id)
    shown = pair & LikenessRow.dismissed_at.is_(None)
    return await changed(tx, update(LikenessRow).where(shown).values(dismissed_at=now, dismissed_by=by))


async def rule_out(tx: Tx, later_id: int, earlier_id: int, by: int, now: datetime) -> None:
    """As `dismiss`, also for a pair that was never suggested."""
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    decided = {"dismissed_at": now, "dismissed_by": by}
    row = kind.insert(LikenessRow).values(
        later_id=later_id, earlier_id=earlier_id, score=0, reasons=[], at=now, **decided
    )
    await tx.execute(row.on_conflict_do_update(index_elements=["later_id", "earlier_id"], set_=decided))
