"""Who reads the reporter's own words: the desk that was given the report, and nobody it asks for help."""

_OUR_OWN = frozenset({"inspection", "supervisor"})
"""Sources in which nobody but staff has said anything."""


def words_withheld(source: str, *, guest: bool, referred: bool) -> bool:
    """Whether a desk goes without what was reported, word by word.

    How somebody writes can tell who they are (Food Safety Law art. 115), so a desk that only helps, or a department to
    which a case was referred, gets what officers have established, the place, the business and the cleaned photos.
    """
    return (guest or referred) and source not in _OUR_OWN
