"""Numbers that two parts make up together: the public reads the parts as one text, so half a telephone number in each
of them leads to somebody as a whole one does."""

from collections.abc import Iterator, Mapping, Sequence

from domain.exposure import Part
from domain.flag import Flag
from domain.folded import folded
from domain.identifiers import identifiers
from domain.never_flagged import Span, digits_covered, open_numbers
from domain.published import GAP, Rich, shown_together


def across_parts(parts: Mapping[Part, Rich]) -> Iterator[Flag]:
    """A question for each such number, about the longest of its pieces: once that is gone, no number is left."""
    for row in shown_together(parts):
        text, starts = _joined([parts[each].text for each in row])
        plain = folded(text)
        never = open_numbers(plain)
        for each in identifiers(plain):
            span = (each.start, each.end)
            pieces = list(_pieces(plain, span, starts))
            if len(pieces) > 1 and not digits_covered(plain, span, never):
                nth, (start, end) = max(pieces, key=lambda piece: piece[1][1] - piece[1][0])
                yield Flag(row[nth], each.kind, text[start:end])


def _joined(texts: Sequence[str]) -> tuple[str, list[Span]]:
    whole, spans = "", list[Span]()
    for each in texts:
        whole += GAP if whole else ""
        spans.append((len(whole), len(whole) + len(each)))
        whole += each
    return whole, spans


def _pieces(plain: str, span: Span, parts: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """What of the span lies in each part, from its first letter or digit to its last."""
    for nth, (start, end) in enumerate(parts):
        within = [at for at in range(max(start, span[0]), min(end, span[1])) if plain[at].isalnum()]
        if within:
            yield nth, (within[0], within[-1] + 1)
