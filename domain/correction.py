"""What a correction may be: words anew, photos only fewer."""

from collections.abc import Mapping, Sequence

from domain.exposure import Part
from domain.published import Picture, Rich

_UNTOLD = "〔请写明更正了什么〕"
"""What the editor is to replace; while it stands, the text can't be submitted."""


def begun_with(parts: Mapping[Part, Rich]) -> dict[Part, Rich]:
    """The parts as they stand, and a line at the beginning that says it is a correction."""
    lead = parts.get(Part.LEAD, Rich(""))
    line = f"更正：{_UNTOLD}"
    gap = "\n" if lead.text else ""
    # The line and its break lie in the Basic Multilingual Plane: as many UTF-16 units as characters.
    shift = len(line + gap)
    moved = [each | {"offset": each["offset"] + shift} for each in lead.entities]
    return {**parts, Part.LEAD: Rich(line + gap + lead.text, moved)}


def untold(parts: Mapping[Part, Rich]) -> bool:
    """Whether it does not say yet what was corrected."""
    return any(_UNTOLD in each.text for each in parts.values())


def only_fewer(now: Sequence[Picture], before: Sequence[Picture]) -> bool:
    """Whether the photos are some of those before, in their order: a photo in a chat can be deleted, not added."""
    left = iter([each.sha256 for each in before])
    return all(each.sha256 in left for each in now)
