"""What every use case may need, in one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import look_back
from domain.chase import Plan
from domain.clock import Periods
from domain.exposure import Class
from domain.gazetteer import Gazetteer
from domain.ground import Boundaries
from domain.hours import Hours
from domain.lapse import Lapse
from domain.slots import Clockwork
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
class Publicity:
    """How the district exposes cases.

    `agency` decides and penalises, as titles name it. `approvals` is how many people besides the editors must approve.
    `full_names`: businesses by their registered name, else 某店. `reserved` are the reserved classes for which the
    district's authority is configured. Nothing is broadcast outside `send_from` to `send_until`, by the district's
    clock. `desk_form` and `subscriber_form` are values of `domain.published.Form`.
    """

    agency: str = "市场监督管理局"
    approvals: int = 1
    full_names: bool = True
    reserved: frozenset[Class] = frozenset()
    send_from: time = time(8)
    send_until: time = time(21, 30)
    desk_form: str = "short"
    subscriber_form: str = "short"
    broadcast_per_s: float = 25


@dataclass(frozen=True)
class App:
    """A district at work.

    `datum` is the one the boundaries were written in. `overrides` sends a category to a department's desk whatever
    the place (violation id → desk id). `neighbours` are the districts around, where they are known. `me` is the
    bot's username, for links. `periods` says how long each clock of a case runs, `chasing` when somebody is reminded,
    `looking_back` when a place is looked at again, `lapse` when a draft is forgotten. `next_fire` gives the first
    moment after another one at which a cron line is true by the district's clock (`bot/cron.py`): None for never; it
    raises ValueError for what is no cron line.
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
    lapse: Lapse
    publicity: Publicity
    next_fire: Callable[[str, datetime], datetime | None]

    @property
    def hours(self) -> Hours:
        """When exposures may be broadcast."""
        return Hours(self.zone, self.publicity.send_from, self.publicity.send_until)

    @property
    def clockwork(self) -> Clockwork:
        """What the times of slots are reckoned with."""
        return Clockwork(self.calendar, self.zone, self.next_fire)
