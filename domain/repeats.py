"""What a card says of other cases: an earlier report of the same, what was linked here, the past of a business."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

PAST = timedelta(days=3 * 365)
"""How far back a business's cases are counted: as long as a penalty about food stays public (市场监督管理行政处罚信息
公示规定, article 14)."""

REPEATED = timedelta(days=365)
"""A wrong found true again within a year is a reason to look at the severity: the Food Safety Law counts penalties
within one year (article 134)."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier case this one looks like. A reason is a trait's name (`domain.likeness.Trait`) and its number."""

    case_id: int
    number: str
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Past:
    """Other cases of the same business that this desk may know of: its own, and elsewhere those found true.

    `true` are those found true, `true_lately` those of them within `REPEATED`.
    """

    cases: int = 0
    true: int = 0
    true_lately: int = 0


@dataclass(frozen=True, slots=True)
class RepeatFacts:
    """Empty where the case stands alone.

    `linked_to` is the number of the case this report was linked to, empty where the group may not see that case;
    `linked` tells whether it was. `reports`, `photos` and `notes` are what was linked here.
    """

    alike: Alike | None = None
    linked: bool = False
    linked_to: str = ""
    reports: int = 0
    photos: int = 0
    notes: int = 0
    business: Past = field(default=Past())
    supplier: Past = field(default=Past())
