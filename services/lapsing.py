"""Reports that were begun and never sent: their writers are reminded once, then all of it is forgotten."""

from datetime import datetime

from domain.draft import Draft
from domain.outgoing import Notice
from services.app import App
from services.drafting import PROMPT
from services.turn import Turn
from storage import correspondents, evidence
from storage.database import Tx
from storage.tables import Correspondent

_AT_ONCE = 200
"""Drafts of one tick; what is left over is due at the next."""


async def to_remind(tx: Tx, app: App, now: datetime) -> list[str]:
    """Correspondents who have left a report lying; none in the quiet hours."""
    if app.chasing.is_quiet(now):
        return []
    return await correspondents.left_lying(tx, app.lapse.untouched_since(now), _AT_ONCE)


async def to_forget(tx: Tx, app: App, now: datetime) -> list[str]:
    """Correspondents who were reminded, and whose notice is over."""
    return await correspondents.reminded(tx, app.lapse.reminded_before(now), _AT_ONCE)


async def remind(turn: Turn, key: str) -> bool:
    """Says that a report waits and until when it is kept; False when nothing was said.

    Nobody is reminded of what holds nothing, or can be told who has blocked the bot: both only begin their notice.
    """
    row = await correspondents.get(turn.tx, key)
    before = turn.app.lapse.untouched_since(turn.now)
    if row is None or row.draft_at is None or row.draft_at >= before or row.draft_reminded_at is not None:
        return False
    if not await correspondents.note_reminder(turn.tx, row, turn.now):
        return False
    draft = _to_tell_of(turn, row)
    if draft is not None:
        facts = {"day": turn.app.lapse.kept_until(turn.now).isoformat(), "mark": draft.mark}
        # Under the questions' topic: a question that is asked before this was said takes its place.
        turn.tell_person(row.key, Notice("draft_waits", facts), PROMPT)
    return draft is not None


async def forget(turn: Turn, key: str) -> bool:
    """Forgets the draft and lets its files go, fetched or not (`services/tidying.py` takes them off the disk); False
    when nothing was said.

    Whoever goes on writing at this moment loses nothing: the worker holds the row from the moment it reads the draft
    (`correspondents.find`), so either it was first, and the UPDATE here finds a younger draft and meets no row; or
    it waits for this transaction, and then finds no draft and begins one.
    """
    row = await correspondents.get(turn.tx, key)
    over = turn.app.lapse.reminded_before(turn.now)
    if row is None or row.draft_reminded_at is None or row.draft_reminded_at >= over:
        return False
    if not await correspondents.forget_draft(turn.tx, row):
        return False
    await evidence.drop_draft(turn.tx, key)
    told = _to_tell_of(turn, row) is not None
    if told:
        turn.tell_person(row.key, Notice("draft_forgotten", {}), PROMPT)
    return told


def _to_tell_of(turn: Turn, row: Correspondent) -> Draft | None:
    kept = correspondents.read_draft(turn.app.keys, row)
    draft = None if kept is None else Draft.from_json(kept)
    return draft if draft is not None and draft.holds_something and row.blocked_at is None else None
