"""/exposures: the office's overview, and picking what is exposed."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal, refuse
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import exposure_lists, picking
from services.batches import Open
from services.reach import Hand, forged
from services.turn import Turn
from wording import picking as texts
from wording.composed import phrases
from wording.message import Message as Said


async def overview(message: Message, turn: Turn) -> Answers | None:
    """/exposures: what stands where."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    shown = await _overview(turn, by)
    if isinstance(shown, Refusal):
        explain(turn, message, shown)
    else:
        say(turn, by.chat_id, shown, to=message.message_id)
    return None


async def _overview(turn: Turn, by: Hand) -> Said | Refusal:
    found = await exposure_lists.overview(turn, by)
    if isinstance(found, Refusal):
        return found
    stages = [[(each.exposure_id, each.number, each.title, each.status) for each in rows] for rows in found.stages]
    return texts.overview(w, found.suggestions, stages, turn.app.taxonomy, turn.app.zone)


async def _press(p: Press) -> Refusal | str | None:
    """A case was chosen, or what to do about one; 0 stands for none."""
    if p.asked.about:
        return await _case(p)
    action, _, batch = p.asked.detail.partition("-")
    if action == texts.ELSEWHERE:
        return await _elsewhere(p, batch)
    if p.asked.detail not in ("", texts.PICK):
        return await forged(p.turn, p.by.user_id)
    return await _suggest(p) if p.asked.detail else await _again(p)


async def _again(p: Press) -> Refusal | None:
    shown = await _overview(p.turn, p.by)
    if isinstance(shown, Refusal):
        return shown
    say(p.turn, p.by.chat_id, shown)
    return None


async def _suggest(p: Press) -> Refusal | None:
    found = await picking.suggestions(p.turn, p.by)
    if isinstance(found, Refusal):
        return found
    say(p.turn, p.by.chat_id, texts.suggestions(w, found, p.turn.app.taxonomy, p.turn.app.zone), to=p.message_id)
    return None


async def _case(p: Press) -> Refusal | str | None:
    if not p.asked.detail:
        found = await picking.offer(p.turn, p.by, p.asked.about)
        if isinstance(found, Refusal):
            return found
        said = texts.offer(w, found.case, named(found.batches), p.turn.app.taxonomy, p.turn.app.zone)
        say(p.turn, p.by.chat_id, said, to=p.message_id)
        return None
    batch = chosen(p.asked.detail.removeprefix("b"))
    if isinstance(batch, Refusal):
        return await forged(p.turn, p.by.user_id)
    done = await picking.take(p.turn, p.by, p.asked.about, batch, phrases(w))
    return done if isinstance(done, Refusal) else texts.started(w)


async def _elsewhere(p: Press, batch: str) -> Refusal | None:
    found = await picking.may_take_elsewhere(p.turn, p.by)
    if isinstance(found, Refusal):
        return found
    if not batch:
        say(p.turn, p.by.chat_id, texts.choose_batch(w, named(found)), to=p.message_id)
        return None
    if isinstance(chosen(batch), Refusal):
        return await forged(p.turn, p.by.user_id)
    said = texts.ask_elsewhere(w, p.turn.app.publicity.agency, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


async def _written(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    """The form of a case from elsewhere came back."""
    if message.text is None:
        return refuse("write_takes_words")
    batch = chosen(form.detail.partition("-")[2])
    assert not isinstance(batch, Refusal), "what stands beside a question of ours was checked when it was asked"
    done = await picking.take_elsewhere(turn, by, batch, message.text, phrases(w))
    return done if isinstance(done, Refusal) else None


def named(found: list[Open]) -> list[tuple[int, int, str, int]]:
    """Open batches as the words take them."""
    return [(each.batch_id, each.number, each.title, each.exposures) for each in found]


def chosen(detail: str) -> int | Refusal | None:
    """The batch that a button names, None for the next issue. Refusal: `forged`."""
    if detail == texts.NEW:
        return None
    return int(detail) if detail.isascii() and detail.isdigit() and len(detail) < 19 else refuse("forged")


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.EXPOSE: _press}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {Verb.EXPOSE: _written}
"""Merged into `handlers.publicity.replies`."""
