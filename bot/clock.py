"""What time it is: read here and handed down; below `bot/` it is a parameter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a running program goes by. `minute` is how long the schedule's minute takes.

    No setting and no command leads here: the command line runs by the wall clock, and only a program that is started
    from code, as stories do, can be given another one.
    """

    now: Callable[[], datetime] = now
    minute: timedelta = timedelta(minutes=1)
