"""The ledger as a workbook or as CSV: read page by page, and handed on to the child process as it is read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from delivery.orders import Made, Order, Workshop
from domain.ledger import Selection
from papers import ledger_table
from storage import ledger

MOST_ROWS = 20_000
"""Of one file: what is longer is asked for in parts."""

_AT_ONCE = 100
"""Rows read and put into words in one go: nothing else is done meanwhile."""


async def workbook(workshop: Workshop, order: Order) -> Made:
    """The cases asked for, as an Excel workbook."""
    return await _make(workshop, order, "workbook", "xlsx")


async def csv_table(workshop: Workshop, order: Order) -> Made:
    """The cases asked for, as CSV."""
    return await _make(workshop, order, "csv", "csv")


async def _make(workshop: Workshop, order: Order, writer: str, ending: str) -> Made:
    reading = _Reading(workshop, order, _in_view(order))
    content = await workshop.press.make(writer, reading.lines())
    day = order.made_at.astimezone(workshop.zone).date()
    return Made(
        filename=f"{ledger_table.name(order.lang)}-{day.isoformat()}.{ending}",
        content=content,
        caption=ledger_table.caption(order.lang, reading.told, MOST_ROWS if reading.more else None),
        rows=reading.told,
    )


def _in_view(order: Order) -> Selection:
    """A desk's group gets its own cases, whatever was asked for."""
    asked = Selection.from_json(order.asks)
    return asked if order.sees_everything else replace(asked, desk=order.desk_id)


@dataclass
class _Reading:
    """Reads on while the child writes: neither the program nor the database holds the whole."""

    workshop: Workshop
    order: Order
    selection: Selection
    told: int = 0
    more: bool = False

    async def lines(self) -> AsyncIterator[object]:
        yield ledger_table.head(self.order.lang)
        async for page in self._pages():
            for row in page:
                yield row

    async def _pages(self) -> AsyncIterator[list[ledger_table.Row]]:
        zone, after = self.workshop.zone, None
        async with self.workshop.database.read() as tx:
            today = self.order.made_at.astimezone(zone).date()
            query = await ledger.prepare(tx, self.selection, today, zone)
        while not self.more:
            async with self.workshop.database.read() as tx:
                ids = await ledger.page(tx, query, _AT_ONCE, after)
                found = await ledger.rows(tx, ids[: MOST_ROWS - self.told])
            self.more = self.told + len(ids) > MOST_ROWS
            self.told += len(found)
            yield [ledger_table.row(self.order.lang, each, zone) for each in found]
            if len(ids) < _AT_ONCE:
                return
            after = ledger.Key(found[-1].id, found[-1].due_on) if found else None
