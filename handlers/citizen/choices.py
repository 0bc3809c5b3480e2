"""The buttons under a question: categories, towns, back, skip, change, send."""

from dataclasses import replace

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from domain import draft as drafts
from domain.draft import Draft, Source, Step
from domain.refusal import Refusal, refuse
from domain.taxonomy import Route
from handlers.citizen import talk
from handlers.citizen.gathering import settle_spot
from services import drafting, photo_place, placing, report
from services.turn import Turn
from wording import citizen, citizen_refusals

Answer = list[AnswerCallbackQuery]


async def choose(query: CallbackQuery, turn: Turn) -> Answer:
    """Every press beneath a question. What a button says is checked against the draft: old buttons change nothing."""
    verb, _, value = (query.data or "")[2:].partition(":")
    draft = _at_hand(turn)
    if verb == "new" and draft is not None:
        talk.ask(turn, draft)
        return [AnswerCallbackQuery(callback_query_id=query.id)]
    if draft is None or not draft.begun:
        return _answer(query, turn, refuse("no_draft"))
    known = verb in _VERBS and not _of_another(draft, verb, value)
    outcome = await _VERBS[verb](turn, draft, value) if known else refuse("stale_button")
    if isinstance(outcome, Draft):
        # A menu opens in place; the next question is a message of its own.
        same = outcome.step() is draft.step() and query.message is not None
        talk.ask(turn, outcome, instead_of=query.message.message_id if same and query.message else None)
    return _answer(query, turn, outcome if isinstance(outcome, Refusal) else None)


async def answer_unknown(query: CallbackQuery, turn: Turn) -> Answer:
    """A button of nobody's: forged, or of an earlier version."""
    return _answer(query, turn, refuse("stale_button"))


async def choose_by_keyboard(message: Message, turn: Turn) -> None:
    """The buttons beside the location button arrive as text."""
    verb = citizen.keyboard_verb(message.text or "")
    draft = _at_hand(turn)
    if draft is None or not draft.begun or verb is None:
        talk.explain(turn, refuse("no_draft"))
        return
    outcome = await _VERBS[verb](turn, draft, "all" if verb == "t" else "")
    if isinstance(outcome, Draft):
        talk.ask(turn, outcome)
    elif outcome is not None:
        talk.explain(turn, outcome)


def _at_hand(turn: Turn) -> Draft | None:
    """The draft that a press is about; whoever goes on with it adds to no filed report meanwhile."""
    draft = drafting.draft_of(turn)
    return None if draft is None else replace(draft, adding_to=None)


def _of_another(draft: Draft, verb: str, value: str) -> bool:
    """Whether the button stood under an earlier question, or under another report's: pressed twice, or on a second
    phone. Buttons of earlier versions say nothing of it."""
    asked = {"skip": draft.step(), "back": draft.step(), "keep": draft.step(), "cancel": draft.mark, "send": draft.mark}
    return bool(value) and verb in asked and value != asked[verb]


async def _choose_group(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    known = {group.id: group for group in turn.app.taxonomy.violations.groups}
    if value not in known:
        return refuse("stale_button")
    members = known[value].members
    # Somebody who is ill is not asked to choose among one.
    return drafts.choose_group(draft, value) if len(members) > 1 else await _choose_violation(turn, draft, members[0])


async def _choose_violation(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    violations = turn.app.taxonomy.violations
    if value not in violations:
        return refuse("stale_button")
    w = talk.language(turn)
    if violations[value].route is Route.REFER_OUT:
        # Order 121 art. 44: misconduct of officials has its own channel; nothing of it is kept here.
        talk.tell(turn, citizen.belongs_elsewhere(w, turn.app.phones.discipline))
        return drafts.choose_group(draft, None)
    if violations[value].route is Route.PHONE_FIRST:
        talk.tell(turn, citizen.phone_first(w, turn.app.phones.emergency, turn.app.phones.reports))
    return drafts.choose_kind(draft, value)


async def _choose_town(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    names = turn.app.ground.names
    if value == "all":
        spot = draft.spot or placing.nowhere()
        return drafts.give_spot(draft, placing.with_all_towns(spot))
    if value == "unknown":
        return drafts.choose_town(draft, None)
    if value.isascii() and value.isdigit() and int(value) < len(names):
        return drafts.choose_town(draft, names[int(value)])
    return refuse("stale_button")


async def _use_photo_place(turn: Turn, draft: Draft, value: str) -> Draft | Refusal | None:
    point = await photo_place.of_draft(turn, value)
    if point is None:
        return refuse("stale_button")
    spot = placing.spot_from_point(turn.app, point[0], point[1], Source.PHOTO)
    if isinstance(spot, Refusal):
        return spot
    settle_spot(turn, draft, spot)
    return None


async def _edit(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    if value not in set(Step) - {Step.SUMMARY}:
        return refuse("stale_button")
    turned = drafts.turn_to(draft, Step(value))
    return await drafting.start_photos_again(turn, turned) if value == Step.PHOTOS else turned


async def _send(turn: Turn, draft: Draft, value: str) -> Refusal | None:
    filed = await report.file(turn)
    if isinstance(filed, Refusal) and filed.key == "not_complete":
        # What is missing is asked for: a photo may have been lost since the summary was shown.
        talk.ask(turn, draft)
    return filed if isinstance(filed, Refusal) else None


async def _cancel(turn: Turn, draft: Draft, value: str) -> None:
    await drafting.discard(turn)
    talk.tell(turn, citizen.cancelled(talk.language(turn)), topic=talk.PROMPT)


async def _skip(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    return drafts.skip(draft) if draft.may_skip(draft.step()) else refuse("cannot_skip")


async def _back(turn: Turn, draft: Draft, value: str) -> Draft:
    return drafts.back(draft)


async def _keep(turn: Turn, draft: Draft, value: str) -> Draft:
    return drafts.leave_as_is(draft)


async def _done(turn: Turn, draft: Draft, value: str) -> Draft | Refusal:
    return drafts.photos_done(draft) if draft.photos else refuse("stale_button")


_VERBS = {
    "g": _choose_group,
    "v": _choose_violation,
    "t": _choose_town,
    "gps": _use_photo_place,
    "edit": _edit,
    "send": _send,
    "cancel": _cancel,
    "skip": _skip,
    "back": _back,
    "keep": _keep,
    "done": _done,
}


def _answer(query: CallbackQuery, turn: Turn, refusal: Refusal | None) -> Answer:
    if refusal is None:
        return [AnswerCallbackQuery(callback_query_id=query.id)]
    text = citizen_refusals.sentence(refusal, talk.language(turn).lang)
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text[:200], show_alert=True)]
