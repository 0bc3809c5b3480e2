"""Whether a text repeats what a reporter wrote: how somebody says a thing can tell who they are.

What is compared is never given back: an echo is a place in the text that is asked about, and nothing else.
"""

import re
from collections.abc import Iterable, Iterator

from domain.flag import Found, Kind
from domain.folded import letters_of

RUN = 8
"""Letters in a row that two people rarely choose alike: about three words."""

_SHINGLE = 3
_SHARED = 0.5
"""Of a sentence's three-letter pieces, how many stand in the report when it was only put in another order."""

_SENTENCE = re.compile(r"[^。！？；\n!?;]+")
_SHORTEST = 10


class Overheard:
    """The reports' words, made ready to be compared; `names` (the business's) are everybody's words."""

    def __init__(self, reports: Iterable[str], names: Iterable[str] = ()) -> None:
        known = [letters for each in names if (letters := letters_of(each)[0])]
        self._runs, self._pieces = set[str](), set[str]()
        for report in reports:
            letters = letters_of(report)[0]
            for name in known:
                letters = letters.replace(name, "\0")
            self._runs |= set(_pieces(letters, RUN))
            self._pieces |= set(_pieces(letters, _SHINGLE))

    def echoes(self, text: str) -> Iterator[Found]:
        """Places in the text that repeat a report."""
        if not self._pieces:
            return
        yield from self._repeated(text)
        for each in _SENTENCE.finditer(text):
            pieces = list(_pieces(letters_of(each[0])[0], _SHINGLE))
            if len(pieces) >= _SHORTEST and sum(one in self._pieces for one in pieces) >= _SHARED * len(pieces):
                yield Found(*each.span(), Kind.ECHO)

    def _repeated(self, text: str) -> Iterator[Found]:
        letters, places = letters_of(text)
        for at, run in enumerate(_pieces(letters, RUN)):
            if run in self._runs:
                yield Found(places[at], places[at + RUN - 1] + 1, Kind.ECHO)


def _pieces(letters: str, length: int) -> Iterator[str]:
    return (letters[at : at + length] for at in range(len(letters) - length + 1))
