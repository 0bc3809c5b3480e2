"""What happened to an exposure and those that correct it: moves, and rounds with what became of them."""

from sqlalchemy import func, literal, select

from domain.broadcast import CopyState, Round
from domain.exposure import Status
from domain.exposure_story import ExposureStory, Sent, Step
from storage.database import Tx
from storage.tables import Broadcast, Copy, Exposure, ExposureEvent, StaffRow

_TOLD = (
    "correcting", "reprinted", "amended_again", "reporters_told", "round_paused", "round_resumed", "round_cancelled",
    "doubt_decided",
)  # fmt: skip
"""What is told although the status stays."""


async def story(tx: Tx, series_id: int) -> ExposureStory:
    """All of the series; edits of a draft are left out, rehearsals too."""
    told: list[Step | Sent] = [*await _steps(tx, series_id), *await _rounds(tx, series_id)]
    return ExposureStory(series_id, tuple(sorted(told, key=lambda each: each.at)))


async def _steps(tx: Tx, series_id: int) -> list[Step]:
    rows = await tx.execute(
        select(ExposureEvent, StaffRow.name)
        .join(Exposure, Exposure.id == ExposureEvent.exposure_id)
        .outerjoin(StaffRow, StaffRow.user_id == ExposureEvent.actor_id)
        .where(Exposure.series_id == series_id)
        .order_by(ExposureEvent.id)
    )
    steps = []
    for event, name in rows:
        to = Status(event.to_status) if event.to_status and event.to_status != event.from_status else None
        if to is not None or event.what in _TOLD:
            steps.append(Step(event.at, event.exposure_id, event.what, to, name or "", event.reason))
    return steps


async def _rounds(tx: Tx, series_id: int) -> list[Sent]:
    found = list(
        await tx.scalars(
            select(Broadcast)
            .join(Exposure, Exposure.id == Broadcast.exposure_id)
            .where(Exposure.series_id == series_id, Broadcast.verb != Round.REHEARSE.value)
            .order_by(Broadcast.id)
        )
    )
    counts: dict[tuple[int, bool], dict[CopyState, int]] = {}
    person = Copy.recipient.like(literal("p:%", literal_execute=True))
    # A chat with an album and a text has two copies, and is one chat.
    chats = func.count(Copy.recipient.distinct())
    query = select(Copy.broadcast_id, person, Copy.state, chats).where(Copy.broadcast_id.in_([x.id for x in found]))
    for round_id, is_person, state, count in await tx.execute(query.group_by(Copy.broadcast_id, person, Copy.state)):
        counts.setdefault((round_id, bool(is_person)), {})[CopyState(state)] = count
    return [
        Sent(
            each.begun_at, each.exposure_id, Round(each.verb),
            counts.get((each.id, False), {}), counts.get((each.id, True), {}),
        )
        for each in found
    ]  # fmt: skip
