"""What the program asks a person about before a text is made public."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from domain.exposure import Part


class Kind(StrEnum):
    """Why something in a text is asked about. The values are stored."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"
    LINK = "link"
    NAME = "name"
    BUSINESS = "business"
    HOME = "home"
    HEALTH = "health"
    MINOR = "minor"
    AMOUNT = "amount"
    DATE = "date"
    DOCUMENT = "document"
    OUTCOME = "outcome"
    ECHO = "echo"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Something found in a text, from the first character to behind the last."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Flag:
    """A question about words in one part; the same words in one part are asked about once."""

    part: Part
    kind: Kind
    words: str

    @property
    def key(self) -> str:
        """By part, kind and words, so that a decision outlives edits elsewhere; 64 characters."""
        return hashlib.sha256(f"{self.part}\n{self.kind}\n{self.words}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Question:
    """A flag before somebody who is to decide on it: `n` of those `of` that are open. `text` is the part it is in.
    `across`: with the neighbouring part the words make up one number (`domain/across_parts.py`)."""

    flag_id: int
    exposure_id: int
    part: Part
    kind: Kind
    words: str
    text: str
    n: int
    of: int
    across: bool = False
