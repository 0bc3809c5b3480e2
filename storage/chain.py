"""The chain of events, of a case or of an exposure: each carries a keyed digest of itself and of the one before it.

The key is the district's pseudonym key, which lives outside the database and is never rotated: whoever can write to
the database alone can't make a digest that fits.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Insert, Select, bindparam, insert, select

from storage.database import Tx
from storage.sealing import KeyRing
from storage.tables import CaseEvent, ExposureEvent

_PURPOSE = {"case_id": "event", "exposure_id": "exposure_event"}
"""By the column that says whose event it is: a link of one kind of chain never fits into the other."""

CHAINED = ("seq", "at", "actor", "actor_id", "what", "from_status", "to_status", "reason", "facts")
"""Every column of an event but its row id, to which nothing refers, whose it is, and the digest itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chain: `whose` is the column that says whose event it is.

    Its statements are put together once: every report asks, and that would cost more each time than the answer does.
    """

    whose: str
    newest: Select[int, str]
    add: Insert


def _kind(events: type[CaseEvent] | type[ExposureEvent], whose: str) -> Kind:
    newest = select(events.seq, events.digest).where(getattr(events, whose) == bindparam("owner"))
    table = events.metadata.tables[events.__tablename__]
    return Kind(whose, newest.order_by(events.seq.desc()).limit(1), insert(table))


OF_CASES = _kind(CaseEvent, "case_id")
OF_EXPOSURES = _kind(ExposureEvent, "exposure_id")


async def add(
    kind: Kind,
    tx: Tx,
    keys: KeyRing,
    owner_id: int,
    what: str,
    at: datetime,
    actor: str,
    /,
    *,
    actor_id: int | None = None,
    from_status: str | None = None,
    to_status: str | None = None,
    reason: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Adds the next event of that case or exposure, chained to the one before it.

    `actor` is a capacity, `actor_id` staff's numeric id. Two transactions that add to one chain at once can't both take
    the same `seq`: the second fails on the unique constraint and is worked again by itself.
    """
    last = (await tx.execute(kind.newest, {"owner": owner_id})).first()
    seq, before = (last.seq + 1, last.digest) if last else (1, "")
    event = {
        kind.whose: owner_id,
        "seq": seq,
        "at": at,
        "actor": actor,
        "actor_id": actor_id,
        "what": what,
        "from_status": from_status,
        "to_status": to_status,
        "reason": reason,
        "facts": facts or {},
    }
    await tx.execute(kind.add, event | {"digest": link(keys, before, event)})


def link(keys: KeyRing, before: str, event: Mapping[str, Any]) -> str:
    """The digest of an event with the columns `CHAINED` and whose it is; `before` is its predecessor's, empty for the
    first."""
    whose = "case_id" if "case_id" in event else "exposure_id"
    values = [before, event[whose], *(event[name] for name in CHAINED)]
    return keys.pseudonym(_PURPOSE[whose], _canonical(values))


def fits(keys: KeyRing, before: str, event: CaseEvent | ExposureEvent) -> bool:
    """Whether a stored event still carries the digest it was written with, after that predecessor."""
    whose = "case_id" if isinstance(event, CaseEvent) else "exposure_id"
    return event.digest == link(keys, before, {name: getattr(event, name) for name in (whose, *CHAINED)})


def _canonical(values: list[Any]) -> str:
    # A JSON list: no value can run over into its neighbour, and both databases give back what reads the same.
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=_moment)


def _moment(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"an event can't hold a {type(value).__name__}")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
