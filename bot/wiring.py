"""Putting a district together from its configuration."""

import json
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import cron
from bot.configuration import Configuration, ConfigurationError
from delivery.pace import Pace
from domain import look_back
from domain.boundary_file import BoundaryFileError
from domain.chase import Plan
from domain.clock import Periods
from domain.gazetteer import Gazetteer, GazetteerError
from domain.ground import Boundaries
from domain.lapse import Lapse
from domain.people import DeskKind
from domain.taxonomy import Taxonomy
from domain.workdays import Calendar, Day
from services.app import App, Phones, Publicity, Terms
from storage import desks
from storage.database import Tx
from storage.sealing import KeyRing


def build_app(configuration: Configuration, keys: KeyRing, me: str, today: date) -> App:
    """The district at work. Raises `ConfigurationError` for boundary, gazetteer or calendar files that don't serve."""
    district = configuration.district
    ground = _boundaries(configuration, district.boundaries)
    return App(
        district=district.name,
        prefix=district.prefix,
        zone=ZoneInfo(district.zone),
        admins=frozenset(district.admins),
        keys=keys,
        ground=ground,
        datum=district.datum,
        neighbours=None if district.neighbours is None else _boundaries(configuration, district.neighbours),
        overrides=dict(configuration.desks.overrides),
        phones=Phones(configuration.phones.reports, configuration.phones.emergency, configuration.phones.discipline),
        me=me,
        gazetteer=_gazetteer(ground, district.gazetteer),
        taxonomy=Taxonomy.load(json.loads(files("domain").joinpath("taxonomy.json").read_text("utf-8"))),
        calendar=_calendar(configuration.calendar.overrides, today),
        terms=_terms(configuration),
        periods=_periods(configuration),
        chasing=_plan(configuration),
        looking_back=_look_back_terms(configuration),
        lapse=_lapse(configuration),
        publicity=_publicity(configuration),
        next_fire=cron.calculator(ZoneInfo(district.zone)),
    )


def pace_of(configuration: Configuration) -> Pace:
    """How fast the voice may speak."""
    pace = configuration.pace
    return Pace(
        overall_per_s=pace.overall_per_s,
        chat_per_s=pace.chat_per_s,
        chat_burst=pace.chat_burst,
        group_per_min=pace.group_per_min,
        broadcast_per_s=pace.broadcast_per_s,
        broadcast_in_flight=pace.broadcast_in_flight,
    )


async def set_up_desks(tx: Tx, configuration: Configuration, ground: Boundaries) -> None:
    """Makes the desks that the configuration and the boundaries name; groups and staff already there stay.

    A town's desk id is its place in the boundary file the first time it is seen, and its name afterwards decides:
    a file in another order changes nothing.
    """
    for at, name in enumerate(ground.names, start=1):
        known = await desks.desk_named(tx, name)
        await desks.set_up(tx, known.id if known else f"t{at:03d}", DeskKind.TOWN, name)
    for department in configuration.desks.departments:
        await desks.set_up(tx, department.id, DeskKind.DEPARTMENT, department.name)
    await desks.set_up(tx, "duty", DeskKind.DUTY, configuration.desks.duty)
    await desks.set_up(tx, "publicity", DeskKind.PUBLICITY, configuration.desks.publicity)
    await desks.set_up(tx, "supervisor", DeskKind.SUPERVISOR, configuration.desks.supervisor)


def _boundaries(configuration: Configuration, path: Path) -> Boundaries:
    district = configuration.district
    try:
        return Boundaries.from_geojson(_json(path), district.datum, district.name_property)
    except (BoundaryFileError, ValueError) as error:
        raise ConfigurationError([f"{path}: {error}"]) from None


def _gazetteer(ground: Boundaries, path: Path | None) -> Gazetteer:
    try:
        return Gazetteer.of_district(ground.names, None if path is None else _toml(path))
    except (GazetteerError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError([f"{path}: {error}"]) from None


def _calendar(path: Path | None, today: date) -> Calendar:
    years = range(today.year - 1, today.year + 3)
    if path is None:
        return Calendar.of_china(years)
    try:
        written = _toml(path)
        overrides = {date.fromisoformat(str(day)): Day(kind) for day, kind in written.get("days", {}).items()}
        return Calendar.of_china(years, overrides, written.get("announced", []))
    except (ValueError, AttributeError) as error:
        raise ConfigurationError([f"{path}: {error}"]) from None


def _terms(configuration: Configuration) -> Terms:
    terms = configuration.terms
    return Terms(
        photos_limit=configuration.evidence.photos_limit,
        code_guesses_per_hour=terms.receipt_guesses_per_hour,
        code_guesses_everyone_per_hour=terms.receipt_guesses_everyone_per_hour,
        bind_code_lasts=timedelta(hours=terms.bind_code_hours),
        album_quiet=timedelta(seconds=terms.album_quiet_s),
    )


def _periods(configuration: Configuration) -> Periods:
    terms = configuration.terms
    return Periods(
        assign=terms.assign_working_days,
        accept=terms.accept_working_days,
        verify=terms.verify_working_days,
        verify_extension=terms.verify_extension_working_days,
        decide=terms.decide_days,
        decide_extension=terms.decide_extension_days,
        referral=terms.referral_working_days,
        answer=terms.answer_working_days,
    )


def _lapse(configuration: Configuration) -> Lapse:
    terms = configuration.terms
    return Lapse(ZoneInfo(configuration.district.zone), terms.draft_days, terms.draft_notice_days)


def _plan(configuration: Configuration) -> Plan:
    chasing = configuration.chasing
    return Plan(
        zone=ZoneInfo(configuration.district.zone),
        quiet_from=chasing.quiet_from,
        quiet_until=chasing.quiet_until,
        before=chasing.before_working_days,
        after=chasing.after_working_days,
        lead=chasing.lead_working_days,
        duty=chasing.duty_working_days,
        supervisor=chasing.supervisor_working_days,
    )


def _look_back_terms(configuration: Configuration) -> look_back.Terms:
    terms = configuration.look_back
    return look_back.Terms(
        rectified=terms.rectified_working_days,
        penalised=terms.penalised_working_days,
        banned=terms.banned_working_days,
        referred=terms.referred_working_days,
        serious=terms.serious_working_days,
        urgent=terms.urgent_working_days,
        recheck=terms.recheck_working_days,
        ask_reporter=terms.ask_reporter_working_days,
        sooner=frozenset(terms.sooner),
    )


def _publicity(configuration: Configuration) -> Publicity:
    exposure = configuration.exposure
    return Publicity(
        agency=exposure.agency,
        approvals=exposure.approvals,
        full_names=exposure.business_names == "full",
        reserved=frozenset(exposure.authority_for),
        send_from=exposure.send_from,
        send_until=exposure.send_until,
        desk_form=exposure.town_groups,
        subscriber_form=exposure.subscribers,
        broadcast_per_s=configuration.pace.broadcast_per_s,
    )


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
