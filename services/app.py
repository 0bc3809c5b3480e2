"""What every use case may need, in one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain import look_back
from domain.chase import Plan
from domain.clock import Periods
from domain.gazetteer import Gazetteer
from domain.ground import Boundaries
from domain.taxonomy import Taxonomy
from domain.workdays import Calendar
from storage.sealing import KeyRing


@dataclass(frozen=True)
class Terms:
    """The district's own numbers, from the configuration. Durations are time spans."""

    photos_limit: int
    code_guesses_per_hour: int
    code_guesses_everyone_per_hour: int
    bind_code_lasts: timedelta
    album_quiet: timedelta


@dataclass(frozen=True)
class Phones:
    """Numbers a citizen may need at once: the report hotline, the ambulance, the inspection authority's."""

    reports: str
    emergency: str
    discipline: str


@dataclass(frozen=True)
class App:
    """A district at work.

    `datum` is the one the boundaries were written in. `overrides` sends a category to a department's desk whatever
    the place (violation id → desk id). `neighbours` are the districts around, where they are known. `me` is the
    bot's username, for links. `periods` says how long each clock of a case runs, `chasing` when somebody is reminded,
    `looking_back` when a place is looked at again.
    """

    district: str
    prefix: str
    zone: ZoneInfo
    admins: frozenset[int]
    keys: KeyRing
    ground: Boundaries
    datum: str
    neighbours: Boundaries | None
    overrides: Mapping[str, str]
    phones: Phones
    me: str
    gazetteer: Gazetteer
    taxonomy: Taxonomy
    calendar: Calendar
    terms: Terms
    periods: Periods
    chasing: Plan
    looking_back: look_back.Terms
