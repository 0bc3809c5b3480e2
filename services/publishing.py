"""An exposure goes out: every text of its batch at once, exactly once; and stands there until it expires."""

from collections.abc import Sequence
from datetime import datetime

from domain import expiry
from domain.exposure import Class, Status
from domain.published import Frozen
from domain.refusal import Refusal, refuse
from services import broadcasting, exposure_cards, grounds
from services.app import App
from services.clocks import today
from services.passing import pass_text, pass_together
from services.seated import Seated
from services.turn import Turn
from storage import batches, exposures
from storage.database import Tx
from storage.guarded import Overtaken
from storage.tables import Batch, Exposure

GOING_OUT = frozenset({Status.APPROVED, Status.SCHEDULED})
"""What every text of a batch must be for the batch to go out by hand."""

_SCHEDULED = frozenset({Status.SCHEDULED})
"""What the schedule asks for: a text that came into the batch after it was scheduled goes nowhere by itself."""


async def publish_batch(turn: Turn, batch_id: int, *, by: Seated | None) -> Refusal | None:
    """Sends out every text of the batch; `by` is None for the schedule. Rights and hours are the caller's to ask.

    Refusals: those of `ready` and `grounds.lost`, `exposure_has_changed`. Raises `storage.guarded.Overtaken`.

    All or nothing, and once: each text is passed on only as it was read, and then the batch's `begun_at` is set only
    while it is null.
    """
    row, texts = await exposures.batch(turn.tx, batch_id), await exposures.in_batch(turn.tx, batch_id)
    unready = ready(turn, row, texts, GOING_OUT if by else _SCHEDULED)
    if unready is not None or row is None:
        return unready
    if (groundless := await grounds.lost(turn, texts)) is not None:
        # A case may have been opened again between the approval and the time that was planned.
        return groundless
    if not await pass_together(turn, texts, Status.PUBLISHING, "publishing", by):
        return refuse("exposure_has_changed")
    if not await batches.begin(turn.tx, row, turn.now):
        raise Overtaken
    for text in texts:
        await _begin(turn, text, "publish", by)
        await exposure_cards.refresh(turn, text.id)
    return None


def ready(
    turn: Turn, row: Batch | None, texts: Sequence[Exposure], approved: frozenset[Status] = GOING_OUT
) -> Refusal | None:
    """Whether the batch could go out as it stands: everything in it `approved`, and no letter changed since.

    Refusals: `no_such_batch`, `batch_begun`, `batch_empty`, `batch_unapproved` (with `count`), `batch_correction`,
    `batch_altered`, `batch_expired`.
    """
    if row is None:
        return refuse("no_such_batch")
    if row.begun_at is not None:
        return refuse("batch_begun")
    if not texts:
        return refuse("batch_empty")
    unapproved = sum(each.status not in approved for each in texts)
    if unapproved:
        return refuse("batch_unapproved", count=str(unapproved))
    if any(each.corrects_id is not None for each in texts):
        return refuse("batch_correction")
    if any(each.expires_on is not None and each.expires_on <= today(turn) for each in texts):
        return refuse("batch_expired")
    return None if all(map(intact, texts)) else refuse("batch_altered")


def intact(text: Exposure) -> bool:
    """Whether what was frozen is still what was approved by its digest."""
    try:
        return text.frozen is not None and Frozen.from_json(text.frozen).digest == text.digest
    except (KeyError, TypeError, ValueError):
        return False


async def published(turn: Turn, exposure_id: int) -> bool:
    """The exposure's round is over: it stands from now until its expiry, which an editor may have set before.

    False when it was not being published, or no longer: called twice, it changes nothing.
    """
    text = await exposures.get(turn.tx, exposure_id)
    if text is None or text.status != Status.PUBLISHING:
        return False
    until = text.expires_on or expiry.expires_on(Class(text.class_), today(turn), text.months)
    if not await pass_text(turn, text, Status.PUBLISHED, "published", None, published_at=turn.now, expires_on=until):
        return False
    await exposure_cards.refresh(turn, text.id)
    return True


async def expired(tx: Tx, app: App, now: datetime) -> list[int]:
    """Exposures whose day has come, while something may be sent: taking them down is a round, too."""
    return await exposures.expired(tx, now.astimezone(app.zone).date()) if app.hours.open_at(now) else []


async def expire(turn: Turn, exposure_id: int) -> bool:
    """Takes down an exposure whose day has come; False when it has not, or when it was taken down before."""
    text = await exposures.get(turn.tx, exposure_id)
    if text is None or text.expires_on is None or text.expires_on > today(turn):
        return False
    if not await pass_text(turn, text, Status.EXPIRED, "expired", None, ended_at=turn.now):
        return False
    await _begin(turn, text, "expire", None)
    await exposure_cards.refresh(turn, text.id)
    return True


async def _begin(turn: Turn, text: Exposure, verb: str, by: Seated | None) -> None:
    who, chat_id = (by.person.user_id, by.desk.chat_id) if by else (None, None)
    begun = await broadcasting.begin(turn, text, verb, by=who, chat_id=chat_id)
    assert begun is not None, "what was passed on is frozen"
