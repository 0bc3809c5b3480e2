"""The problem ledger as it is read: which of its rows are asked for, and what a row holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from domain.case import Outcome, Status
from domain.ledger_filter import Filter, Kind

NOBODYS = ""
"""The desk of cases that no desk has: they wait for the duty desk."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows; whatever is left out asks for all. `since` and `until` are days of receipt, both included.

    `late`: only what is open, runs, and should have been done before today. `not_about` are businesses that whoever
    reads is related to: their cases don't exist for that person. A selection is kept with each document that was
    made of it, so that what left the ledger can be told later.
    """

    desk: str | None = None
    statuses: tuple[Status, ...] = ()
    late: bool = False
    violations: tuple[str, ...] = ()
    source: str | None = None
    since: date | None = None
    until: date | None = None
    not_about: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Only what is asked for."""
        asked: dict[str, Any] = {
            "desk": self.desk,
            "statuses": list(self.statuses) or None,
            "late": self.late or None,
            "violations": list(self.violations) or None,
            "source": self.source,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "not_about": list(self.not_about) or None,
        }
        return {name: value for name, value in asked.items() if value is not None}

    @classmethod
    def from_json(cls, asked: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        return cls(
            desk=asked.get("desk"),
            statuses=tuple(Status(each) for each in asked.get("statuses", ())),
            late=asked.get("late", False),
            violations=tuple(asked.get("violations", ())),
            source=asked.get("source"),
            since=_day(asked.get("since")),
            until=_day(asked.get("until")),
            not_about=tuple(asked.get("not_about", ())),
        )


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One case for reading and handing on. No field leads to the reporter, nor holds what they wrote.

    Desks and holder are names; `desk` is empty for what waits at the duty desk. `received_at` is told by the day.
    """

    id: int
    number: str
    external_number: str
    source: str
    received_at: datetime
    violation: str
    severity: str
    severity_reason: str
    business: str
    place_text: str
    licence: str
    supplier: str
    desk: str
    referred_from: str
    holder: str
    status: Status
    due_on: date | None
    due_provisional: bool
    paused: bool
    measure: str
    rectify_by: date | None
    responsible: str
    outcome: Outcome | None
    conclusion: str
    penalty: str
    penalty_document: str
    destination: str
    concluded_at: datetime | None
    closed_at: datetime | None
    relapses: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the ledger in a group.

    `found` counts the cases asked for, and stops where `more` says that there are others. `desk` names the one that
    the filter chose, `kind` is what it chose of categories and sources. `newer` and `older`: there is a page on that
    side. `left` is working days until a running deadline, below zero once it has passed, by the case's id. `oversees`:
    every desk is in view here.
    """

    filter: Filter
    rows: tuple[LedgerRow, ...]
    found: int
    more: bool
    desk: str | None
    kind: Kind | None
    newer: bool
    older: bool
    left: Mapping[int, int]
    oversees: bool


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
