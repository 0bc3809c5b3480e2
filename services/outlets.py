"""Channels and groups in which the office publishes: proposed by adding the bot, confirmed by a lead, dropped."""

from dataclasses import dataclass

from domain.outgoing import Notice
from domain.outlet import OutletFacts
from domain.people import DeskKind
from domain.published import Form
from domain.refusal import Refusal, refuse
from services import exposure_cards, office
from services.binding import is_administrator
from services.reach import Hand, person_of
from services.turn import Turn
from storage import attempts, desks, outlets
from storage.tables import Outlet


@dataclass(frozen=True, slots=True)
class Place:
    """A chat that the bot was added to, as Telegram describes it; `kind` is channel or group."""

    kind: str
    chat_id: int
    title: str
    username: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An outlet that waits for the office's word, and the office's group, where it is asked for."""

    outlet: OutletFacts
    ask_in: int | None


async def may_propose(turn: Turn, kind: str, user_id: int) -> bool:
    """Whether whoever added the bot may bring a new outlet: the publicity office, and administrators a channel.

    Administrators bring the bot into groups that are to be desks': the office is not asked about each of these.
    """
    if kind == "channel" and is_administrator(turn, user_id):
        return True
    return any(each.kind is DeskKind.PUBLICITY for each in (await person_of(turn, user_id)).seats)


async def added(turn: Turn, place: Place, adder_id: int) -> Proposal | bool:
    """The bot may publish in `place` from now on. True: it is an outlet, and reached again; False: it is to be none.

    A stranger's channel is to be left, and the attempt is written down.
    """
    known = await outlets.of_chat(turn.tx, place.chat_id)
    if known is not None and known.ended_at is None and known.confirmed_at is not None:
        await outlets.mark_reachable(turn.tx, place.chat_id)
        return True
    if not await may_propose(turn, place.kind, adder_id):
        if place.kind == "channel":
            await attempts.add(turn.tx, turn.app.keys.pseudonym("attempt", adder_id), "added to a channel", turn.now)
        return False
    row = await outlets.propose(turn.tx, place.kind, place.chat_id, place.title, place.username, adder_id, turn.now)
    return Proposal(_facts(row), await exposure_cards.office_group(turn))


async def removed(turn: Turn, chat_id: int) -> None:
    """The bot can't publish there any more: the office is told of an outlet that stood."""
    known = await outlets.of_chat(turn.tx, chat_id)
    if known is None or known.ended_at is not None or known.unreachable_at is not None:
        return
    await outlets.mark_unreachable(turn.tx, chat_id, turn.now)
    home = await exposure_cards.office_group(turn)
    if home is not None and known.confirmed_at is not None:
        turn.tell_group(home, Notice("outlet_unreachable", {"title": known.title}))


async def listed(turn: Turn, by: Hand) -> list[OutletFacts] | Refusal:
    """Those that stand or wait for a word. Refusals: those of `office.seated`."""
    seated = await office.seated(turn, by)
    return seated if isinstance(seated, Refusal) else [_facts(each) for each in await outlets.standing(turn.tx)]


async def one(turn: Turn, by: Hand, outlet_id: int) -> OutletFacts | Refusal:
    """One that a lead may change. Refusals: those of `office.leading`, `no_such_outlet`."""
    row = await _row(turn, by, outlet_id)
    return row if isinstance(row, Refusal) else _facts(row)


async def _row(turn: Turn, by: Hand, outlet_id: int) -> Outlet | Refusal:
    lead = await office.leading(turn, by)
    if isinstance(lead, Refusal):
        return lead
    row = await outlets.get(turn.tx, outlet_id)
    return refuse("no_such_outlet") if row is None or row.ended_at is not None else row


async def shape(turn: Turn, by: Hand, outlet_id: int, form: Form) -> OutletFacts | Refusal:
    """Confirms one that waits, in that form, or changes the form of one that stands.

    Refusals: those of `one`; `outlet_is_desk` for a group that officers work in; `outlet_decided`.
    """
    row = await _row(turn, by, outlet_id)
    if isinstance(row, Refusal):
        return row
    if await desks.desk_of_chat(turn.tx, row.chat_id) is not None:
        return refuse("outlet_is_desk")
    if row.confirmed_at is None:
        done = await outlets.confirm(turn.tx, row.id, form, by.user_id, turn.now)
    else:
        done = await outlets.reform(turn.tx, row.id, form)
    return await one(turn, by, outlet_id) if done else refuse("outlet_decided")


async def drop(turn: Turn, by: Hand, outlet_id: int) -> OutletFacts | Refusal:
    """Nothing further is published there; what stands stays. Refusals: those of `one`, `outlet_decided`."""
    row = await _row(turn, by, outlet_id)
    if isinstance(row, Refusal):
        return row
    return _facts(row) if await outlets.end(turn.tx, row.id, by.user_id, turn.now) else refuse("outlet_decided")


def _facts(row: Outlet) -> OutletFacts:
    lost, waiting = row.unreachable_at is not None, row.confirmed_at is None
    return OutletFacts(row.id, row.kind == "channel", row.title, Form(row.form), waiting, lost)
