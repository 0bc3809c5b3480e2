"""Writing a draft part by part, its class and its basis: a press asks, a reply answers."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.exposure import Class, Part
from domain.refusal import Refusal, refuse
from domain.rich_text import fingerprint
from handlers.town.pressing import Press
from handlers.town.speaking import say, w
from services import office, writing
from services.reach import Hand, forged
from services.turn import Turn
from wording import writing as texts
from wording.composed import bases


async def _ask(p: Press) -> Refusal | None:
    if p.asked.detail not in set(Part):
        return await forged(p.turn, p.by.user_id)
    part = Part(p.asked.detail)
    found = await writing.may_write(p.turn, p.by, p.asked.about, part)
    if isinstance(found, Refusal):
        return found
    question = Asked(Verb.WRITE, p.asked.about, f"{part}-{found.stamp}")
    if found.rich.text:
        # Whoever has just copied from this message replies to it as easily as to the question below.
        say(p.turn, p.by.chat_id, texts.as_it_stands(found.rich), asked=question, to=p.message_id)
    said = texts.ask_part(w, p.asked.about, part, p.by.user_id, p.name, empty=not found.rich.text)
    say(p.turn, p.by.chat_id, said, asked=question, to=p.message_id)
    return None


async def _written(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    if message.text is None:
        return refuse("write_takes_words")
    part, _, stamp = form.detail.partition("-")
    entities = [each.model_dump(mode="json", exclude_none=True) for each in message.entities or ()]
    done = await writing.write(turn, by, form.about, Part(part), stamp, message.text, entities)
    if isinstance(done, Refusal):
        return done
    if done:
        say(turn, by.chat_id, texts.dropped(w, done), to=message.message_id)
    return None


async def _class(p: Press) -> Refusal | None:
    held = await office.to_edit(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    row, detail = held.exposure, p.asked.detail
    if detail in set(Class):
        return await writing.classify(p.turn, p.by, row.id, Class(detail), bases(w))
    if detail == texts.BASIS:
        question = Asked(Verb.CLASS, row.id, f"{texts.BASIS}-{fingerprint(row.basis)}")
        said = texts.ask_basis(w, row.id, row.basis, p.by.user_id, p.name)
        say(p.turn, p.by.chat_id, said, asked=question, to=p.message_id)
        return None
    if detail:
        return await forged(p.turn, p.by.user_id)
    say(p.turn, p.by.chat_id, texts.choose_class(w, row.id, Class(row.class_), row.basis), to=p.message_id)
    return None


async def _rebased(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    if message.text is None:
        return refuse("write_takes_words")
    return await writing.rebase(turn, by, form.about, form.detail.partition("-")[2], message.text)


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.WRITE: _ask, Verb.CLASS: _class}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {
    Verb.WRITE: _written,
    Verb.CLASS: _rebased,
}
"""Merged into `handlers.publicity.replies`."""
