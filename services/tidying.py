"""Forgetting what has served its purpose."""

from datetime import datetime, timedelta

from storage import attempts, inbox, outbox
from storage.database import Tx

SETTLED_KEPT_FOR = timedelta(days=7)
ATTEMPTS_KEPT_FOR = timedelta(days=180)
"""Long enough to look into a series of guesses or presses."""


async def tidy(tx: Tx, now: datetime) -> None:
    """Removes settled inbox and outbox rows, and old attempts. Their payloads went when they were settled."""
    await inbox.forget_done(tx, now)
    await outbox.forget_settled(tx, now - SETTLED_KEPT_FOR)
    await attempts.forget(tx, now - ATTEMPTS_KEPT_FOR)
