"""Every setting of a district, by section, with its unit and, where the law gives a number, its source.

A path is relative to the folder of the configuration file. `config.example.toml` names every setting; a test compares
the two both ways.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.coordinates import Datum

_folder: ContextVar[Path] = ContextVar("the folder of the configuration file")


@contextmanager
def paths_relative_to(folder: Path) -> Iterator[None]:
    """Inside this block, settings that are read take relative paths from `folder`."""
    token = _folder.set(folder.absolute())
    try:
        yield
    finally:
        _folder.reset(token)


def _anchored(path: Path) -> Path:
    return _folder.get() / path.expanduser()


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"{name!r} is no time zone; write one such as Asia/Shanghai") from None
    return name


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("this is no web address; write one such as https://example.org/")
    return url.rstrip("/")


def _database_url(url: str) -> str:
    """A relative SQLite file is taken from the configuration's folder, as every other path is."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("sqlite", "postgresql", "postgres") or not rest.strip("/"):
        raise ValueError("write sqlite:///tipoff.sqlite3 or postgresql://user:password@host/name")
    return f"sqlite:///{_anchored(Path(rest[1:]))}" if scheme == "sqlite" else url


def _time_of_day(value: object) -> time:
    """A bare number would be taken for seconds after midnight."""
    try:
        found = time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, time) or found.tzinfo is not None:
        raise ValueError("write hours, minutes and seconds such as 08:30:00, by the district's clock")
    return found


Anchored = Annotated[Path, AfterValidator(_anchored)]
Existing = Annotated[Path, AfterValidator(_anchored), AfterValidator(_existing)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 -]{1,18}$")]
DeskId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
Share = Annotated[float, Field(gt=0, le=1000)]


class Section(BaseModel):
    """What all sections have in common: no unknown key, no change after the start."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class District(Section):
    """Whose channel this is, and its ground."""

    name: str = Field(min_length=1, max_length=40)
    """The district's name, as citizens read it."""
    prefix: str = Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")
    """Capital letters that begin each case's number: `YX` makes YX-2026-00001."""
    zone: Zone = "Asia/Shanghai"
    """The time zone in which times are shown and working days are counted."""
    admins: frozenset[Annotated[int, Field(gt=0)]] = Field(min_length=1)
    """Telegram's numeric ids of those who may make bind codes; usernames can be changed and recycled."""
    boundaries: Existing
    """A GeoJSON FeatureCollection with one polygon or multipolygon a town."""
    datum: Datum
    """What the boundaries' coordinates are written in: wgs84 (GPS, OpenStreetMap) or gcj02 (maps made in China)."""
    name_property: str = "name"
    """The property of each feature that holds the town's name."""
    neighbours: Existing | None = None
    """The districts around, in the same format and datum, to say whose ground a place outside seems to be."""
    gazetteer: Existing | None = None
    """Further names of places (roads, markets, villages) by town, for addresses that people type."""


class Phones(Section):
    """Numbers that citizens are shown."""

    reports: Phone = "12315"
    """The official channel for complaints and reports (SAMR order 121, articles 8 and 40)."""
    emergency: Phone = "120"
    """The ambulance: shown first where poisoning is suspected."""
    discipline: Phone = "12388"
    """Where misconduct of officials belongs (order 121, article 44: not to this channel)."""


class Telegram(Section):
    """How the bot meets Telegram. The token itself is never a setting: a file, or TIPOFF_TOKEN."""

    mode: Literal["polling", "webhook"] = "polling"
    """Whether the bot asks for updates, or Telegram calls it at `webhook_url`."""
    token_file: Anchored | None = None
    """A file that holds the token and nothing else, readable by its owner alone; TIPOFF_TOKEN goes before it."""
    api_url: WebAddress = "https://api.telegram.org"
    """The Bot API's server: Telegram's, one of your own, or the sandbox."""
    webhook_url: WebAddress | None = None
    """The public https address of your reverse proxy; /telegram is added to it. Needed for webhook mode."""
    webhook_secret_file: Anchored | None = None
    """A file with the secret Telegram sends with each call, 1–256 of A-Z a-z 0-9 _ -; needed for webhook mode."""

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.mode == "webhook" and not (self.webhook_url and self.webhook_secret_file):
            raise ValueError("webhook mode needs webhook_url and webhook_secret_file; or set mode to polling")
        return self


