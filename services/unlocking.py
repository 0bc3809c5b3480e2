"""Unlocking an identity: by a custodian at the server, for a reason, and never without a trace.

There is no button for it. Whoever runs the command has the machine and the keys in hand anyway; what this adds is that
the ordinary way leaves an event in the case's chain and tells the duty desk, so that it can be asked about.
"""

from domain.outgoing import Notice
from domain.plain_text import clean, clean_line
from domain.refusal import Refusal, refuse
from services.turn import Turn
from storage import addressing, cases, desks
from storage.outbox import to_person
from storage.sealing import SealBroken

SHORTEST_REASON = 10
"""Characters; a word is no reason."""

ACTOR = "custodian"


async def unlock(turn: Turn, number: str, custodian: str, reason: str) -> int | Refusal:
    """The reporter's numeric Telegram id, for the caller to show once its transaction is committed, not before.

    Refusals: `no_such_case`, `no_reporter` (staff entered it), `reason_too_short` (with `limit`), `no_custodian`.
    """
    row = await cases.by_number(turn.tx, number)
    if row is None:
        return refuse("no_such_case")
    why, who = clean(reason, 500), clean_line(custodian, 60)
    if len(why) < SHORTEST_REASON:
        return refuse("reason_too_short", limit=str(SHORTEST_REASON))
    if not who:
        return refuse("no_custodian")
    if row.reporter is None:
        return refuse("no_reporter")
    recipient = to_person(row.reporter)
    address = (await addressing.addresses(turn.tx, turn.app.keys, [recipient])).get(recipient)
    if address is None or isinstance(address, SealBroken):
        return refuse("no_reporter")
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "identity_unlocked", turn.now, ACTOR, reason=why, facts={"custodian": who}
    )
    await _tell_duty_desk(turn, Notice("identity_unlocked", {"number": row.number, "who": who, "reason": why}, row.id))
    return address.chat_id


async def _tell_duty_desk(turn: Turn, notice: Notice) -> None:
    desk = await desks.duty_desk(turn.tx)
    if desk is not None and desk.chat_id is not None:
        turn.tell_group(desk.chat_id, notice)
