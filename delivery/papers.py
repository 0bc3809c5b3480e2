"""Documents, each made at the moment of sending by the maker of its kind."""

from collections.abc import Awaitable, Callable

from delivery import case_papers, district_papers, ledger_papers
from delivery.orders import Made, Order, Workshop

Maker = Callable[[Workshop, Order], Awaitable[Made]]

_MAKERS: dict[str, Maker] = {
    "charts": district_papers.charts,
    "csv": ledger_papers.csv_table,
    "form": case_papers.form,
    "picture": district_papers.picture,
    "story": case_papers.story,
    "workbook": ledger_papers.workbook,
}
"""By the `kind` of a paper."""


async def make(workshop: Workshop, order: Order) -> Made:
    """Reads the facts, in transactions of its own, and has the bytes made. Raises `papers.press.PaperFailed`,
    and `NothingToMake`."""
    return await _MAKERS[order.kind](workshop, order)
