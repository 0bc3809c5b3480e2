"""What an exposure looks like in a chat: its parts put together, as text and entities, and the digest of it all.

Only what stands in the parts is published: no label is added here, so what was approved is what is seen.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.exposure import Part
from domain.plain_text import clean, utf16_len

LONGEST = 4096
"""UTF-16 units of a message (core.telegram.org/bots/api#sendmessage)."""

LONGEST_CAPTION = 1024
"""UTF-16 units of a caption (core.telegram.org/bots/api#inputmediaphoto)."""

KEPT_ENTITIES = frozenset({"bold", "italic", "underline", "strikethrough"})
"""Formatting an editor may use. Links, mentions, custom emoji and the like never reach the public."""

GAP = "\n\n"
"""What stands between two parts."""


class Form(StrEnum):
    """In which form a chat gets an exposure: photos and the whole text; the beginning with a button to the whole;
    photos with the beginning as their caption."""

    FULL = "full"
    SHORT = "short"
    ALBUM = "album"


class Piece(StrEnum):
    """One request of the Bot API: a text, or an album. What has photos and text goes out in two pieces."""

    ALBUM = "album"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Rich:
    """Text with entities in the Bot API's JSON shape; offsets and lengths in UTF-16 units."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is published: `sha256` of the file's bytes, `copy` its name in the evidence folder."""

    photo_id: int
    copy: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything the public will see, in every form; what is approved, and what is sent, is this and nothing else."""

    full: Rich
    short: Rich
    caption: Rich
    pictures: tuple[Picture, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The shape stored with the exposure, read back by `from_json`."""
        return {
            "full": [self.full.text, self.full.entities],
            "short": [self.short.text, self.short.entities],
            "caption": [self.caption.text, self.caption.entities],
            "pictures": [[each.photo_id, each.copy, each.sha256] for each in self.pictures],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Frozen":
        """Raises KeyError, TypeError or ValueError for anything that `to_json` never made."""
        full, short, caption = (Rich(*data[name]) for name in ("full", "short", "caption"))
        return cls(full, short, caption, tuple(Picture(*each) for each in data["pictures"]))

    def in_form(self, form: Form) -> Rich:
        """The text of a chat that gets it in that form."""
        return {Form.FULL: self.full, Form.SHORT: self.short, Form.ALBUM: self.caption}[form]

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all of it: the photos by their own digests. One changed character changes it."""
        shape = self.to_json() | {"pictures": [each.sha256 for each in self.pictures]}
        return hashlib.sha256(json.dumps(shape, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def freeze(parts: Mapping[Part, Rich], pictures: Sequence[Picture] = ()) -> Frozen:
    """Puts the parts together. `full` may be longer than a message: ask `fits` before anything is approved."""
    return Frozen(whole(parts), opening(parts, LONGEST), opening(parts, LONGEST_CAPTION), tuple(pictures))


def fits(frozen: Frozen) -> bool:
    """Whether Telegram takes every form of it."""
    return 0 < utf16_len(frozen.full.text) <= LONGEST


def whole(parts: Mapping[Part, Rich]) -> Rich:
    """All parts in their order, a blank line between them, the title in bold."""
    return _joined([_shown(parts, each) for each in _there(parts, *Part)])


def opening(parts: Mapping[Part, Rich], room: int) -> Rich:
    """The title and what was done, for chats that get the beginning: at most `room` UTF-16 units."""
    return _cut(_joined([_shown(parts, each) for each in _opening(parts)]), room)


def shown_together(parts: Mapping[Part, Rich]) -> list[list[Part]]:
    """Which parts the public reads one behind the other: in the whole text, and in the opening."""
    return [_there(parts, *Part), _opening(parts)]


def _opening(parts: Mapping[Part, Rich]) -> list[Part]:
    return _there(parts, Part.TITLE) + (_there(parts, Part.PENALTY) or _there(parts, Part.FACTS))


def _shown(parts: Mapping[Part, Rich], part: Part) -> Rich:
    return _bold(parts[part]) if part is Part.TITLE else parts[part]


def _there(parts: Mapping[Part, Rich], *names: Part) -> list[Part]:
    return [each for each in names if each in parts and parts[each].text]


def _bold(rich: Rich) -> Rich:
    others = [each for each in rich.entities if each["type"] != "bold"]
    return Rich(rich.text, [{"type": "bold", "offset": 0, "length": utf16_len(rich.text)}, *others])


def _joined(shown: Sequence[Rich]) -> Rich:
    text, entities = "", list[dict[str, Any]]()
    for each in shown:
        text += GAP if text else ""
        at = utf16_len(text)
        entities += [one | {"offset": one["offset"] + at} for one in each.entities]
        text += each.text
    return Rich(text, entities)


def _cut(rich: Rich, room: int) -> Rich:
    if utf16_len(rich.text) <= room:
        return rich
    text = clean(rich.text, room - 1) + "…"
    end = utf16_len(text)
    kept = [each | {"length": min(each["length"], end - each["offset"])} for each in rich.entities]
    return Rich(text, [each for each in kept if each["length"] > 0])
