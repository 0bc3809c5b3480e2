"""Taking an exposure down: withdrawn with a reason, or ended before its day on application."""

from domain.exposure import Status, move
from domain.outgoing import Notice
from domain.refusal import Refusal
from services import broadcasting, exposure_cards
from services.handling import what_was_written
from services.office import InHand, in_hand, is_too_close, passed
from services.reach import Hand
from services.turn import Turn

_VERBS = {Status.WITHDRAWN: "withdraw", Status.EXPIRED: "expire"}
_EVENTS = {Status.WITHDRAWN: "withdrawn", Status.EXPIRED: "ended_early"}


async def may_take_down(turn: Turn, by: Hand, exposure_id: int, to: Status) -> InHand | Refusal:
    """Whether `by` could do it now, before anybody is asked why. Refusals: those of `in_hand` and `exposure.move`.

    What is wrong is withdrawn by every lead, also one who is too close to the business (回避): the harm of its standing
    is greater, and the office is told of the tie. Ending early is a favour to the business, and not theirs to grant.
    """
    held = await in_hand(turn, by, exposure_id, lead_however_close=to is Status.WITHDRAWN)
    if isinstance(held, Refusal):
        return held
    return move(Status(held.exposure.status), to, held.actor) or held


async def take_down(turn: Turn, by: Hand, exposure_id: int, to: Status, reason: str) -> InHand | Refusal:
    """Ends the exposure as `to` and begins the round that deletes it everywhere; a lead does it alone.

    `WITHDRAWN` also stops what is still going out: an overturned penalty is off the net within three working days
    (信息公示规定, article 11). `EXPIRED` before its day is for food penalties after one year on application (article
    14). Refusals: those of `may_take_down`, `missing` (with `what`), `too_long` (with `limit`), `exposure_has_changed`.

    Of two at once the second finds the exposure in another status than it read, and begins no round.
    """
    held = await may_take_down(turn, by, exposure_id, to)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    close = await is_too_close(turn, by, held.exposure)
    tie: dict[str, object] = {"conflict": True} if close else {}
    refused = await passed(turn, held, to, _EVENTS[to], reason=words, facts=tie, ended_at=turn.now)
    if refused is not None:
        return refused
    me = held.seated.person
    await broadcasting.begin(turn, held.exposure, _VERBS[to], by=me.user_id, chat_id=by.chat_id)
    await exposure_cards.refresh(turn, exposure_id)
    facts = {"exposure": exposure_id, "who": me.name, "reason": words} | tie
    turn.tell_group(by.chat_id, Notice(f"exposure_{_EVENTS[to]}", facts))
    return held
