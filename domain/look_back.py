"""Looking at a place again after the conclusion (回头看): which cases, and how soon."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.case import Outcome
from domain.taxonomy import Severity


class Because(StrEnum):
    """What made the task. The values are stored."""

    RULE = "rule"
    RANDOM = "random"


class Verdict(StrEnum):
    """What the reporter says when asked whether it is really gone. The values are stored."""

    GONE = "gone"
    STILL = "still"
    UNSURE = "unsure"


NOTHING_TO_SEE = frozenset({Outcome.UNSUBSTANTIATED, Outcome.NOT_OURS, Outcome.DUPLICATE})
"""Nothing was found, it is somebody else's, or another case is looked at instead."""

NOBODY_TO_ASK = frozenset({Outcome.NOT_OURS, Outcome.DUPLICATE})
"""Whoever was told that it is not for this channel, or is told how another case goes, is not asked."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The district's own promises, in working days after the conclusion.

    The outcome has a term; a severe case and a kind of violation that easily starts again (`sooner`) shorten it.
    `recheck` is for what supervisors choose at random, `ask_reporter` for asking the reporter where no look-back says
    when.
    """

    rectified: int = 10
    penalised: int = 15
    banned: int = 5
    referred: int = 20
    serious: int = 7
    urgent: int = 3
    recheck: int = 5
    ask_reporter: int = 10
    sooner: Collection[str] = frozenset({"black_den", "dead_meat", "unlicensed"})

    def until_looked_at(self, outcome: Outcome, severity: str, violation: str) -> int | None:
        """Working days until the place has been looked at again; None where there is nothing to look at.

        The shortest of the terms that apply. What easily starts again is looked at as soon as what was banned.
        """
        if outcome in NOTHING_TO_SEE:
            return None
        by_outcome = {
            Outcome.RECTIFIED: self.rectified,
            Outcome.PENALISED: self.penalised,
            Outcome.BANNED: self.banned,
            Outcome.REFERRED: self.referred,
        }
        terms = [by_outcome[outcome]]
        if severity in (Severity.SERIOUS, Severity.URGENT):
            terms.append(self.urgent if severity == Severity.URGENT else self.serious)
        if violation in self.sooner:
            terms.append(self.banned)
        return min(terms)
