"""What else there is on a business: the cases about the same premises, or with goods of the same supplier."""

from dataclasses import dataclass
from enum import StrEnum

from domain.people import Right
from domain.refusal import Refusal, refuse
from services.reach import Hand, desk_here, grasp
from services.turn import Turn
from services.viewing import CASES_A_PAGE
from storage import case_repeats, conflicts
from storage.tables import CaseRow


class Gathered(StrEnum):
    """By what cases belong together; the values are the names' columns."""

    PREMISES = "business"
    SUPPLIER = "supplier"


_COLUMNS = {Gathered.PREMISES: CaseRow.business_id, Gathered.SUPPLIER: CaseRow.supplier_id}


@dataclass(frozen=True, slots=True)
class Gathering:
    """One page of the cases, the newest first. `name` is the business as this case calls it; `next_before` continues
    the list, None at its end."""

    name: str
    cases: list[CaseRow]
    next_before: int | None


async def others(
    turn: Turn, by: Hand, case_id: int, gathered: Gathered, before: int | None = None
) -> Gathering | Refusal:
    """Cases like this one whose cards `by` may open here: the desk's own, for the duty desk everybody's.

    Refusals: those of `grasp`, `no_business` where nobody has filled in the name yet.
    """
    held = await grasp(turn, by, case_id, Right.SEE)
    if isinstance(held, Refusal):
        return held
    desk, column = await desk_here(turn, by.chat_id), _COLUMNS[gathered]
    assert desk is not None, "only a desk's group has cases in view"
    if getattr(held.case, column.key) is None:
        return refuse("no_business")
    apart = await conflicts.businesses_of(turn.tx, by.user_id)
    found = await case_repeats.of_business(turn.tx, held.case, column, desk, before, CASES_A_PAGE + 1, not_about=apart)
    shown = found[:CASES_A_PAGE]
    more = shown[-1].id if len(found) > CASES_A_PAGE else None
    return Gathering(getattr(held.case, gathered.value), shown, more)
