"""What a referral says, and to whom: the findings go to the department alone, the reason to the reporter as well."""

from enum import StrEnum

from domain.forms import read_parts


class Part(StrEnum):
    """What the one reply that refers a case may hold."""

    FINDINGS = "findings"
    REASON = "reason"


LABELS: dict[Part, tuple[str, ...]] = {
    Part.FINDINGS: ("查明的情况", "查明情况", "情况", "事实"),
    Part.REASON: ("移送理由", "理由"),
}
"""How a part may be called at the beginning of a line."""


def read_referral(text: str) -> tuple[str, str] | None:
    """(reason, findings). Without labels all of it is the reason; None for findings without a reason."""
    parts = read_parts(text, (), LABELS)
    if not parts:
        return text, ""
    return (parts[Part.REASON], parts.get(Part.FINDINGS, "")) if Part.REASON in parts else None
