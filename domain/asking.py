"""What a button or a reply asks for: one short text, carried as `callback_data` or beside a message of ours.

Whoever presses may have forged it: reading it proves nothing but its shape.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Verb(StrEnum):
    """What is asked. Values are stored beside sent messages and stand in buttons that are already out there."""

    TAKE = "take"
    RETURN = "return"
    BECAUSE = "because"
    HAND = "hand"
    TO = "to"
    ASSIGN = "assign"
    DESK = "desk"
    JOINT = "joint"
    INVITE = "invite"
    PART = "part"
    CONFLICT = "conflict"
    LIFT = "lift"
    ASK = "ask"
    NOTE = "note"
    SHARE = "share"
    END = "end"
    AS = "as"
    RECTIFY = "rectify"
    CHARGE = "charge"
    REFER = "refer"
    ACK = "ack"
    BACK = "back"
    GRADE = "grade"
    FIELD = "field"
    REBUT = "rebut"
    CLOSE = "close"
    REOPEN = "reopen"
    PAUSE = "pause"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    GRANT = "grant"
    SHOW = "show"
    OPEN = "open"
    MINE = "mine"
    JOIN = "join"
    ADMIT = "admit"
    DECLINE = "decline"
    OUT = "out"
    RAISE = "raise"
    LOWER = "lower"
    ENTRY = "entry"
    KEEP = "keep"
    DROP = "drop"
    PICK = "pick"
    CODE = "code"
    CODES = "codes"
    LINK = "link"
    UNLIKE = "unlike"
    SHOP = "shop"
    SOURCE = "source"
    LEDGER = "ledger"
    SIFT = "sift"
    EXPORT = "export"
    SWEEP = "sweep"
    SWEEPS = "sweeps"
    SPOTS = "spots"
    SPOT = "spot"
    OFFLIST = "offlist"
    FINISH = "finish"
    STORY = "story"
    PAPER = "paper"
    LOOK = "look"
    EXPOSE = "expose"
    BATCH = "batch"
    DRAFT = "draft"
    WRITE = "write"
    CLASS = "class"
    SNAP = "snap"
    FLAG = "flag"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    PREVIEW = "preview"
    PLAN = "plan"
    SLOT = "slot"
    CALENDAR = "calendar"
    TERM = "term"
    REHEARSE = "rehearse"
    PUBLISH = "publish"
    ROUND = "round"
    DOUBT = "doubt"
    OUTLET = "outlet"
    AMEND = "amend"
    FULL = "full"


# At most 62 characters of ASCII: `callback_data` may have 64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton).
_SHAPE = re.compile(r"t:([a-z]{2,8}):(0|[1-9][0-9]{0,17})(?::([A-Za-z0-9_-]{1,32}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """`about` is a case's id, or what the verb acts on: a note's, a user's, the last row of a page; 0 for nothing."""

    verb: Verb
    about: int = 0
    detail: str = ""

    @property
    def data(self) -> str:
        """`t:take:123`, at most 64 bytes of ASCII."""
        return f"t:{self.verb}:{self.about}" + (f":{self.detail}" if self.detail else "")

    @classmethod
    def read(cls, data: str | None) -> Self | None:
        """None for whatever `data` never writes: another room's button, a forgery, a button of a later version."""
        match = _SHAPE.fullmatch(data) if data else None
        if match is None or match[1] not in set(Verb):
            return None
        return cls(Verb(match[1]), int(match[2]), match[3] or "")


def desk_handle(desk_id: str) -> str:
    """A desk's short name in a button: its id may be sixty characters of Chinese, and a button has 64 bytes."""
    return hashlib.sha256(desk_id.encode()).hexdigest()[:12]
