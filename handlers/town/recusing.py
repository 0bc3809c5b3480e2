"""/conflict: who is too close to which business. Nothing is remembered but the messages themselves and the marks."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import recusing, threads
from services.turn import Turn
from wording import recusing as texts


async def begin(message: Message, turn: Turn) -> Answers | None:
    """/conflict: what is marked, and whom to mark."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    found = await recusing.overview(turn, by)
    if isinstance(found, Refusal):
        explain(turn, message, found)
        return None
    marks = [(mark_id, name, business, reason) for mark_id, _, name, business, reason in found.marks]
    people = [(each.user_id, each.name) for each in found.people]
    desks = [(each.id, each.name) for each in found.desks]
    say(turn, by.chat_id, texts.overview(w, marks, people, desks), to=message.message_id)
    return None


async def _choose(p: Press) -> Refusal | None:
    """A desk was chosen, or a person."""
    if p.asked.detail:
        people = await recusing.people_of(p.turn, p.by, p.asked.detail)
        if isinstance(people, Refusal):
            return people
        choice = texts.choose_person(w, [(each.user_id, each.name) for each in people])
        say(p.turn, p.by.chat_id, choice, to=p.message_id)
        return None
    whom = await recusing.may_mark(p.turn, p.by, p.asked.about)
    if isinstance(whom, Refusal):
        return whom
    form = texts.ask_form(w, whom.name, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, form, asked=Asked(Verb.CONFLICT, p.asked.about), to=p.message_id)
    return None


async def answers_form(message: Message, turn: Turn) -> dict[str, Asked] | bool:
    """Whether the message replies to a form that nobody has filled in."""
    replied = message.reply_to_message
    form = await threads.form_in(turn, message.chat.id, replied.message_id) if replied else None
    return {"form": form} if form is not None and form.verb is Verb.CONFLICT else False


async def filled(message: Message, turn: Turn, form: Asked) -> Answers | None:
    """The form came back: the person is marked, or what is missing is named and the form stays open."""
    by, replied = hand_of(message), message.reply_to_message
    assert by is not None and replied is not None, "earlier doors and the filter take what has neither"
    done = await recusing.mark(turn, by, form.about, message.text or message.caption or "")
    if isinstance(done, Refusal):
        explain(turn, message, done)
        return None
    await threads.answered(turn, by.chat_id, replied.message_id)
    say(turn, by.chat_id, texts.marked(w, done.name, done.business, done.released), to=message.message_id)
    return nod(message)


async def _lift(p: Press) -> Refusal | None:
    done = await recusing.lift(p.turn, p.by, p.asked.about)
    if isinstance(done, Refusal):
        return done
    say(p.turn, p.by.chat_id, texts.lifted(w, done.name, done.business), to=p.message_id)
    return None


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.CONFLICT: _choose,
    Verb.LIFT: _lift,
}
"""Merged into `handlers.town.presses`."""
