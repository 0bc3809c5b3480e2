"""The clock that runs on a case: which one its status starts, when it runs out, and what may stop or lengthen it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.case import Status
from domain.refusal import Refusal, refuse
from domain.workdays import Calendar, Due


class Kind(StrEnum):
    """What somebody owes by the deadline. The values are stored."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    VERIFY = "verify"
    RECTIFY = "rectify"
    DECIDE = "decide"
    REFERRAL = "referral"


class Wait(StrEnum):
    """What a stopped clock waits for. The values are stored."""

    TESTING = "testing"
    CITIZEN = "citizen"


RUNS: Mapping[Status, Kind] = {
    Status.RECEIVED: Kind.ASSIGN,
    Status.ASSIGNED: Kind.ACCEPT,
    Status.ACCEPTED: Kind.VERIFY,
    Status.RECTIFYING: Kind.RECTIFY,
    Status.PROSECUTING: Kind.DECIDE,
    Status.REFERRED: Kind.REFERRAL,
}
"""The clock of each open status; a case that has ended has none."""

PAUSABLE = frozenset({Kind.VERIFY})
"""Testing does not count while a report is verified (penalty procedure, article 18)."""

EXTENSIBLE = frozenset({Kind.VERIFY, Kind.DECIDE})
"""Articles 18 and 64 of the penalty procedure know one extension each, with the head's approval."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each clock runs: working days, but for `decide` and its extension, which are plain days.

    `verify`, `decide` and their extensions are the law's (market regulation penalty procedure, articles 18 and 64);
    the others are the district's own promises. `answer` is for a reporter who has asked how the case stands.
    """

    assign: int = 1
    accept: int = 2
    verify: int = 15
    verify_extension: int = 15
    decide: int = 90
    decide_extension: int = 30
    referral: int = 15
    answer: int = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline in the making. The day `since` does not count (order 121 art. 45).

    `agreed` is a date set for this case, which a rectification has instead of a term. `paused_days` are the working
    days of pauses that have ended; while `paused_since` is set, the clock stands.
    """

    kind: Kind
    since: date
    agreed: date | None = None
    extended: bool = False
    paused_days: int = 0
    paused_since: date | None = None
    paused_for: Wait | None = None

    def due(self, calendar: Calendar, periods: Periods) -> Due | None:
        """The last day, as if a pause that goes on ended today; None without a date to go by."""
        if self.kind is Kind.RECTIFY:
            return None if self.agreed is None else Due(self.agreed, provisional=False)
        if self.kind is Kind.DECIDE:
            return calendar.due_in_days(self.since, periods.decide + self.extended * periods.decide_extension)
        return calendar.due(self.since, _term(self.kind, periods, extended=self.extended) + self.paused_days)


def start(status: Status, since: date, agreed: date | None = None) -> Clock | None:
    """The clock of a case that has come into `status`; None for one that has ended."""
    kind = RUNS.get(status)
    return None if kind is None else Clock(kind, since, agreed if kind is Kind.RECTIFY else None)


def pause(clock: Clock | None, today: date, wait: Wait) -> Clock | Refusal:
    """Stops the clock from today. Refusals: `clock_cannot_pause`, `clock_is_paused`."""
    if clock is None or clock.kind not in PAUSABLE:
        return refuse("clock_cannot_pause")
    if clock.paused_since is not None:
        return refuse("clock_is_paused")
    return replace(clock, paused_since=today, paused_for=wait)


def resume(clock: Clock | None, today: date, calendar: Calendar) -> Clock | Refusal:
    """Lets the clock run on; the working days of the pause are added to its term. Refusals: `clock_runs`."""
    if clock is None or clock.paused_since is None:
        return refuse("clock_runs")
    # The wall clock can be set back across midnight; a pause never takes days away.
    lasted = max(0, calendar.working_days_between(clock.paused_since, today))
    return replace(clock, paused_since=None, paused_for=None, paused_days=clock.paused_days + lasted)


def may_extend(clock: Clock | None) -> Refusal | None:
    """Whether a longer term can be asked for. Refusals: `clock_cannot_extend`, `clock_extended`."""
    if clock is None or clock.kind not in EXTENSIBLE:
        return refuse("clock_cannot_extend")
    return refuse("clock_extended") if clock.extended else None


def extend(clock: Clock | None) -> Clock | Refusal:
    """Lengthens the term, once. Refusals: those of `may_extend`."""
    refusal = may_extend(clock)
    if clock is None or refusal is not None:
        return refusal or refuse("clock_cannot_extend")
    return replace(clock, extended=True)


def hear(clock: Clock | None, today: date, calendar: Calendar) -> Clock | None:
    """What the reporter's further words do to the clock; None when they change nothing.

    A clock that waited for them runs on. To a running verification they are new facts, and it starts again from the
    day of the last (order 121 art. 35); an extension once granted stays, so that there is never a second.
    """
    if clock is None or clock.kind is not Kind.VERIFY:
        return None
    if clock.paused_for is Wait.CITIZEN:
        resumed = resume(clock, today, calendar)
        return None if isinstance(resumed, Refusal) else resumed
    since = today if clock.paused_since is not None else None
    anew = replace(clock, since=today, paused_days=0, paused_since=since)
    return None if anew == clock else anew


def _term(kind: Kind, periods: Periods, *, extended: bool) -> int:
    terms = {
        Kind.ASSIGN: periods.assign,
        Kind.ACCEPT: periods.accept,
        Kind.VERIFY: periods.verify + extended * periods.verify_extension,
        Kind.REFERRAL: periods.referral,
    }
    return terms[kind]
