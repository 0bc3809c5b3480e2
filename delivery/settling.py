"""What follows from the fates of a round, in the one transaction that records them."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from delivery import halting
from delivery.fate import Arrived, Dead, Fate, InDoubt, Later, Moved, Recalled, Unexpected, Withheld
from domain.outgoing import Card, Document, Lane, Notice, Photos
from storage import addressing, desks, outbox, outbox_claims, papers
from storage.database import Database, Tx
from storage.outage import is_outage
from storage.outbox_claims import Claimed, Failed, Sent
from storage.sealing import KeyRing, SealBroken

_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE_S = 60
_GIVE_UP_AFTER = 6
"""Attempts after which what fails for a reason of our own is given up, so that it can't hold up its chat for ever."""
_UNRECORDED = "what became of it could not be recorded"

Outcome = tuple[Claimed, Fate]


def pause_s(attempts: int) -> float:
    """Seconds before the next attempt: 1, 2, 4 … up to a minute."""
    return float(min(2 ** min(attempts - 1, 10), _LONGEST_PAUSE_S))


async def settle(tx: Tx, keys: KeyRing, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Records every outcome whose lease still holds, and queues what it brings about; the others change nothing."""
    plain = [(row, _decided(row, fate)) for row, fate in outcomes]
    await _arrived(tx, keys, [(row, fate) for row, fate in plain if isinstance(fate, Arrived)], now)
    await _moved(tx, keys, [(row, fate) for row, fate in plain if isinstance(fate, Moved)], now)
    await outbox_claims.recall(tx, [row for row, fate in plain if isinstance(fate, Recalled)])
    await _withheld(tx, keys, [(row, fate) for row, fate in plain if isinstance(fate, Withheld)], now)
    later = [Failed(row, fate.why, _again(row, fate, now)) for row, fate in plain if isinstance(fate, Later)]
    await outbox_claims.push_back(tx, later)
    doubt = [Failed(row, fate.why, _again(row, fate, now)) for row, fate in plain if isinstance(fate, InDoubt)]
    await outbox_claims.mark_in_doubt(tx, doubt)
    await _dead(tx, keys, [(row, fate) for row, fate in plain if isinstance(fate, Dead)], now)


async def settle_alone(database: Database, keys: KeyRing, outcome: Outcome, now: datetime) -> None:
    """Records one outcome that may be what spoiled the transaction of many; one that the database refuses for itself,
    too, ends as plainly as it can. Raises when the database is away.
    """
    row, fate = outcome
    try:
        async with database.write() as tx:
            await settle(tx, keys, [outcome], now)
    except Exception as error:
        if is_outage(error):
            raise
        _LOG.critical("Outbox row %s: what became of it can't be recorded", row.id, exc_info=True)
        async with database.write() as tx:
            await settle(tx, keys, [(row, _plain(row, fate))], now)


def _plain(row: Claimed, fate: Fate) -> Fate:
    """Without whatever follows from it. Of what is published a person decides; a desk's case goes to the duty desk."""
    if row.lane is Lane.BROADCAST:
        return InDoubt(_UNRECORDED)
    return Arrived() if isinstance(fate, Arrived) else Dead(_UNRECORDED)


def _decided(row: Claimed, fate: Fate) -> Fate:
    if not isinstance(fate, Unexpected):
        return fate
    if row.attempts >= _GIVE_UP_AFTER:
        return Dead(f"given up: {fate.why}")
    return InDoubt(fate.why) if fate.begun else Later(fate.why)


def _again(row: Claimed, fate: Later | InDoubt, now: datetime) -> datetime:
    after = fate.after_s if isinstance(fate, Later) else None
    return now + timedelta(seconds=pause_s(row.attempts) if after is None else after)


async def _arrived(tx: Tx, keys: KeyRing, arrived: Sequence[tuple[Claimed, Arrived]], now: datetime) -> None:
    sent = [Sent(row, fate.message_ids, fate.mark, fate.ask, fate.result) for row, fate in arrived]
    ours = await outbox_claims.settle_sent(tx, sent, now)
    kept = [(row, fate) for row, fate in arrived if row.id in ours]
    for row, fate in kept:
        if fate.was_marked:
            await addressing.mark_reached(tx, row.recipient)
        await addressing.remember_uploads(tx, fate.uploads)
        if fate.counted:
            await papers.counted(tx, *fate.counted)
        if fate.left_over and row.case_id is not None:
            # The rest of the photos is a row of its own: should it fail, the first album is not sent again.
            rest = Photos(row.case_id, list(fate.left_over))
            await outbox.put(tx, keys, [outbox.Queued(row.recipient, rest, row.lane)], now)


async def _moved(tx: Tx, keys: KeyRing, moved: Sequence[tuple[Claimed, Moved]], now: datetime) -> None:
    for old, new in {(fate.old, fate.new) for _, fate in moved}:
        await outbox_claims.migrate_chat(tx, keys, old, new)
    await outbox_claims.push_back(tx, [Failed(row, "the group became a supergroup", now) for row, _ in moved])


async def _withheld(tx: Tx, keys: KeyRing, withheld: Sequence[tuple[Claimed, Withheld]], now: datetime) -> None:
    # Its copy waits again before the round is stopped, in one transaction: nothing feeds it in between.
    ours = await outbox_claims.recall(tx, [row for row, _ in withheld])
    for row, fate in withheld:
        if row.id in ours and row.copy_id is not None:
            _LOG.critical("Copy %s is withheld: %s", row.copy_id, fate.why)
            await halting.halt(tx, keys, row.copy_id, now, fate.notice, fate.facts)


async def _dead(tx: Tx, keys: KeyRing, dead: Sequence[tuple[Claimed, Dead]], now: datetime) -> None:
    ours = await outbox_claims.settle_dead(tx, [Failed(row, fate.why) for row, fate in dead], now)
    for row, fate in dead:
        if row.id not in ours:
            continue
        _LOG.error("Outbox row %s will never arrive: %s", row.id, fate.why)
        if fate.gone:
            await addressing.mark_unreachable(tx, row.recipient, now)
        elif _is_document(keys, row):
            # Somebody was promised a file, and waits for it.
            await outbox.put(tx, keys, [outbox.Queued(row.recipient, Notice("paper_failed"), row.lane)], now)
        if fate.untrue and row.copy_id is not None:
            await halting.halt(tx, keys, row.copy_id, now)
        await _alarm(tx, keys, row, now)


def _is_document(keys: KeyRing, row: Claimed) -> bool:
    try:
        what = json.loads(keys.open(row.payload, "outbox", "payload", row.recipient))
    except SealBroken:
        return False
    return bool(what.get("kind") == Document.kind)


async def _alarm(tx: Tx, keys: KeyRing, row: Claimed, now: datetime) -> None:
    """A case whose desk can't be told of it goes to the duty desk."""
    if row.case_id is None or addressing.is_person(row.recipient):
        return
    duty_desk = await desks.duty_desk(tx)
    duty = duty_desk.chat_id if duty_desk else None
    if duty is None or outbox.to_group(duty) == row.recipient:
        # Nobody is left to tell: an alarm about the alarm would go round for ever.
        _LOG.critical("Case %s can't be shown to anybody: no group of the duty desk can be reached", row.case_id)
        return
    facts = await addressing.undelivered(tx, row.case_id, int(row.recipient))
    if facts is None:
        return
    number, desk = facts
    notice = Notice("undeliverable", {"number": number, "desk": desk}, row.case_id)
    alarm = [
        outbox.Queued(outbox.to_group(duty), Card(row.case_id), topic=f"card:{row.case_id}"),
        outbox.Queued(outbox.to_group(duty), notice, topic=f"undeliverable:{row.case_id}"),
    ]
    await outbox.put(tx, keys, alarm, now)
