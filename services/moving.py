"""A move of the status table, as every use case makes it: asked for first, then guarded, recorded and read again."""

from domain.case import Need, Status, move
from domain.people import Right
from domain.refusal import Refusal, refuse
from services.handling import record, reread
from services.reach import Grasp, Hand, grasp, lost
from services.turn import Turn
from storage import cases
from storage.tables import CaseRow


async def may_move(
    turn: Turn, by: Hand, case_id: int, right: Right, to: Status, promised: frozenset[Need] = frozenset()
) -> Grasp | Refusal:
    """Whether `by` could move the case to that status now; `promised` is what the next reply will bring.

    Refusals: those of `grasp`, `no_such_move`, `not_your_move`, `missing` (with `what`).
    """
    held = await grasp(turn, by, case_id, right)
    if isinstance(held, Refusal):
        return held
    gate = move(Status(held.case.status), to, held.actor, promised)
    return gate if isinstance(gate, Refusal) else held


async def make_move(
    turn: Turn,
    held: Grasp,
    to: Status,
    what: str,
    *,
    reason: str = "",
    facts: dict[str, object] | None = None,
    **columns: object,
) -> CaseRow | Refusal:
    """Moves the case that `may_move` let through, and adds the event `what`. Refusals: `already_held`, `has_changed`.

    The UPDATE asks for status, desk and holder still to be what they were when the right was decided: of two people
    at once the second meets no row, and is told so.
    """
    if not await cases.pass_case(turn.tx, held.case, status=to, **columns):
        return await lost(turn, held.case.id, held.person.user_id)
    await record(turn, held, what, to, reason=reason, facts=facts)
    return await reread(turn, held.case.id)


def fitting(text: str, limit: int) -> str | Refusal:
    """The text, where its column has room for it. Refusal: `too_long` (with `limit`, in characters)."""
    return text if len(text) <= limit else refuse("too_long", limit=str(limit))
