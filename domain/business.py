"""One business under the many names people write for it."""

import re
import unicodedata

from domain.plain_text import clean_line

_LONGEST = 200
_BETWEEN = re.compile(r"[\W_]+")


def business_key(name: str) -> str:
    """What two spellings of one name have in common; empty for a name without a letter or a figure.

    Width, case, blanks and punctuation are what people write differently: «Ａ记 烧腊(东店)» is «a记烧腊（东店）».
    Words are left alone: a branch is another place, and a guess here would put one shop's past on another's card.
    """
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", clean_line(name, _LONGEST)).casefold())[:_LONGEST]
