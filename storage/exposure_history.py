"""Exposures with all their events, page by page, for those who check the whole ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from domain.exposure_replay import Published
from storage.database import Tx
from storage.tables import Exposure, ExposureEvent


@dataclass(frozen=True, slots=True)
class ExposureHistory:
    """One exposure: what its row says now, what was frozen, and everything that happened to it in the order of
    `seq`."""

    id: int
    standing: Published
    frozen: Mapping[str, Any] | None
    events: Sequence[ExposureEvent]

    @property
    def number(self) -> str:
        """How it is named where something is wrong with it."""
        return f"exposure {self.id}"


async def exposure_histories(tx: Tx, after: int, limit: int) -> list[ExposureHistory]:
    """The exposures that follow the id `after`, in the order of their ids, each with its events."""
    # One statement sees one moment, as `storage.history.histories` does.
    ids = select(Exposure.id).where(Exposure.id > after).order_by(Exposure.id).limit(limit)
    columns = (Exposure.id, Exposure.status, Exposure.digest, Exposure.frozen)
    query = select(*columns, ExposureEvent).outerjoin(ExposureEvent, ExposureEvent.exposure_id == Exposure.id)
    found = await tx.execute(query.where(Exposure.id.in_(ids)).order_by(Exposure.id, ExposureEvent.seq))
    return [_history(list(rows)) for _, rows in groupby(found.all(), key=lambda row: row.id)]


def _history(rows: list[Any]) -> ExposureHistory:
    first = rows[0]
    events = [row.ExposureEvent for row in rows if row.ExposureEvent is not None]
    return ExposureHistory(first.id, Published(first.status, first.digest), first.frozen, events)
