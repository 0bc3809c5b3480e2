"""What the cards of an exposure and of a batch show, gathered at the moment of sending: nothing of a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.completeness import Lack
from domain.exposure import Class, Part, Status
from domain.published import Rich
from domain.slots import Slot


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """An exposure as its office sees it. `case` is the ledger's number, empty for what was handled elsewhere.

    `lacks` is what it still needs before it can be submitted, `units` the UTF-16 units of the whole text. `lead_batch`
    is the batch that its preamble names where that is another than its own. `editors` are names. `photos`: how many are
    chosen, and how many of these can't be published yet. `correction` is the exposure that corrects it, begun or out;
    `told`: those who reported the case know. `publish_by` is the last day on which it is published in time; `late`:
    that day was over when the card was asked for.
    """

    exposure_id: int
    status: Status
    batch_id: int
    batch_number: int
    class_: Class
    basis: str
    agency: str
    party: str
    document: str
    decided_on: date | None
    case: str
    parts: Mapping[Part, Rich]
    lacks: tuple[Lack, ...]
    units: int
    editors: tuple[str, ...] = field(default=())
    photos: tuple[int, int] = (0, 0)
    lead_batch: str = ""
    flags: int = 0
    corrects: int | None = None
    correction: int | None = None
    told: bool = False
    published_at: datetime | None = None
    expires_on: date | None = None
    publish_by: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class InBatch:
    """One exposure as its batch's card lists it."""

    exposure_id: int
    title: str
    status: Status
    lacking: int


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch (第N期) with what is in it, in the order in which it goes out; while it queues, its `slot` and how many
    are `ahead` of it there."""

    batch_id: int
    number: int
    title: str
    due_at: datetime | None
    queued: bool
    begun_at: datetime | None
    exposures: tuple[InBatch, ...]
    slot: Slot | None = None
    ahead: int = 0
