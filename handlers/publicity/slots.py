"""/slots and /calendar: the recurring times, and the month; how long an exposure is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal, refuse
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import expiring, programme, slotting
from services.clocks import today
from services.reach import Hand, forged
from services.turn import Turn
from wording import planning as planning_texts
from wording import slot_lists as texts


async def overview(message: Message, turn: Turn) -> Answers | None:
    """/slots: all slots with their queues."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    rows = await slotting.overview(turn, by)
    if isinstance(rows, Refusal):
        explain(turn, message, rows)
        return None
    shown = [(each.slot_id, each.rule, each.times, each.queue) for each in rows]
    say(turn, by.chat_id, texts.slots(w, shown, turn.app.zone), to=message.message_id)
    return None


async def calendar(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/calendar, /calendar 2026-10: this month, or that one."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    first = _named(command.args or "", today(turn))
    shown = refuse("month_unread") if first is None else await programme.month(turn, by, first)
    if isinstance(shown, Refusal):
        explain(turn, message, shown)
    else:
        say(turn, by.chat_id, texts.month(w, shown), to=message.message_id)
    return None


def _named(text: str, now: date) -> date | None:
    """«2026-10», «10», «10月», or nothing for this month."""
    year, _, month = text.strip().replace("年", "-").rstrip("月").replace("/", "-").rpartition("-")
    if not month:
        return now.replace(day=1)
    if not (month.isdecimal() and len(month) < 3 and (not year or (year.isdecimal() and len(year) == 4))):
        return None
    return _month_in(int(year or now.year) * 100 + int(month), now)


def _month_in(number: int, now: date) -> date | None:
    # Slots are reckoned from now on: further ahead than next year costs time and shows nothing that anybody planned.
    year, month = divmod(number, 100)
    return date(year, month, 1) if now.year - 5 <= year <= now.year + 1 and 1 <= month <= 12 else None


async def _turn_month(p: Press) -> Refusal | None:
    first = _month_in(p.asked.about, today(p.turn))
    if first is None:
        return await forged(p.turn, p.by.user_id)
    shown = await programme.month(p.turn, p.by, first)
    if isinstance(shown, Refusal):
        return shown
    # Quick taps in a row: only the newest is said.
    said = replace(texts.month(w, shown).to_say(), instead_of=p.message_id)
    p.turn.tell_group(p.by.chat_id, said, topic=f"month:{p.message_id}")
    return None


async def _slot(p: Press) -> Refusal | None:
    slot_id, detail = p.asked.about, p.asked.detail
    if detail == "add":
        rows = await slotting.overview(p.turn, p.by)
        if isinstance(rows, Refusal):
            return rows
        said = texts.ask_slot(w, p.by.user_id, p.name)
        say(p.turn, p.by.chat_id, said, asked=Asked(Verb.SLOT), to=p.message_id)
        return None
    if detail not in ("drop", planning_texts.SURE):
        return await forged(p.turn, p.by.user_id)
    act = slotting.drop if detail == planning_texts.SURE else slotting.may_drop
    found = await act(p.turn, p.by, slot_id)
    if isinstance(found, Refusal):
        return found
    dropped = detail == planning_texts.SURE
    said = (
        texts.slot_dropped(w, found.rule) if dropped else texts.confirm_drop(w, slot_id, found.rule, len(found.queue))
    )
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


async def _described(message: Message, turn: Turn, by: Hand, _: Asked) -> Refusal | None:
    done = await slotting.add(turn, by, message.text or "")
    if isinstance(done, Refusal):
        return done
    say(turn, by.chat_id, texts.slot_added(w, done.rule, done.times, turn.app.zone), to=message.message_id)
    return None


async def _term(p: Press) -> Refusal | str | None:
    exposure_id, detail = p.asked.about, p.asked.detail
    held = await expiring.may_set(p.turn, p.by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if not detail:
        said = planning_texts.choose_term(w, exposure_id, expiring.TERMS, held.exposure.expires_on)
        say(p.turn, p.by.chat_id, said, to=p.message_id)
        return None
    if detail == "ask":
        said = planning_texts.ask_term(w, exposure_id, p.by.user_id, p.name)
        say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
        return None
    if detail not in map(str, expiring.TERMS):
        return await forged(p.turn, p.by.user_id)
    done = await expiring.set_months(p.turn, p.by, exposure_id, int(detail))
    return done if isinstance(done, Refusal) else w("已设置公示期限")


async def _until(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    try:
        until = date.fromisoformat((message.text or "").strip().replace("/", "-"))
    except ValueError:
        return refuse("term_unread")
    return await expiring.set_day(turn, by, form.about, until)


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {
    Verb.SLOT: _slot,
    Verb.CALENDAR: _turn_month,
    Verb.TERM: _term,
}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | bool | None]]] = {
    Verb.SLOT: _described,
    Verb.TERM: _until,
}
"""Merged into `handlers.publicity.replies`."""
