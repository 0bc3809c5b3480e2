"""Buttons and replies about what is published: correct, withdraw, end early, send again, tell the reporters."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.exposure import Status
from domain.refusal import Refusal, refuse
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import say, w
from services import correcting, exposure_stories, redoing, reprinting, taking_down, thanking
from services.reach import Hand, forged
from services.turn import Turn
from wording import afterwards
from wording import exposure_stories as texts

_ENDS = {"withdraw": Status.WITHDRAWN, "expire": Status.EXPIRED}
_ASKS = {"withdraw": afterwards.ask_why_withdrawn, "expire": afterwards.ask_why_ended}


async def _amend(p: Press) -> Refusal | str | None:
    name, _, rest = p.asked.detail.partition("-")
    if name in _ENDS and not rest:
        return await _ask_why(p)
    act = _ACTS.get(name)
    return await act(p, rest) if act else await forged(p.turn, p.by.user_id)


async def _ask_why(p: Press) -> Refusal | None:
    exposure_id, detail = p.asked.about, p.asked.detail
    held = await taking_down.may_take_down(p.turn, p.by, exposure_id, _ENDS[detail])
    if isinstance(held, Refusal):
        return held
    # No case's id: the question stands by itself, and is found again by what it asks.
    said = _ASKS[detail](w, exposure_id, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


async def _correct(p: Press, _: str) -> Refusal | None:
    done = await correcting.correct(p.turn, p.by, p.asked.about)
    if isinstance(done, Refusal):
        return done
    say(p.turn, p.by.chat_id, afterwards.correction_begun(w, p.asked.about, done), to=p.message_id)
    return None


async def _publish(p: Press, _: str) -> Refusal | None:
    return only_refusal(await correcting.publish(p.turn, p.by, p.asked.about))


async def _reprint(p: Press, _: str) -> Refusal | None:
    held = await reprinting.may_reprint(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    said = afterwards.choose_reprint(w, p.asked.about, held.exposure.revision)
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


def _again(*, everybody: bool) -> Callable[[Press, str], Awaitable[Refusal | str | None]]:
    async def send(p: Press, revision: str) -> Refusal | str | None:
        if not revision.isdigit():
            return await forged(p.turn, p.by.user_id)
        done = await reprinting.reprint(p.turn, p.by, p.asked.about, int(revision), everybody=everybody)
        return done if isinstance(done, Refusal) else w("已开始重发，进度见群里的进度消息。")

    return send


async def _redo(p: Press, _: str) -> Refusal | str:
    done = await redoing.redo(p.turn, p.by, p.asked.about)
    return done if isinstance(done, Refusal) else w("已重新开始，进度见群里的进度消息。")


async def _thank(p: Press, _: str) -> Refusal | str:
    done = await thanking.thank(p.turn, p.by, p.asked.about)
    return done if isinstance(done, Refusal) else w("已告知。能联系到的举报人会各自收到一条感谢，不提稿件。")


async def _history(p: Press, _: str) -> Refusal | None:
    found = await exposure_stories.story(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    say(p.turn, p.by.chat_id, texts.told(w, found, p.turn.app.zone), to=p.message_id)
    return None


_ACTS: dict[str, Callable[[Press, str], Awaitable[Refusal | str | None]]] = {
    "correct": _correct,
    "publish": _publish,
    "redo": _redo,
    "reprint": _reprint,
    "missing": _again(everybody=False),
    "everybody": _again(everybody=True),
    "thank": _thank,
    "history": _history,
}
"""By the first word of the button's detail; what stands behind a dash is the act's own."""


async def _taken_down(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    if form.detail not in _ENDS:
        return await forged(turn, by.user_id)
    if message.text is None:
        return refuse("missing", what="explanation")
    return only_refusal(await taking_down.take_down(turn, by, form.about, _ENDS[form.detail], message.text))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.AMEND: _amend}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {Verb.AMEND: _taken_down}
"""Merged into `handlers.publicity.replies`."""
