"""`parse_mode` HTML and MarkdownV2: markup to text and entities, or a loud refusal."""

import html
import re
from collections.abc import Iterator

from sandbox.refusals import Json, bad, not_in_the_sandbox
from sandbox.text import utf16

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip
TAG = re.compile(r"<(?P<closing>/)?(?P<name>[a-zA-Z-]+)(?P<attributes>[^<>]*)>|<|&(?:[a-z]+|#\d+|#x[0-9a-f]+);")
MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code"}
MARK = re.compile(r"\\(.)|(\|\||__|[*_~`])|\[([^\]\\]+)\]\(([^)\\]+)\)|([\[\]()>#+\-=|{}.!])", re.DOTALL)


def parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    """Text without its markup, and the entities it meant; 400 for what can't be parsed."""
    if mode.lower() == "html":
        return _Marked().html(text)
    if mode.lower() == "markdownv2":
        return _Marked().markdown(text)
    raise not_in_the_sandbox(f"parse_mode {mode!r}; use entities, HTML or MarkdownV2")


class _Marked:
    """Text gathered so far with its length in UTF-16 units, and the marks still open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[tuple[str, Json]] = []
        self.entities: list[Json] = []

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += utf16(piece)

    def start(self, mark: str, kind: str, **extra: str) -> None:
        self.open.append((mark, {"type": kind, "offset": self.length, **extra}))

    def end(self, mark: str, at: int) -> None:
        if not self.open or self.open[-1][0] != mark:
            raise bad(f"can't parse entities: unexpected end of {mark!r} at {at}")
        entity = self.open.pop()[1]
        entity["length"] = self.length - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def finish(self) -> tuple[str, list[Json]]:
        if self.open:
            raise bad(f"can't parse entities: can't find end of {self.open[-1][0]!r}")
        return "".join(self.pieces), sorted(self.entities, key=lambda each: (each["offset"], -each["length"]))

    def html(self, text: str) -> tuple[str, list[Json]]:
        for piece, match in _split(TAG, text):
            self.add(piece)
            if match is None:
                continue
            if match.group() == "<":
                raise bad(f"can't parse entities: unsupported start tag at {match.start()}")
            if match.group().startswith("&"):
                self.add(html.unescape(match.group()))
            else:
                self._tag(match)
        return self.finish()

    def _tag(self, match: re.Match[str]) -> None:
        name = match["name"].lower()
        if name not in TAGS:
            raise bad(f'can\'t parse entities: unsupported start tag "{name}" at byte offset {match.start()}')
        if match["closing"]:
            self.end(name, match.start())
            return
        link = re.search(r'href="([^"]*)"', match["attributes"])
        expandable = name == "blockquote" and "expandable" in match["attributes"]
        kind = "expandable_blockquote" if expandable else TAGS[name]
        self.start(name, kind, **({"url": html.unescape(link[1])} if link and name == "a" else {}))

    def markdown(self, text: str) -> tuple[str, list[Json]]:
        for piece, match in _split(MARK, text):
            self.add(piece)
            if match is None:
                continue
            escaped, mark, label, url, reserved = match.groups()
            if reserved:
                raise bad(f"can't parse entities: character '{reserved}' is reserved and must be escaped with '\\'")
            if escaped:
                self.add(escaped)
            elif label:
                self.start("[", "text_link", url=url)
                self.add(label)
                self.end("[", match.start())
            elif self.open and self.open[-1][0] == mark:
                self.end(mark, match.start())
            else:
                self.start(mark, MARKS[mark])
        return self.finish()


def _split(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    position = 0
    for match in pattern.finditer(text):
        yield text[position : match.start()], match
        position = match.end()
    yield text[position:], None