class Web(Section):
    """The window: health, metrics, and the webhook's end."""

    host: str = "127.0.0.1"
    """Where to listen. Leave it at loopback and put a reverse proxy in front."""
    port: int = Field(default=8080, ge=0, le=65535)
    """0 takes any free port and logs which."""


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: DatabaseUrl = Field(default="sqlite:///tipoff.sqlite3", validate_default=True)
    """sqlite:///FILE or postgresql://user:password@host/name."""


class KeySettings(Section):
    """What opens sealed identities. Keep it outside the database and outside its backups."""

    file: Anchored = Field(default=Path("keys.json"), validate_default=True)
    """Made by `tipoff keys new`."""


class Evidence(Section):
    """Photos and files."""

    folder: Anchored = Field(default=Path("evidence"), validate_default=True)
    """Sealed originals and cleaned copies."""
    photos_limit: int = Field(default=10, ge=1, le=30)
    """Photos a report may have."""


class TermSettings(Section):
    """The district's own numbers."""

    assign_working_days: int = Field(default=1, ge=1, le=60)
    """Working days for the duty desk to send a report to a town or department; the district's own promise."""
    accept_working_days: int = Field(default=2, ge=1, le=60)
    """Working days for a desk to take a case up; the district's own promise."""
    verify_working_days: int = Field(default=15, ge=1, le=60)
    """Working days from receipt to verify a report (market regulation penalty procedure, article 18)."""
    verify_extension_working_days: int = Field(default=15, ge=1, le=60)
    """Working days that a lead may add to verifying, once (penalty procedure, article 18)."""
    decide_days: int = Field(default=90, ge=1, le=365)
    """Days from filing a penalty case to its decision (penalty procedure, article 64)."""
    decide_extension_days: int = Field(default=30, ge=1, le=365)
    """Days that a lead may add to deciding, once (penalty procedure, article 64)."""
    referral_working_days: int = Field(default=15, ge=1, le=120)
    """Working days for a department to say what became of a case referred to it; the district's own promise."""
    answer_working_days: int = Field(default=2, ge=1, le=60)
    """Working days to answer a reporter who asks how the case stands; the district's own promise."""
    draft_days: int = Field(default=14, ge=2, le=365)
    """Days after its writer's last word until a report that was never sent is forgotten with its photos; the
    district's own promise (personal information protection law, article 19: no longer than needed)."""
    draft_notice_days: int = Field(default=3, ge=1, le=30)
    """How many of these days are left when the writer is reminded."""
    bind_code_hours: int = Field(default=24, ge=1, le=168)
    """Hours a bind code can be used."""
    receipt_guesses_per_hour: int = Field(default=5, ge=1, le=100)
    """Receipt codes one person may try in an hour."""
    receipt_guesses_everyone_per_hour: int = Field(default=200, ge=1, le=100_000)
    """Wrong receipt codes all people together may try in an hour."""
    album_quiet_s: float = Field(default=1.5, ge=0, le=10)
    """Seconds without a further photo after which an album counts as whole; later ones still join."""

    @model_validator(mode="after")
    def _reminded_before_forgotten(self) -> Self:
        if self.draft_notice_days >= self.draft_days:
            raise ValueError("draft_notice_days must be less than draft_days")
        return self


class ChasingSettings(Section):
    """When somebody is reminded of a deadline. Each step reaches further than the one before."""

    quiet_from: TimeOfDay = time(20, 0)
    """From then on, by the district's clock, nobody is reminded; the morning follows at quiet_until."""
    quiet_until: TimeOfDay = time(8, 30)
    """When the day's reminders and the morning digest are sent."""
    before_working_days: int = Field(default=1, ge=1, le=30)
    """Working days before the deadline for the first reminder; the second comes on the day itself."""
    after_working_days: int = Field(default=1, ge=1, le=30)
    """Working days after the deadline for the third reminder."""
    lead_working_days: int = Field(default=2, ge=1, le=30)
    """Working days after the deadline when the desk's lead is called by name."""
    duty_working_days: int = Field(default=3, ge=1, le=30)
    """Working days after the deadline when the duty desk is told."""
    supervisor_working_days: int = Field(default=5, ge=1, le=60)
    """Working days after the deadline when the supervisors are told."""

    @model_validator(mode="after")
    def _steps_rise(self) -> Self:
        steps = ("after_working_days", "lead_working_days", "duty_working_days", "supervisor_working_days")
        for sooner, later in pairwise(steps):
            if getattr(self, sooner) >= getattr(self, later):
                raise ValueError(f"{sooner} must be less than {later}")
        return self


