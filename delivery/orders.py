"""A document on order: what is to be made, for whom, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.ground import Boundaries
from domain.people import DeskKind
from papers.press import Press
from storage import desks, papers
from storage.addressing import Address
from storage.database import Database, Tx
from storage.vault import EvidenceFolder


@dataclass(frozen=True, slots=True)
class Order:
    """`desk_id` and `desk_kind` are the group's now: what it may see is decided when the document is made.

    `asks` is what the document was asked with, `case_id` the case it is about, where it is about one.
    """

    paper_id: int
    kind: str
    asks: Mapping[str, Any]
    case_id: int | None
    made_at: datetime
    chat_id: int
    desk_id: str
    desk_kind: DeskKind
    lang: str

    @property
    def sees_everything(self) -> bool:
        """Whether every case is in view: at the duty desk and the supervisors'; a town has its own."""
        return self.desk_kind in (DeskKind.DUTY, DeskKind.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document. `rows` is how many cases it holds; the caption has at most 1024 UTF-16 units.

    `as_photo`: it is a picture to be seen at a glance, not a file to be opened.
    """

    filename: str
    content: bytes
    caption: str
    rows: int
    as_photo: bool = False


class NothingToMake(Exception):
    """What the document was to be about is not the group's to read any more."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What makers work with. They open reading transactions of their own, one after the other, and none for long.

    `district` is the district's name, `ground` its towns, for what is headed or drawn with them. `uploads` are this
    process's own uploads of published photos: by the SHA-256 of the bytes, Telegram's file id. `at_hand` are the
    SHA-256 of those that it has read, as they were approved.
    """

    database: Database
    evidence: EvidenceFolder
    zone: ZoneInfo
    press: Press
    district: str
    ground: Boundaries
    uploads: dict[str, str] = field(default_factory=dict)
    at_hand: set[str] = field(default_factory=set)


async def order_of(tx: Tx, paper_id: int, address: Address) -> Order | None:
    """None for a group that is no desk of officers any more: it gets no document, whoever asked for it."""
    paper = await papers.get(tx, paper_id)
    desk = await desks.desk_of_chat(tx, address.chat_id)
    if paper is None or desk is None or desk.kind == DeskKind.PUBLICITY:
        return None
    return Order(
        paper.id, paper.kind, paper.asks, paper.case_id, paper.made_at,
        address.chat_id, desk.id, DeskKind(desk.kind), address.lang,
    )  # fmt: skip
