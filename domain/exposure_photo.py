"""What the office sees of a photo of an exposure, and what it says with the buttons below it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.published import Picture

MOST_CHOSEN = 10
"""Photos of one album (core.telegram.org/bots/api#sendmediagroup): an exposure has one."""

MOST_CANDIDATES = 40

SENTENCE = "我确认需要使用举报材料，并会遮住能看出举报人的地方"
"""What somebody has to write, word for word, before they are shown what a reporter sent: a photo can tell who took it,
from where and when, and no program sees that."""


class Origin(StrEnum):
    """Whose photo it is: nothing more of the reporter's is ever said."""

    STAFF = "staff"
    OFFICE = "office"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A photo as its card shows it; `nth` of `of` among the exposure's candidates.

    `copy` is the cleaned copy in the evidence folder, None until it has come. `state` as in the table. `picture` is
    what will be published, once it is made. `confirmed_by` is a name.
    """

    photo_id: int
    exposure_id: int
    nth: int
    of: int
    origin: Origin
    copy: str | None
    chosen: bool
    boxes: tuple[tuple[int, ...], ...]
    confirmed_by: str
    state: str | None
    picture: Picture | None
    editable: bool

    @property
    def confirmed(self) -> bool:
        """A person has said that the boxes are right, and making the copy has not failed."""
        return self.state in ("wanted", "made")


def likeness_of(boxes: Sequence[Sequence[int]]) -> str:
    """A short name for just these boxes: who confirms, confirms what their screen shows."""
    return hashlib.sha256(json.dumps([list(each) for each in boxes]).encode()).hexdigest()[:12]
