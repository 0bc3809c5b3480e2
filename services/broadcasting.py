"""Beginning a round: which exposure, what for, and whom it reaches. What follows stands in `services/feeding.py`."""

from domain.broadcast import AMENDS, TAKES_DOWN, CopyState, Going, Round
from domain.people import DeskKind
from domain.published import Frozen
from services.turn import Turn
from storage import copies, desks, exposures, rounds, targets
from storage.outbox import to_group
from storage.tables import Broadcast, Exposure
from storage.targets import Reach


async def begin(
    turn: Turn, exposure: Exposure, verb: str, *, by: int | None, chat_id: int | None, again: bool = False
) -> Broadcast | None:
    """Begins the round `verb` (`domain.broadcast.Round`) with what is frozen, and makes its copies; moves nothing else.

    `by` is None for the schedule. Its progress stands in `chat_id`, or, where that is None, in the office's group.
    `again` is for a reprint: also to those who have it already. None, and nothing is begun, when nothing is frozen,
    which only what takes down can do without, or for a rehearsal without a group of the office. Earlier rounds of the
    series that still go on are cancelled by one that amends.
    """
    purpose, home = Round(verb), chat_id if chat_id is not None else await _office(turn)
    if exposure.series_id is None or (purpose is Round.REHEARSE and home is None):
        return None
    if exposure.frozen is None and purpose not in TAKES_DOWN:
        return None
    past = await targets.past_rounds(turn.tx, exposure.series_id)
    if purpose in AMENDS:
        await _stop(turn, past)
    row = await rounds.add(turn.tx, exposure.id, purpose, home, by, turn.now)
    # Taking down asks nothing of the text: what was altered in the database is still to be got off the net.
    pictures = purpose not in TAKES_DOWN and bool(Frozen.from_json(exposure.frozen or {}).pictures)
    reach = Reach(row.id, exposure.series_id, pictures, () if purpose is Round.REHEARSE else past, again)
    await _make_copies(turn, exposure, purpose, home, reach)
    await rounds.set_total(turn.tx, row, await targets.count(turn.tx, row.id))
    return row


async def _office(turn: Turn) -> int | None:
    found = await desks.desks(turn.tx, [DeskKind.PUBLICITY], limit=1)
    return found[0].chat_id if found else None


async def _stop(turn: Turn, past: list[int]) -> None:
    # What is in flight may still arrive: settling it adds a copy to the newest amendment (`storage.copy_ends.stand`).
    # Settling holds its round's row, so it comes to its end before this, and what it brought is among what stands; or
    # after, and then finds the amendment. Those that were cancelled before have copies in flight, too: all are held.
    await rounds.hold(turn.tx, past)
    for row in await rounds.open_of_series(turn.tx, past):
        if await rounds.turn_to(turn.tx, row.id, Going.CANCELLED, [Going.RUNNING, Going.PAUSED], ended_at=turn.now):
            await copies.take_back(turn.tx, row.id, CopyState.CANCELLED)
            await copies.cancel_waiting(turn.tx, row.id)


async def _make_copies(turn: Turn, exposure: Exposure, purpose: Round, home: int | None, reach: Reach) -> None:
    if purpose in AMENDS:
        await targets.standing(turn.tx, reach, corrected=purpose is Round.CORRECT)
        return
    if purpose is Round.REHEARSE:
        assert home is not None, "asked before"
        await targets.one_chat(turn.tx, reach, to_group(home))
        return
    batch = await exposures.batch(turn.tx, exposure.batch_id)
    whom = batch.reach.split(",") if batch else []
    terms = turn.app.publicity
    if "outlets" in whom:
        await targets.outlets(turn.tx, reach)
    if "desks" in whom:
        await targets.towns(turn.tx, reach, terms.desk_form)
    if "subscribers" in whom:
        town, category = exposure.desk_id, exposure.violation
        await targets.subscribers(turn.tx, reach, terms.subscriber_form, town=town, category=category)
