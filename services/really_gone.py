"""Asking the reporter, once for each conclusion, whether it is really gone, and hearing what they say."""

from datetime import datetime

from domain.case import Actor, Status
from domain.look_back import Verdict
from domain.outgoing import Notice
from domain.refusal import Refusal, refuse
from services import cards, objecting
from services.app import App
from services.arranging import gone_topic
from services.following import me, my_case
from services.handling import what_was_written
from services.turn import Turn
from storage import cases, desks, sent_messages, verdicts
from storage.database import Tx
from storage.outbox import to_person
from storage.tables import CaseRow

QUESTION = "m:gone"
"""Stands beside the message that invites a reason, so that a reply to it is known for what it is."""

_AT_ONCE = 200
_ENDED = (Status.CONCLUDED, Status.CLOSED)
_ASKED = "asked_if_gone"


async def due(tx: Tx, app: App, now: datetime) -> list[int]:
    """Cases whose reporter is to be asked now; nobody is asked in the quiet hours."""
    return [] if app.chasing.is_quiet(now) else await verdicts.to_ask(tx, now, _AT_ONCE)


async def ask(turn: Turn, case_id: int) -> bool:
    """Asks the reporter; False when it is not the time, somebody else has asked, or they have objected already.

    The mark is set by an UPDATE that asks for the case as it was read: of two ticks the second meets no row.
    """
    row = await cases.get(turn.tx, case_id)
    if row is None or row.ask_at is None or row.ask_at > turn.now or turn.app.chasing.is_quiet(turn.now):
        return False
    if not await verdicts.asked(turn.tx, row) or row.reporter is None or row.status not in _ENDED:
        return False
    if await objecting.has_objected(turn, case_id):
        return False
    await cases.add_event(turn.tx, turn.app.keys, row.id, _ASKED, turn.now, Actor.ROUTING)
    question = Notice("really_gone", {"number": row.number, "case": row.id}, row.id)
    turn.tell_person(row.reporter, question, gone_topic(row.id))
    return True


async def answer(turn: Turn, case_id: int, verdict: Verdict, objection: str) -> CaseRow | Refusal:
    """Keeps what the reporter says. «Still there» is an objection, filed in the words `objection`, unless they have
    objected before.

    Refusals: `no_such_report`, `stale_button` (nobody asked), `verdict_late` (the case is open again),
    `verdict_given`.
    """
    row = await my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    happened = [each.what for each in await cases.events(turn.tx, case_id)]
    if _ASKED not in happened:
        return refuse("stale_button")
    since = [each.what for each in await objecting.since_the_conclusion(turn, case_id)]
    if row.status not in _ENDED or _ASKED not in since:
        return refuse("verdict_late")
    # Two presses at once: the second UPDATE finds an answer, and meets no row.
    if not await verdicts.give(turn.tx, row, verdict, turn.now):
        return refuse("verdict_given")
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "verdict", turn.now, Actor.CITIZEN, facts={"verdict": verdict}
    )
    if verdict is Verdict.STILL and not await objecting.has_objected(turn, case_id):
        await objecting.lodge(turn, row, objection)
    await cards.refresh(turn, row)
    return row


async def add_reason(turn: Turn, case_id: int, message_id: int, text: str) -> CaseRow | Refusal:
    """Keeps the reporter's words beside their answer and shows them to the duty desk, as an objection's are; once.

    Refusals: `no_such_report`, `nothing_readable`, `too_many_words`, `verdict_late`.
    """
    row = await my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return refuse("nothing_readable") if words.key == "missing" else refuse("too_many_words")
    if row.verdict is None or not await sent_messages.spend(turn.tx, to_person(me(turn)), message_id):
        return refuse("verdict_late")
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "verdict_reason", turn.now, Actor.CITIZEN,
        reason=words, facts={"verdict": row.verdict},
    )  # fmt: skip
    duty = await desks.duty_desk(turn.tx)
    if duty is not None and duty.chat_id is not None:
        facts = {"number": row.number, "verdict": row.verdict, "reason": words}
        turn.tell_group(duty.chat_id, Notice("verdict_reason", facts, row.id))
    return row


async def asked_in(turn: Turn, message_id: int) -> int | None:
    """The case whose reporter was invited to say more in that message; None for any other message."""
    message = await sent_messages.in_private(turn.tx, me(turn), message_id)
    return message.case_id if message is not None and message.ask == QUESTION else None
