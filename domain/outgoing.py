"""What the bot is about to say, as plain values that survive a restart in the outbox.

Handlers say finished text (`Say`); use cases name a notice and its facts (`Notice`), which the voice puts into the
recipient's language when it sends. A card is never stored as text: it is drawn from the case at the moment of
sending, so a late or repeated send can't show an old state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, get_args


class Lane(IntEnum):
    """Which queue a row waits in; a lower lane overtakes a higher one. Order is kept within a chat and lane.

    Amendments edit or delete what was published: they go before further publishing, and may be repeated unseen.
    """

    NOTICE = 0
    AMENDMENT = 5
    BROADCAST = 9


class Mark(StrEnum):
    """What a sent message was, so that a reply to it or a later edit finds its case."""

    CARD = "card"
    CASE = "case"
    ASK = "ask"
    PROMPT = "prompt"
    SWEEP = "sweep"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Say:
    """Finished text. `entities` and `markup` are the Bot API's own JSON shapes; offsets are in UTF-16 units.

    `ask` names what a reply to this message answers (see `domain/asking.py`), with `case_id` the case it is about.
    `instead_of` is a message of ours that this text takes the place of; where it can't be edited, a new one is sent.
    """

    kind: ClassVar[str] = "say"
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    reply_to: int | None = None
    case_id: int | None = None
    ask: str | None = None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of `wording/notices.py` by its key, with its facts; sent under the case's card in a group."""

    kind: ClassVar[str] = "notice"
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The case's card: edited where it already stands in this chat, sent otherwise or when `anew`."""

    kind: ClassVar[str] = "card"
    case_id: int
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Photos:
    """Cleaned copies of evidence, as one album under the case's card (or under nothing, in a private chat)."""

    kind: ClassVar[str] = "photos"
    case_id: int
    evidence_ids: list[int]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that somebody asked for: a row of `paper`, made at the moment of sending and kept nowhere."""

    kind: ClassVar[str] = "document"
    paper_id: int
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class SweepCard:
    """A sweep's message in a group, as a case's `Card`; `after` is the place behind which its buttons begin."""

    kind: ClassVar[str] = "sweep"
    case_id: ClassVar[int | None] = None
    sweep_id: int
    after: int = 0
    anew: bool = False


@dataclass(frozen=True, slots=True)
class ExposureCard:
    """An exposure's card (稿件卡) in the publicity office's group, as a case's `Card`.

    `publish_by` is the last day (ISO) on which it is published in time, empty where there is none; `late`: it is over.
    """

    kind: ClassVar[str] = "exposure"
    case_id: ClassVar[int | None] = None
    exposure_id: int
    anew: bool = False
    publish_by: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A batch's card (期次卡) in the publicity office's group: edited where it stands; sent only when `anew`."""

    kind: ClassVar[str] = "batch"
    case_id: ClassVar[int | None] = None
    batch_id: int
    anew: bool = False


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A photo of an exposure in the publicity office's group, with what is to be blackened in it; edited where it
    stands, sent only when `anew`."""

    kind: ClassVar[str] = "photo"
    case_id: ClassVar[int | None] = None
    photo_id: int
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of an exposure in one chat, drawn from what was frozen; its text is never stored in the outbox."""

    kind: ClassVar[str] = "copy"
    case_id: ClassVar[int | None] = None
    copy_id: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """The whole text in the place of the beginning, in that message of a copy that stands."""

    kind: ClassVar[str] = "expanded"
    case_id: ClassVar[int | None] = None
    copy_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How a broadcast goes, in the publicity office's group: edited where it stands, sent otherwise or when `anew`.

    `per_s` is how many copies a second can be said; `opens`: it waits for the sending hours, which begin then.
    """

    kind: ClassVar[str] = "round"
    case_id: ClassVar[int | None] = None
    broadcast_id: int
    anew: bool = False
    per_s: float = 25
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A piece of an exposure as it will look, for one of the office in private: `form` and `piece` are values of
    `domain.published.Form` and `Piece`. In a group nothing is said."""

    kind: ClassVar[str] = "preview"
    case_id: ClassVar[int | None] = None
    exposure_id: int
    form: str
    piece: str


Worded = Say | Notice | Card | Photos | Document | SweepCard | ExposureCard | BatchCard | PhotoCard | Progress
"""What becomes one message, or one album or document, of our own words."""

Outgoing = Worded | Copy | Expanded | Preview
_KINDS: dict[str, type[Outgoing]] = {each.kind: each for each in get_args(Outgoing)}


def to_json(what: Outgoing) -> dict[str, Any]:
    """The shape stored in the outbox, read back by `from_json`."""
    # Not `asdict`: what the fields hold is JSON already, and copying it deeply costs more than sealing it.
    return {"kind": what.kind} | {each.name: getattr(what, each.name) for each in fields(what)}


def from_json(data: Mapping[str, Any]) -> Outgoing:
    """Raises KeyError for an unknown kind, TypeError for unknown fields: both mean a row of another version."""
    fields = dict(data)
    return _KINDS[fields.pop("kind")](**fields)
