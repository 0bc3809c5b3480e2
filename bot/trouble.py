"""An unexpected error as people see it: a short reference number, under which the log has the rest."""

from secrets import choice

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Nothing that is misread from a screen or misheard on the telephone."""


def reference() -> str:
    """A fresh number such as `T-7KM2XQ`: 30⁶, enough that a day's errors don't share one."""
    return "T-" + "".join(choice(_LETTERS) for _ in range(6))
