"""Chinese is the source; English stands in the catalogues under `locale/en`, one file an author's room.

A missing translation shows the Chinese sentence; `tests/wording/test_catalogues.py` finds it before a person does.
"""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
"""What people can choose; the first is the default."""


class Words:
    """Translates into one language: `w("你好，{name}", name=name)`.

    The sentence is always a literal, so that it can be extracted; blanks are filled after translating, and what
    fills them is never interpreted.
    """

    __slots__ = ("_catalogue", "lang")

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self._catalogue = catalogue(self.lang)

    def __call__(self, sentence: str, /, **blanks: object) -> str:
        text = self._catalogue.get(sentence, sentence)
        return text.format(**blanks) if blanks else text

    def pick(self, zh: str, en: str) -> str:
        """For names that come from data files with both languages beside each other."""
        return en if self.lang == "en" and en else zh


@cache
def words(lang: str) -> Words:
    """The one `Words` of a language; an unknown language is Chinese."""
    return Words(lang)


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Sentence → translation; empty for the source language."""
    if lang == LANGUAGES[0]:
        return {}
    found: dict[str, str] = {}
    for source in sorted(files("wording").joinpath("locale", lang).iterdir(), key=lambda each: each.name):
        with source.open("rb") as file:
            for message in read_po(file, locale=lang):
                if message.id and message.string and not message.fuzzy:
                    found[str(message.id)] = str(message.string)
    return found
