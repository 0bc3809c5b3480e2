"""An exposure goes out: every text of its batch at once, exactly once; and stands there until it expires."""

from collections.abc import Sequence

from domain import expiry
from domain.exposure import Actor, Class, Status, move
from domain.published import Frozen
from domain.refusal import Refusal, refuse
from services import broadcasting
from services.clocks import today
from services.office import Seated
from services.turn import Turn
from storage import batches, desks, exposures
from storage.tables import Batch, Exposure

GOING_OUT = frozenset({Status.APPROVED, Status.SCHEDULED})
"""What every text of a batch must be for the batch to go out by hand."""

_SCHEDULED = frozenset({Status.SCHEDULED})
"""What the schedule asks for: a text that came into the batch after it was scheduled goes nowhere by itself."""


class Overtaken(Exception):
    """A text or the batch was changed by another transaction between being read and being published; nothing of this
    one is kept. Worked again, it finds what has become of them."""


async def publish_batch(turn: Turn, batch_id: int, *, by: Seated | None) -> Refusal | None:
    """Sends out every text of the batch; `by` is None for the schedule. Rights and hours are the caller's to ask.

    Refusals: those of `ready`, `exposure_has_changed`. Raises `Overtaken`.

    All or nothing, and once: each text is passed on only as it was read, and then the batch's `begun_at` is set only
    while it is null. Of two processes at once the second waits for the first text's row, meets none, and has changed
    nothing by then.
    """
    row, texts = await exposures.batch(turn.tx, batch_id), await exposures.in_batch(turn.tx, batch_id)
    unready = ready(turn, row, texts, GOING_OUT if by else _SCHEDULED)
    if unready is not None or row is None:
        return unready
    for at, text in enumerate(texts):
        if not await _pass(turn, text, Status.PUBLISHING, "publishing", by):
            if at:
                raise Overtaken
            return refuse("exposure_has_changed")
    if not await batches.begin(turn.tx, row, turn.now):
        raise Overtaken
    office = by.desk if by else await desks.publicity_desk(turn.tx)
    for text in texts:
        await broadcasting.begin(
            turn, text, "publish", by=by.person.user_id if by else None, chat_id=office.chat_id if office else None
        )
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
    until = text.expires_on or expiry.expires_on(Class(text.class_), today(turn))
    return await _pass(turn, text, Status.PUBLISHED, "published", None, published_at=turn.now, expires_on=until)


async def _pass(turn: Turn, text: Exposure, to: Status, what: str, by: Seated | None, **columns: object) -> bool:
    """Moves the text, if it is still as it was read, and adds the event."""
    actor = Actor.CLOCK if by is None else Actor.APPROVER if by.leads else Actor.EDITOR
    gate = move(Status(text.status), to, actor)
    if gate is not None or not await exposures.pass_on(turn.tx, text, to, **columns):
        return False
    await exposures.add_event(
        turn.tx, turn.app.keys, text.id, what, turn.now, actor, actor_id=by.person.user_id if by else None,
        from_status=text.status, to_status=to,
    )  # fmt: skip
    return True