class LookBackSettings(Section):
    """How soon a place is looked at again after a conclusion (回头看): the district's own promises.

    The shortest of the terms that apply counts. Nothing is looked at again where nothing was found.
    """

    rectified_working_days: int = Field(default=10, ge=1, le=120)
    """Working days after a conclusion that the place was put right."""
    penalised_working_days: int = Field(default=15, ge=1, le=120)
    """Working days after a conclusion with a penalty."""
    banned_working_days: int = Field(default=5, ge=1, le=120)
    """Working days after a place was shut down, and after any conclusion on a kind of violation listed in `sooner`."""
    referred_working_days: int = Field(default=20, ge=1, le=120)
    """Working days after a case went to the competent department."""
    serious_working_days: int = Field(default=7, ge=1, le=120)
    """Working days at most where the case is serious."""
    urgent_working_days: int = Field(default=3, ge=1, le=120)
    """Working days at most where the case is urgent."""
    sooner: list[str] = ["black_den", "dead_meat", "unlicensed"]
    """Kinds of violation (ids of the taxonomy) that easily start again: looked at as soon as what was shut down."""
    recheck_working_days: int = Field(default=5, ge=1, le=120)
    """Working days for what supervisors choose at random with /recheck."""
    ask_reporter_working_days: int = Field(default=10, ge=1, le=120)
    """Working days after a conclusion without a look-back until its reporter is asked whether it is really gone."""


class PaceSettings(Section):
    """How fast the bot speaks. The defaults are Telegram's own limits; more only brings refusals."""

    overall_per_s: Share = 30
    """Messages a second, all chats together."""
    chat_per_s: Share = 1
    """Messages a second in one private chat."""
    chat_burst: int = Field(default=3, ge=1, le=1000)
    """Messages a private chat may get at once before its pace holds."""
    group_per_min: Annotated[float, Field(gt=0, le=60_000)] = 20
    """Messages a minute in one group."""
    broadcast_per_s: Share = 25
    """Broadcast messages a second; what lies between this and the whole is left for answers."""
    broadcast_in_flight: int = Field(default=1, ge=1, le=16)
    """Broadcast messages on their way at once. So many may be in doubt after a crash, and a person decides on each; on
    a slow line to Telegram more of them keep the pace."""


class Department(Section):
    """A department that takes over some kinds of reports."""

    id: DeskId
    """Short and lasting: it stands in the database."""
    name: str = Field(min_length=1, max_length=40)
    """As officers read it."""


class Desks(Section):
    """Who else has a group besides the towns, whose names come from the boundaries."""

    duty: str = Field(default="值班室", min_length=1, max_length=40)
    """The name of the desk that gets whatever has no other."""
    publicity: str = Field(default="宣传部门", min_length=1, max_length=40)
    """The name of the publicity office."""
    supervisor: str = Field(default="督导组", min_length=1, max_length=40)
    """The name of the supervisors' desk."""
    departments: list[Department] = []
    """Departments with a group of their own."""
    overrides: dict[str, DeskId] = {}
    """Kinds of violation (ids of the taxonomy) that go to a department wherever they happen."""

    @model_validator(mode="after")
    def _overrides_lead_somewhere(self) -> Self:
        known = {department.id for department in self.departments}
        if len(known) < len(self.departments) or known & {"duty", "publicity", "supervisor"}:
            raise ValueError("each department needs an id of its own, other than duty, publicity and supervisor")
        if lost := {desk for desk in self.overrides.values() if desk not in known}:
            raise ValueError(f"overrides name departments that are not listed: {', '.join(sorted(lost))}")
        return self


class CalendarSettings(Section):
    """Working days."""

    overrides: Existing | None = None
    """A TOML file for what the State Council has announced since this release.

    `announced = [2027]` names years it completes; under `[days]` stand dates, each "work" or "rest".
    """


class Log(Section):
    """What is written to standard error. Identities and tokens never are, at any level."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least important lines that are written."""
    format: Literal["plain", "json"] = "plain"
    """Lines for people, or one JSON object a line for a collector."""
