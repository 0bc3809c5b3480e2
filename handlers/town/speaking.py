"""Speaking in a group, and knowing who spoke there."""

from aiogram.methods import AnswerCallbackQuery, SetMessageReaction, TelegramMethod
from aiogram.types import CallbackQuery, Message, ReactionTypeEmoji, User

from domain.asking import Asked
from domain.refusal import Refusal
from services.reach import Hand
from services.turn import Turn
from wording.message import Message as Said
from wording.refusals import sentence
from wording.translate import words

Answers = list[TelegramMethod[bool]]
"""What is called once everything is committed: nothing that matters if it fails."""

w = words("zh")
"""Groups are spoken to in Chinese; alerts follow the language of the presser's client."""

_TELEGRAMS_OWN = frozenset({777000, 1087968824, 136817688})
"""Linked channel, anonymous administrator, message in a channel's name: accounts that are nobody in particular."""


def hand_of(message: Message) -> Hand | None:
    """Who wrote the message; None where Telegram does not vouch for a person.

    An anonymous administrator writes as the group itself, under an id that everybody shares: it proves no right.
    """
    user = message.from_user
    if user is None or user.is_bot or user.id in _TELEGRAMS_OWN or message.sender_chat is not None:
        return None
    return Hand(user.id, message.chat.id)


def name_of(user: User | None) -> str:
    """Telegram's first and last name."""
    return user.full_name if user else ""


def say(
    turn: Turn,
    chat_id: int,
    said: Said,
    *,
    case_id: int | None = None,
    asked: Asked | None = None,
    to: int | None = None,
) -> None:
    """Says a finished message in the group; `to` is the message it replies to, `asked` what a reply to it answers."""
    turn.tell_group(chat_id, said.to_say(case_id=case_id, ask=asked.data if asked else None, reply_to=to))


def explain(turn: Turn, message: Message, refusal: Refusal) -> None:
    """Tells the writer why nothing was done."""
    say(turn, message.chat.id, Said.of(sentence(refusal, w.lang)), to=message.message_id)


def alert(query: CallbackQuery, refusal: Refusal) -> Answers:
    """Tells the presser, and nobody else in the group, why nothing was done."""
    chinese = (query.from_user.language_code or "zh").lower().startswith("zh")
    text = sentence(refusal, "zh" if chinese else "en")
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text[:200], show_alert=True)]


def confirm(query: CallbackQuery, text: str) -> Answers:
    """A short line on top of the chat, or only an end to the button's spinning."""
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text or None)]


def nod(message: Message) -> Answers:
    """A light acknowledgement."""
    thumb = ReactionTypeEmoji(emoji="👍")
    return [SetMessageReaction(chat_id=message.chat.id, message_id=message.message_id, reaction=[thumb])]
