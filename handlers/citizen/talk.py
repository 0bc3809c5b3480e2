"""Speaking with the correspondent of this turn: the next question, a refusal, a finished message."""

from dataclasses import replace
from datetime import timedelta

from aiogram import F
from aiogram.types import Message as MessageIn

from domain.draft import Draft, Step
from domain.refusal import Refusal, refuse
from services import drafting
from services.turn import Turn
from wording import citizen, following
from wording.citizen_refusals import sentence
from wording.message import Message
from wording.translate import Words, words

PROMPT = drafting.PROMPT
IN_WORDS = F.text | F.caption | F.photo | F.document
"""What may answer a question that asks for words: a photo does, with or without them, and is told so."""


def language(turn: Turn) -> Words:
    """The words of this correspondent's language."""
    assert turn.correspondent is not None
    return words(turn.correspondent.lang)


def tell(turn: Turn, message: Message, *, case_id: int | None = None, topic: str | None = None) -> None:
    """Says a finished message to the correspondent."""
    assert turn.correspondent is not None
    turn.tell_person(turn.correspondent.key, message.to_say(case_id=case_id), topic)


def explain(turn: Turn, refusal: Refusal, *, quiet: timedelta | None = None) -> None:
    """Says why nothing was done, and what to do next; with `quiet`, once for all items of an album."""
    _tell_once(turn, Message.of(sentence(refusal, language(turn).lang)), f"refused:{refusal.key}", quiet)


def only_words_here(turn: Turn, message: MessageIn) -> None:
    """Says that a photo is not taken in this place; once for an album."""
    explain(turn, refuse("only_words_here"), quiet=turn.app.terms.album_quiet if message.media_group_id else None)


def thank(turn: Turn, *, quiet: timedelta | None = None) -> None:
    """Says that a filed report has what was just sent; with `quiet`, once for all items of an album."""
    _tell_once(turn, following.added(language(turn)), "added", quiet)


def _tell_once(turn: Turn, message: Message, topic: str, quiet: timedelta | None) -> None:
    assert turn.correspondent is not None
    if quiet is None:
        tell(turn, message)
    else:
        turn.tell_person(turn.correspondent.key, message.to_say(), topic, turn.now + quiet)


def ask(
    turn: Turn,
    draft: Draft,
    *,
    quiet: timedelta | None = None,
    thanks: bool = False,
    instead_of: int | None = None,
) -> None:
    """Keeps the draft and asks its next question; `quiet` waits for the rest of an album first.

    `thanks` says before it how many photos have arrived. `instead_of` is the question of ours that this one refines
    and takes the place of.

    Each further photo replaces the waiting question and its time, so that an album is answered once, when it is
    whole; the wait is a column of the outbox row and survives a restart.
    """
    assert turn.correspondent is not None
    if not draft.begun:
        draft = _begin(turn, draft)
    drafting.keep(turn, draft)
    app = turn.app
    message = citizen.question(language(turn), draft, app.taxonomy, app.ground.names, app.terms.photos_limit)
    if thanks and draft.step() is not Step.PHOTOS:
        message = message.after(citizen.photos_arrived(language(turn), draft.photos))
    not_before = None if quiet is None else turn.now + quiet
    said = replace(message.to_say(), instead_of=instead_of)
    turn.tell_person(turn.correspondent.key, said, PROMPT, not_before)


def _begin(turn: Turn, draft: Draft) -> Draft:
    tell(turn, Message.of(citizen.privacy_lines(language(turn))))
    return drafting.begin(turn, draft)
