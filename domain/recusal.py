"""What is written when somebody is marked as too close to a business."""

from enum import StrEnum

from domain.forms import read_parts


class Part(StrEnum):
    """What the one reply must hold."""

    BUSINESS = "business"
    REASON = "reason"


LABELS: dict[Part, tuple[str, ...]] = {
    Part.BUSINESS: ("经营者名称", "经营者", "商家", "供货商"),
    Part.REASON: ("回避理由", "理由", "关系"),
}
"""How a part may be called at the beginning of a line."""


def read_recusal(text: str) -> tuple[str, str] | None:
    """(business, reason), by their labels or on a line each; None where one is missing."""
    parts = read_parts(text, tuple(Part), LABELS)
    return (parts[Part.BUSINESS], parts[Part.REASON]) if len(parts) == len(Part) else None
