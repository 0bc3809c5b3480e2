"""Opening a formal investigation (立案查处)."""

from domain.case import Status
from domain.people import Right
from domain.refusal import Refusal
from services import cards
from services.handling import what_was_written
from services.moving import make_move, may_move
from services.reach import Grasp, Hand
from services.turn import Turn
from storage.tables import CaseRow


async def may_prosecute(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could open one now, before anybody writes. Refusals: those of `may_move`."""
    return await may_move(turn, by, case_id, Right.PROSECUTE, Status.PROSECUTING)


async def prosecute(turn: Turn, by: Hand, case_id: int, text: str) -> CaseRow | Refusal:
    """Opens it; `text`, its document or its grounds, stays inside, the reporter learns only that it was opened.

    Refusals: those of `may_prosecute`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    held = await may_prosecute(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    now = await make_move(turn, held, Status.PROSECUTING, "prosecuting", reason=words)
    if not isinstance(now, Refusal):
        await cards.tell_reporter(turn, now, "prosecuting")
        await cards.refresh(turn, now)
    return now
