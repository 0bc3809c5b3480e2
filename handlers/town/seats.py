"""Who works here: «I work here», the lead's answer, /staff and its buttons, /bind."""

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.people import DeskKind, Role
from domain.refusal import Refusal
from handlers.town.speaking import Answers, explain, hand_of, name_of, say, w
from services import binding, enrolment
from services.reach import Hand
from services.turn import Turn
from wording import seats as texts
from wording.message import Message as Said


async def bind(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/bind CODE: the group becomes the code's desk."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    bound = await binding.bind(turn, by, name_of(message.from_user), (command.args or "")[:64])
    if isinstance(bound, Refusal):
        explain(turn, message, bound)
        return None
    kind = DeskKind(bound.desk.kind)
    say(turn, by.chat_id, texts.greeting(w, kind, bound.desk.name, bound.lead, bound.waiting))
    return None


async def staff(message: Message, turn: Turn) -> Answers | None:
    """/staff: who works here, with the buttons of a lead."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    team = await enrolment.team(turn, by)
    if isinstance(team, Refusal):
        explain(turn, message, team)
    else:
        say(turn, by.chat_id, texts.staff(w, team.desk.id, team.desk.name, team.people))
    return None


async def decide(turn: Turn, by: Hand, name: str, asked: Asked, message_id: int) -> Refusal | None:
    """A press about somebody's seat: `asked.about` is the user it is about."""
    if asked.verb is Verb.JOIN:
        return await _join(turn, by, name)
    change = await _change(turn, by, asked)
    if isinstance(change, Refusal):
        return change
    say(turn, by.chat_id, _told(asked.verb, change), to=message_id)
    return None


async def _join(turn: Turn, by: Hand, name: str) -> Refusal | None:
    team = await enrolment.ask_for_seat(turn, by, name)
    if isinstance(team, Refusal):
        return team
    say(turn, by.chat_id, texts.asks_for_seat(w, by.user_id, name, team.leads))
    return None


async def _change(turn: Turn, by: Hand, asked: Asked) -> enrolment.Change | Refusal:
    match asked.verb:
        case Verb.ADMIT:
            return await enrolment.admit(turn, by, asked.about)
        case Verb.DECLINE:
            return await enrolment.decline(turn, by, asked.about)
        case Verb.OUT:
            return await enrolment.dismiss(turn, by, asked.about)
        case _:
            role = Role.LEAD if asked.verb is Verb.RAISE else Role.OFFICER
            return await enrolment.set_role(turn, by, asked.about, role)


def _told(verb: Verb, change: enrolment.Change) -> Said:
    name = change.whom.name
    match verb:
        case Verb.ADMIT:
            return texts.admitted(w, name, change.desk.name)
        case Verb.DECLINE:
            return texts.declined(w, name)
        case Verb.OUT:
            return texts.dismissed(w, name, change.released)
        case _:
            return texts.role_changed(w, name, lead=verb is Verb.RAISE)
