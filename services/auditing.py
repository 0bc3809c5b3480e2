"""Finding out whether the ledger's history was touched, or an exposure's: `tipoff audit verify`.

Each event is chained to the one before it by a keyed digest, and what a case's row says must follow from its events.
So an event that was altered, removed from the middle, inserted, swapped or moved to another case is found; a history
cut at its end is found when the row says more than what is left; a case that was removed is found by the gap it
leaves among its year's numbers. Exposures have chains of their own, and beside its status the digest of what was
approved must follow from an exposure's events, and be that of what is frozen.

What can't be seen from the database alone: events cut from the end that changed neither status, outcome nor holder
(a note, a reminder); such a cut together with a row set back to match it; the newest cases of a year removed with all
they had; the whole database replaced by an older copy. Copies kept elsewhere tell those. Whoever has the key file can
write a chain of their own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from domain.exposure_replay import replay_exposure
from domain.published import Frozen
from domain.replay import Standing, replay
from storage import chain
from storage.database import Database, Tx
from storage.exposure_history import ExposureHistory, exposure_histories
from storage.history import History, histories
from storage.sealing import KeyRing
from storage.tables import CaseEvent, ExposureEvent

AT_ONCE = 500

_Chain = TypeVar("_Chain", History, ExposureHistory)
_Reading = Callable[[Tx, int, int], Awaitable[list[_Chain]]]
"""`storage.history.histories` or its like: the chains that follow an id, so many."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the history does not hold: the case's number, or «exposure» with its id (empty before the
    first of its kind); and, where it is one event, its `seq`."""

    number: str
    why: str
    seq: int | None = None

    def __str__(self) -> str:
        number = self.number or "the beginning"
        where = number if self.seq is None else f"{number}, event {self.seq}"
        return f"{where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was read, and what was found; `broken` None means that everything holds."""

    cases: int
    events: int
    broken: Broken | None = None
    exposures: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """How far one kind of chains was read."""

    histories: int
    events: int
    broken: Broken | None


class _Unreadable(Exception):
    """A row, or an event of it, holds what the program can't have written there."""


async def verify(database: Database, keys: KeyRing) -> Verified:
    """Reads every case with its events, oldest first, then every exposure, and stops at the first that does not
    hold."""

    def of_case(before: str, case: History) -> Broken | None:
        return _gap(before, case.number) or broken_link(keys, case) or _does_not_follow(case)

    def of_exposure(_before: str, exposure: ExposureHistory) -> Broken | None:
        return broken_link(keys, exposure) or _not_as_frozen(exposure)

    cases = await _through(database, histories, of_case)
    if cases.broken is not None:
        return Verified(cases.histories, cases.events, cases.broken)
    exposures = await _through(database, exposure_histories, of_exposure)
    return Verified(cases.histories, cases.events + exposures.events, exposures.broken, exposures.histories)


async def _through(database: Database, read: _Reading[_Chain], judge: Callable[[str, _Chain], Broken | None]) -> _Read:
    """Judges one after the other, each beside the number of the one before it."""
    count, events, before = 0, 0, ""
    try:
        async for each in _all(database, read):
            if (broken := judge(before, each)) is not None:
                return _Read(count, events, broken)
            count, events, before = count + 1, events + len(each.events), each.number
    except _Unreadable:
        return _Read(count, events, Broken(before, "what follows it can't be read"))
    return _Read(count, events, None)


async def _all(database: Database, read: _Reading[_Chain]) -> AsyncIterator[_Chain]:
    # Batches of their own: a snapshot held for the whole ledger would keep SQLite's log from being folded in.
    after, many = 0, AT_ONCE
    while True:
        try:
            async with database.read() as tx:
                batch = await read(tx, after, many)
        except (ValueError, TypeError) as error:
            if many == 1:
                raise _Unreadable from error
            # Up to the one that can't be read, one by one, so that it can be named.
            many = 1
            continue
        for history in batch:
            yield history
        if len(batch) < many:
            return
        after = batch[-1].id


def _gap(before: str, number: str) -> Broken | None:
    """Numbers are given in the order of ids and without gaps, and begin at 1 each year."""
    year, n = _read(number)
    earlier_year, earlier = _read(before) if before else (year, 0)
    expected = earlier + 1 if year == earlier_year else 1
    return None if n == expected else Broken(number, f"number {expected} of {year} should come before it")


def _read(number: str) -> tuple[int, int]:
    """(year, serial); a number that was made unreadable fits nowhere."""
    parts = number.split("-")[-2:]
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(each.isdecimal() for each in parts) else (0, 0)


def broken_link(keys: KeyRing, history: History | ExposureHistory) -> Broken | None:
    """The first event that is missing or does not carry the digest it should."""
    before, events = "", tuple[CaseEvent | ExposureEvent, ...](history.events)
    for seq, event in enumerate(events, start=1):
        if event.seq != seq:
            return Broken(history.number, f"an event is missing or was inserted: this one is numbered {event.seq}", seq)
        if not chain.fits(keys, before, event):
            return Broken(history.number, "it was altered, or the event before it was", seq)
        before = event.digest
    return None if history.events else Broken(history.number, "it has no events at all")


def _does_not_follow(history: History) -> Broken | None:
    told: Standing = replay(history.events)
    for name in ("status", "outcome", "holder_id"):
        if getattr(told, name) != getattr(history.standing, name):
            last: CaseEvent = history.events[-1]
            return Broken(history.number, f"the case's {name} does not follow from its last event", last.seq)
    return None


def _not_as_frozen(history: ExposureHistory) -> Broken | None:
    told, last = replay_exposure(history.events), history.events[-1]
    for name in ("status", "digest"):
        if getattr(told, name) != getattr(history.standing, name):
            return Broken(history.number, f"its {name} does not follow from its last event", last.seq)
    if _digest(history) != history.standing.digest:
        return Broken(history.number, "what is frozen is not what was submitted")
    return None


def _digest(history: ExposureHistory) -> str | None:
    try:
        return None if history.frozen is None else Frozen.from_json(history.frozen).digest
    except (KeyError, TypeError, ValueError):
        return "unreadable"
