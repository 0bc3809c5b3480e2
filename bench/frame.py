"""The program with doors behind which next to nothing happens: what is left is what a durable step costs by itself.

Each update opens the sealed draft, seals it again and queues the words that the crowd waits for; inbox, transactions,
outbox and voice are the program's own. What a report costs beyond that is the conversation: questions, a case, a card.
"""

import sys
from typing import Any

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from bench import launch
from bench.conversations import REPORT
from bench.programs import GROUPS
from domain.outgoing import Say
from services.turn import Turn
from storage import correspondents


def _doors() -> list[Router]:
    door = Router()
    door.message.register(_answer)
    door.callback_query.register(_answer_press)
    return [door]


async def _answer(message: Message, turn: Turn) -> None:
    _step(turn, message.chat.id)


async def _answer_press(query: CallbackQuery, turn: Turn) -> list[AnswerCallbackQuery]:
    _step(turn, query.from_user.id)
    return [AnswerCallbackQuery(callback_query_id=query.id)]


def _step(turn: Turn, user_id: int) -> None:
    writer, keys = turn.correspondent, turn.app.keys
    assert writer is not None
    at = int((correspondents.read_draft(keys, writer) or {"at": 0})["at"])
    is_last = at + 1 == len(REPORT)
    correspondents.write_draft(keys, writer, None if is_last else {"at": at + 1}, turn.now)
    turn.tell_person(writer.key, Say(REPORT[at].until, markup=None if is_last else _button(REPORT[at + 1].presses)))
    if is_last:
        # As much as a report's card says of whom it is, so that the crowd knows it.
        turn.tell_group(next(iter(GROUPS.values())), Say(f"第{user_id}位"))


def _button(label: str) -> dict[str, Any] | None:
    return {"inline_keyboard": [[{"text": label, "callback_data": "d:x"}]]} if label else None


if __name__ == "__main__":
    from bot import running

    running.doors = _doors
    sys.exit(launch.main())
