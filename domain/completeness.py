"""What an exposure can't be submitted without, beside a clean text: parts, basis, a decided case, authority."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.exposure import CLASSES, NEEDED, Class, Part
from domain.plain_text import utf16_len
from domain.published import LONGEST, Rich, whole


class Lack(StrEnum):
    """One thing that is missing; the parts' own names stand for an empty part. `CASE`: it was opened again."""

    LEAD = Part.LEAD
    TITLE = Part.TITLE
    FACTS = Part.FACTS
    VIOLATED = Part.VIOLATED
    BASIS = Part.BASIS
    PENALTY = Part.PENALTY
    MEANING = Part.MEANING
    TIP = Part.TIP
    LEGAL_BASIS = "legal_basis"
    AGENCY = "agency"
    PARTY = "party"
    DOCUMENT = "document"
    DECIDED_ON = "decided_on"
    ROOM = "room"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Decision:
    """By whom a case was decided, about whom, under which number and on which day, as far as that is known."""

    agency: str
    party: str
    document: str
    decided_on: date | None


def lacking(class_: Class, basis: str, decision: Decision, parts: Mapping[Part, Rich]) -> tuple[Lack, ...]:
    """What is missing, in the order of the text; `ROOM` when it is too long for one message.

    A transfer has no decision's number: what counts is the day and who transferred (信息公示规定, articles 2 and 4,
    ask for both only of penalties).
    """
    found = [Lack(each) for each in Part if each in NEEDED[class_] and not _written(parts, each)]
    if not basis:
        found.append(Lack.LEGAL_BASIS)
    if CLASSES[class_].needs_decision:
        known = {
            Lack.AGENCY: decision.agency,
            Lack.PARTY: decision.party,
            Lack.DOCUMENT: decision.document or class_ is Class.TRANSFER,
            Lack.DECIDED_ON: decision.decided_on,
        }
        found += [each for each, value in known.items() if not value]
    if utf16_len(whole(parts).text) > LONGEST:
        found.append(Lack.ROOM)
    return tuple(found)


def unauthorised(class_: Class, reserved: Collection[Class]) -> bool:
    """Whether the class is reserved and the district's authority for it is not configured."""
    return CLASSES[class_].reserved and class_ not in reserved


def _written(parts: Mapping[Part, Rich], part: Part) -> bool:
    return part in parts and bool(parts[part].text)
