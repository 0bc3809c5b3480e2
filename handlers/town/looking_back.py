"""Looking back in a group: the buttons of a task, the words a result needs, and /recheck of the supervisors."""

from collections.abc import Awaitable, Callable
from secrets import SystemRandom

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import looking_back, rechecking
from services.reach import Hand, forged
from services.turn import Turn
from wording import look_backs as texts


async def recheck(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/recheck [count] [desk]: closed cases, drawn by lot."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    drawn = await rechecking.recheck(turn, by, (command.args or "")[:100], SystemRandom().sample)
    if isinstance(drawn, Refusal):
        explain(turn, message, drawn)
    else:
        say(turn, by.chat_id, texts.chosen(w, drawn.numbers, drawn.of, drawn.town), to=message.message_id)
    return None


async def _press(p: Press) -> Refusal | None:
    does = {"take": _take, "pass": _pass, "fail": _fail, "waive": _waive}.get(p.asked.detail)
    return await forged(p.turn, p.by.user_id) if does is None else await does(p)


async def _take(p: Press) -> Refusal | None:
    return only_refusal(await looking_back.take(p.turn, p.by, p.asked.about))


async def _pass(p: Press) -> Refusal | None:
    return only_refusal(await looking_back.passed(p.turn, p.by, p.asked.about))


async def _fail(p: Press) -> Refusal | None:
    found = await looking_back.may_report(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    case = found.held.case
    p.prompt(texts.ask_failure(w, case.number, p.by.user_id, p.name), Asked(Verb.LOOK, case.id, "fail"))
    return None


async def _waive(p: Press) -> Refusal | None:
    found = await looking_back.may_waive(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    case = found.held.case
    p.prompt(texts.ask_waiver(w, case.number, p.by.user_id, p.name), Asked(Verb.LOOK, case.id, "waive"))
    return None


async def _answer(turn: Turn, by: Hand, asked: Asked, text: str) -> object:
    does = looking_back.failed if asked.detail == "fail" else looking_back.waive
    return await does(turn, by, asked.about, text)


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {Verb.LOOK: _press}
"""Merged into `handlers.town.presses`."""

ANSWERS: dict[Verb, Callable[[Turn, Hand, Asked, str], Awaitable[object]]] = {Verb.LOOK: _answer}
"""Merged into `handlers.town.replies`; only questions for a failure's or a waiver's words stand beside a message."""
