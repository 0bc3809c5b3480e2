"""Which decided cases are worth exposing first, and which may not be exposed at all."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.case import Outcome, Status
from domain.exposure import CLASSES, Class

EXPOSABLE: dict[Outcome, Class] = {
    Outcome.PENALISED: Class.PENALTY,
    Outcome.BANNED: Class.PENALTY,
    Outcome.REFERRED: Class.TRANSFER,
}
"""Outcomes that say that an authority decided something, and as what they are exposed."""

DECIDED = frozenset({Status.CONCLUDED, Status.CLOSED})
"""Statuses in which the outcome stands; a case that was opened again has none to tell of."""


def tells_of_a_decision(class_: Class, status: str, outcome: str | None) -> bool:
    """Whether a text of that class may tell of a case that stands so. One that was opened again, or decided otherwise,
    keeps its text in; classes that need no decision don't ask."""
    return not CLASSES[class_].needs_decision or (status in DECIDED and outcome in EXPOSABLE)


_HEAVIER = re.compile("罚款|没收|停产|停业|吊销|暂扣|降低资质|限制|关闭|通报批评|拘留|取缔")
_WARNED = "警告"


class Merit(StrEnum):
    """Why a case stands where it does in the list."""

    URGENT = "urgent"
    SERIOUS = "serious"
    BANNED = "banned"
    REPEATED = "repeated"
    FREQUENT = "frequent"


_WEIGHTS = {Merit.URGENT: 5, Merit.SERIOUS: 4, Merit.BANNED: 2, Merit.REPEATED: 3, Merit.FREQUENT: 1}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A decided case as the office sees it: what the ledger established, nothing of the report.

    `times` is how many cases of the same business were found true, this one among them.
    """

    case_id: int
    number: str
    violation: str
    severity: str
    outcome: Outcome
    town: str
    business: str
    document: str
    penalty: str
    concluded_at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate and what speaks for it."""

    candidate: Candidate
    merits: tuple[Merit, ...]


def suggested(candidates: Iterable[Candidate], frequent: Collection[str] = ()) -> list[Suggestion]:
    """The candidates that may be exposed, the best first, newer ones first among equals.

    `frequent` are the categories most often found this month.
    """
    found = [Suggestion(each, merits(each, frequent)) for each in candidates if not only_warned(each.penalty)]
    return sorted(found, key=lambda each: (score(each), each.candidate.concluded_at), reverse=True)


def score(suggestion: Suggestion) -> int:
    """The sum of what speaks for it; a business found at fault again and again counts each time, up to three."""
    again = min(suggestion.candidate.times - 1, 3)
    return sum(_WEIGHTS[each] * (again if each is Merit.REPEATED else 1) for each in suggestion.merits)


def merits(candidate: Candidate, frequent: Collection[str]) -> tuple[Merit, ...]:
    """What speaks for exposing it."""
    holds = {
        Merit.URGENT: candidate.severity == "urgent",
        Merit.SERIOUS: candidate.severity == "serious",
        Merit.BANNED: candidate.outcome is Outcome.BANNED,
        Merit.REPEATED: candidate.times > 1,
        Merit.FREQUENT: candidate.violation in frequent,
    }
    return tuple(each for each, true in holds.items() if true)


def only_warned(penalty: str) -> bool:
    """Whether the penalty is a warning and nothing else: such a decision is not published (信息公示规定, article 2)."""
    return _WARNED in penalty and not _HEAVIER.search(penalty)
