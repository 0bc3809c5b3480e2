"""Whether an exposure may be published at all: by the ledger and the configuration as they are now, not as they were
when it was written."""

from collections.abc import Iterable

from domain.completeness import unauthorised
from domain.exposure import Class
from domain.picking import tells_of_a_decision
from domain.refusal import Refusal, refuse
from services.turn import Turn
from storage import approvals, cases
from storage.tables import Exposure


def authorised(turn: Turn, row: Exposure) -> bool:
    """Whether this district may issue such a publication."""
    return not unauthorised(Class(row.class_), turn.app.publicity.reserved)


async def decided(turn: Turn, row: Exposure) -> bool:
    """Whether the case it tells of is decided, and still is: one that was opened again is not."""
    case = await cases.get(turn.tx, row.case_id) if row.case_id is not None else None
    return case is None or tells_of_a_decision(Class(row.class_), case.status, case.outcome)


async def too_few(turn: Turn, row: Exposure) -> Refusal | None:
    """Whether an approved text has fewer approvals than are asked for now: the configuration may have raised their
    number since. Refusal: `approvals_too_few` (with `id`, and in `count` how many are needed)."""
    given, needed = await approvals.count(turn.tx, row.id, row.digest or ""), turn.app.publicity.approvals
    return refuse("approvals_too_few", id=str(row.id), count=str(needed)) if given < needed else None


async def lost(turn: Turn, texts: Iterable[Exposure]) -> Refusal | None:
    """Why these, once approved, can't go out any more. Refusals: `batch_unauthorised`, `batch_undecided` (each with
    `id`, the first text's that it holds of), those of `too_few`."""
    for each in texts:
        if not authorised(turn, each):
            return refuse("batch_unauthorised", id=str(each.id))
        if not await decided(turn, each):
            return refuse("batch_undecided", id=str(each.id))
        if (unapproved := await too_few(turn, each)) is not None:
            return unapproved
    return None
