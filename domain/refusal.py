"""An expected «no», as a value: whoever asked is told what was wrong and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a use case changed nothing.

    `key` names a sentence of `wording/refusals.py`; `params` fill its blanks. A refusal carries no identity
    beyond the names of colleagues, so it may be shown to whoever caused it.
    """

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


def refuse(key: str, **params: str) -> Refusal:
    """Shorthand that reads as the sentence it is: `return refuse("already_held", holder=name)`."""
    return Refusal(key, params)
