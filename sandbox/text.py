"""Lengths and entities as Telegram counts them: in UTF-16 units."""

import re
from collections.abc import Iterator

from sandbox.refusals import Json, bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
FINDABLE = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/<>]))"
    r"|(?P<url>https?://[^\s<>\"，。！？、）]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+-])(?!\d{4}-\d\d-\d\d(?!\d))\+?\d[\d -]{8,14}\d(?!\w))"
)
UNNESTABLE = frozenset({"pre", "code"})


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units: characters beyond the first plane count twice."""
    return len(text) if text.isascii() else len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def checked(text: str, entities: list[Json], limit: int, what: str) -> tuple[str, list[Json]]:
    """A text within its limit, without trailing blanks, with entities that fit it; raises the refusals."""
    if entities:
        check_entities(text, entities, utf16(text))
    text = text.rstrip()
    length = utf16(text)
    if length > limit:
        raise bad(f"{what} is too long")
    return text, [clipped for entity in entities if (clipped := _clip(entity, length))]


def check_entities(text: str, entities: list[Json], length: int) -> None:
    """Refuse entities outside the text, inside a surrogate pair, overlapping, or in code."""
    if len(entities) > ENTITY_LIMIT:
        raise bad("too many entities; the sandbox refuses what Telegram would silently drop")
    borders = set(_borders(text))
    open_until: list[tuple[int, str]] = []
    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] <= 0 or end > length:
            raise bad(f"ENTITY_BOUNDS_INVALID: {entity['type']} at {start}..{end} of {length}")
        if start not in borders or end not in borders:
            raise bad(f"ENTITY_BOUNDS_INVALID: {entity['type']} at {start}..{end} splits a character")
        open_until = [(until, kind) for until, kind in open_until if until > start]
        for until, kind in open_until:
            if end > until or kind in UNNESTABLE:
                raise bad(f"entities overlap: {entity['type']} at {start}..{end} does not nest in {kind}")
        open_until.append((end, entity["type"]))


def _borders(text: str) -> Iterator[int]:
    position = 0
    for character in text:
        yield position
        position += 2 if ord(character) > 0xFFFF else 1
    yield position


def _clip(entity: Json, length: int) -> Json | None:
    """Trailing blanks were cut; what an entity loses by that, it loses."""
    kept = min(entity["length"], length - entity["offset"])
    return {**entity, "length": kept} if kept > 0 else None


def found_in(text: str) -> list[Json]:
    """Entities Telegram finds by itself: commands, links, mentions, hashtags, addresses, phone numbers."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for match in FINDABLE.finditer(text)
    ]
