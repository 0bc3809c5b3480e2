"""What happened to a published text and its corrections, as its office looks it up later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.broadcast import CopyState, Round
from domain.exposure import Status


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: `to` is the status it led to, None where that stayed; then `what` says what it was.

    `who` is empty for the schedule.
    """

    at: datetime
    exposure_id: int
    what: str
    to: Status | None
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One round: how many chats came to which end, those of groups and channels and those of people apart."""

    at: datetime
    exposure_id: int
    verb: Round
    groups: Mapping[CopyState, int]
    people: Mapping[CopyState, int]


@dataclass(frozen=True, slots=True)
class ExposureStory:
    """Everything of one series, in the order of time."""

    series_id: int
    told: tuple[Step | Sent, ...]
