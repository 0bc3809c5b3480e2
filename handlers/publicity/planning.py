"""When a batch goes out: buttons and replies of the batch's card."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal, refuse
from domain.slot_words import read_moment
from handlers.town.pressing import Press
from handlers.town.speaking import say, w
from services import planning, slotting
from services.planning import Planned
from services.reach import Hand, forged
from services.turn import Turn
from wording import planning as texts


async def _plan(p: Press) -> Refusal | str | None:
    batch_id, detail = p.asked.about, p.asked.detail
    if not detail or detail == "ask":
        return await (_ask(p) if detail else _choose(p))
    if detail == "off":
        done = await planning.unplan(p.turn, p.by, batch_id)
        return done or w("已撤下排期")
    if detail.startswith("slot-") and detail[5:].isdigit() and len(detail) < 20:
        return _told(p.turn, p.by, await planning.into_slot(p.turn, p.by, batch_id, int(detail[5:])), in_queue=True)
    if (at := _moment_in(p.turn, detail)) is None:
        return await forged(p.turn, p.by.user_id)
    return _told(p.turn, p.by, await planning.at_moment(p.turn, p.by, batch_id, at))


async def _choose(p: Press) -> Refusal | None:
    found = await planning.may_plan(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    rows = await slotting.overview(p.turn, p.by)
    if isinstance(rows, Refusal):
        return rows
    zone = p.turn.app.zone
    slots = []
    for each in rows:
        coming = await planning.turn_in(p.turn, each.slot_id)
        slots.append((each.slot_id, each.rule, coming.astimezone(zone) if coming else None))
    said = texts.choose_time(w, found.batch.id, found.batch.number, planning.quick_moments(p.turn), slots)
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


async def _ask(p: Press) -> Refusal | None:
    found = await planning.may_plan(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    said = texts.ask_moment(w, found.batch.number, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


def _moment_in(turn: Turn, detail: str) -> datetime | None:
    """The moment a button carries, as `wording.planning.choose_time` writes it."""
    try:
        return datetime.strptime(detail, "%Y%m%d%H%M").replace(tzinfo=turn.app.zone)
    except ValueError:
        return None


async def _when(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    at = read_moment((message.text or "")[:100], turn.now, turn.app.zone)
    if at is None:
        return refuse("moment_unread")
    done = _told(turn, by, await planning.at_moment(turn, by, form.about, at))
    return done if isinstance(done, Refusal) else None


def _told(turn: Turn, by: Hand, done: Planned | Refusal, *, in_queue: bool = False) -> Refusal | None:
    if isinstance(done, Refusal):
        return done
    at = done.at.astimezone(turn.app.zone) if done.at else None
    say(turn, by.chat_id, texts.planned(w, done.batch.number, at, done.late, in_queue=in_queue))
    return None


async def _publish(p: Press) -> Refusal | str | None:
    if p.asked.detail == texts.SURE:
        return await planning.publish_now(p.turn, p.by, p.asked.about) or w("已开始发布，进度见群里的消息。")
    found = await planning.may_publish(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    reach, late = await planning.reach(p.turn, found), planning.late(p.turn, found.texts, p.turn.now)
    said = texts.confirm_publish(w, found.batch.id, found.batch.number, len(found.texts), reach, late)
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


async def _rehearse(p: Press) -> Refusal | str:
    if p.asked.detail == "batch":
        done = await planning.rehearse_batch(p.turn, p.by, p.asked.about)
    else:
        done = await planning.rehearse(p.turn, p.by, p.asked.about)
    return done or w("演练已开始，只发到本群。")


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {
    Verb.PLAN: _plan,
    Verb.PUBLISH: _publish,
    Verb.REHEARSE: _rehearse,
}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | bool | None]]] = {Verb.PLAN: _when}
"""Merged into `handlers.publicity.replies`."""
