"""Whether an exposure may be published at all: by the ledger and the configuration as they are now, not as they were
when it was written."""

from collections.abc import Iterable

from domain.case import Outcome
from domain.case import Status as CaseStatus
from domain.completeness import unauthorised
from domain.exposure import CLASSES, Class
from domain.refusal import Refusal, refuse
from services.turn import Turn
from storage import cases
from storage.tables import Exposure

_DECIDED = frozenset({CaseStatus.CONCLUDED, CaseStatus.CLOSED})
_NOTHING_FOUND = frozenset({Outcome.UNSUBSTANTIATED, Outcome.NOT_OURS, Outcome.DUPLICATE})


def authorised(turn: Turn, row: Exposure) -> bool:
    """Whether this district may issue such a publication."""
    return not unauthorised(Class(row.class_), turn.app.publicity.reserved)


async def decided(turn: Turn, row: Exposure) -> bool:
    """Whether the case it tells of is decided, and still is: one that was opened again is not."""
    if row.case_id is None or not CLASSES[Class(row.class_)].needs_decision:
        return True
    case = await cases.get(turn.tx, row.case_id)
    return case is not None and case.status in _DECIDED and case.outcome not in _NOTHING_FOUND


async def lost(turn: Turn, texts: Iterable[Exposure]) -> Refusal | None:
    """Why these, once approved, can't go out any more. Refusals: `batch_unauthorised`, `batch_undecided` (each with
    `id`, the first text's that it holds of)."""
    for each in texts:
        if not authorised(turn, each):
            return refuse("batch_unauthorised", id=str(each.id))
        if not await decided(turn, each):
            return refuse("batch_undecided", id=str(each.id))
    return None
