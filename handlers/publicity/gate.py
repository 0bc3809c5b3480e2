"""Questions about a text, submitting it, approving it, sending it back."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.flag import Question
from domain.outgoing import Say
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import say, w
from services import approving, flagging, submitting
from services.reach import Hand, forged
from services.turn import Turn
from wording import exposure_gate as texts
from wording.message import Message as Said

_AFTER = "after-"
_BECAUSE = "k-"


async def _flag(p: Press) -> Refusal | str | None:
    """The list was asked for, the next one on it, or one was answered."""
    detail = p.asked.detail
    if not detail or detail.startswith(_AFTER):
        return await _list(p, detail.removeprefix(_AFTER))
    if detail == "mask":
        done = await flagging.mask(p.turn, p.by, p.asked.about)
        return done if isinstance(done, Refusal) else await _next(p, done.exposure_id)
    if detail == "keep":
        return await _ask_reason(p)
    reason = texts.keep_reason(w, detail.removeprefix(_BECAUSE)) if detail.startswith(_BECAUSE) else None
    if reason is None:
        return await forged(p.turn, p.by.user_id)
    kept = await flagging.keep(p.turn, p.by, p.asked.about, reason)
    return kept if isinstance(kept, Refusal) else await _next(p, kept.exposure_id)


async def _list(p: Press, after: str) -> Refusal | None:
    found = await flagging.look(p.turn, p.by, p.asked.about, int(after) if after.isdecimal() else 0)
    if isinstance(found, Refusal):
        return found
    _put(p, _said(p.asked.about, found), in_place=bool(after))
    return None


def _said(exposure_id: int, question: Question | None) -> Said:
    return texts.question(w, question) if question else texts.nothing_open(w, exposure_id)


def _put(p: Press, said: Said, *, in_place: bool) -> None:
    instead = p.message_id if in_place else None
    p.turn.tell_group(p.by.chat_id, Say(said.text, said.entities, said.markup, instead_of=instead))


async def _next(p: Press, exposure_id: int) -> str:
    """The next question takes the place of the one that was answered."""
    _put(p, _said(exposure_id, await flagging.next_question(p.turn, exposure_id)), in_place=True)
    return w("已记录")


async def _ask_reason(p: Press) -> Refusal | None:
    found = await flagging.may_decide(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    _, flag = found
    asked = Asked(Verb.FLAG, flag.id, "keep")
    say(p.turn, p.by.chat_id, texts.ask_keep_reason(w, flag.id, flag.words), asked=asked, to=p.message_id)
    return None


async def _reason_written(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    done = await flagging.keep(turn, by, form.about, message.text or message.caption or "")
    if isinstance(done, Refusal):
        return done
    say(turn, by.chat_id, _said(done.exposure_id, await flagging.next_question(turn, done.exposure_id)))
    return None


async def _submit(p: Press) -> Refusal | str | None:
    if p.asked.detail:
        return only_refusal(await submitting.show(p.turn, p.by, p.asked.about))
    done = await submitting.submit(p.turn, p.by, p.asked.about)
    return done if isinstance(done, Refusal) else w("已提交，等负责人审核")


async def _approve(p: Press) -> Refusal | str | None:
    done = await approving.approve(p.turn, p.by, p.asked.about, p.asked.detail)
    return done if isinstance(done, Refusal) else w("已通过")


async def _reject(p: Press) -> Refusal | None:
    held = await approving.to_judge(p.turn, p.by, p.asked.about, p.asked.detail)
    if isinstance(held, Refusal):
        return held
    asked = Asked(Verb.REJECT, p.asked.about, p.asked.detail)
    form = texts.ask_reject_reason(w, p.asked.about, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, form, asked=asked, to=p.message_id)
    return None


async def _rejected(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    words = message.text or message.caption or ""
    return only_refusal(await approving.reject(turn, by, form.about, form.detail, words))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {
    Verb.FLAG: _flag,
    Verb.SUBMIT: _submit,
    Verb.APPROVE: _approve,
    Verb.REJECT: _reject,
}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {
    Verb.FLAG: _reason_written,
    Verb.REJECT: _rejected,
}
"""Merged into `handlers.publicity.replies`."""
