"""What a citizen may do with reports already filed: follow them, add to them, ask for an answer, withdraw."""

from datetime import timedelta

from domain import receipts
from domain.case import OPEN, Actor, Status, move
from domain.discretion import words_withheld
from domain.refusal import Refusal, refuse
from services import cards, clocks, drafting, linking, notes
from services.report import message_name, receipt_digest
from services.turn import Turn
from storage import attempts, cases, evidence, sent_messages
from storage.tables import CaseRow

Report = CaseRow
"""A filed report, as its reporter's side of the program calls it."""

GUESS = "receipt_code"
URGE_EVERY = timedelta(hours=24)
_NO_CASE = refuse("no_such_report")


def me(turn: Turn) -> str:
    """The pseudonym of this turn's correspondent."""
    assert turn.correspondent is not None
    return turn.correspondent.key


async def mine(turn: Turn, limit: int = 20) -> list[CaseRow]:
    """The newest reports filed from this account."""
    return await cases.of_reporter(turn.tx, me(turn), limit)


async def my_case(turn: Turn, case_id: int) -> CaseRow | Refusal:
    """A report of this account; any other answers exactly as one that does not exist."""
    row = await cases.get(turn.tx, case_id)
    return row if row is not None and row.reporter == me(turn) else _NO_CASE


async def head_of(turn: Turn, row: CaseRow) -> CaseRow | None:
    """The case that the report was linked to: its reporter may know how it stands, and nothing else of it."""
    return None if row.duplicate_of is None else await cases.get(turn.tx, row.duplicate_of)


async def find(turn: Turn, typed: str) -> CaseRow | Refusal:
    """The report with that receipt code, from any account; it says how the case stands and nothing of who filed it.

    Wrong and foreign codes are one answer. Guesses are limited for each account and for everybody together
    (`too_many_guesses`); a code that can't be one costs a guess too. The lookup is one index probe by keyed hash
    whatever was typed, so its time tells nothing.
    """
    terms, since = turn.app.terms, turn.now - timedelta(hours=1)
    mine = await attempts.count(turn.tx, GUESS, since, who=me(turn))
    everyones = await attempts.count(turn.tx, GUESS, since)
    if mine >= terms.code_guesses_per_hour or everyones >= terms.code_guesses_everyone_per_hour:
        return refuse("too_many_guesses")
    code = receipts.read_code(typed)
    row = await cases.by_receipt(turn.tx, receipt_digest(turn, code or "none"))
    if row is None:
        await attempts.add(turn.tx, me(turn), GUESS, turn.now)
        return refuse("no_such_code")
    return row


async def add_words(turn: Turn, case_id: int, message_id: int, text: str) -> Refusal | None:
    """More words to a filed report; they appear under the card. Refusals: `no_such_report`, `report_ended`."""
    row = await open_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    await cases.add_statement(turn.tx, row.id, message_name(turn, message_id), text, turn.now)
    await notes.reporter_answered(turn, row, text)
    return None


async def add_file(
    turn: Turn, case_id: int, file_id: str, *, as_file: bool, album: str | None, size: int | None
) -> Refusal | None:
    """One more photo to a filed report; it appears under the card once it is fetched and cleaned."""
    row = await open_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    if size is not None and size > drafting.FILE_LIMIT_BYTES:
        return refuse("file_too_large")
    if len(await evidence.of_case(turn.tx, row.id)) >= 3 * turn.app.terms.photos_limit:
        return refuse("too_many_photos", limit=str(3 * turn.app.terms.photos_limit))
    evidence.want(turn.tx, turn.app.keys, file_id, turn.now, case_id=row.id, album=album, as_file=as_file)
    await clocks.hear(turn, row)
    return None


async def reword(turn: Turn, message_id: int, text: str) -> bool | None:
    """The citizen edited a message after filing: a new version beside the first, and the desk is told.

    False when it reads as before, None when the message belongs to no filed report.
    """
    name = message_name(turn, message_id)
    known = await cases.statement_of(turn.tx, name)
    if known is None:
        return None
    if known.text == text:
        return False
    version = await cases.add_statement(turn.tx, known.case_id, name, text, turn.now)
    row = await cases.get(turn.tx, known.case_id)
    assert row is not None
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "reworded", turn.now, Actor.CITIZEN, facts={"version": version}
    )
    if words_withheld(row.source, guest=False, referred=row.referred_from is not None):
        await cards.tell_group(turn, row, "reworded_elsewhere")
    else:
        await cards.tell_group(turn, row, "reworded", before=known.text, after=text)
    await cards.refresh(turn, row)
    return True


async def urge(turn: Turn, case_id: int) -> Refusal | None:
    """Asks the desk for an answer, once a day. Refusals: `no_such_report`, `report_ended`, `urged_already`."""
    row = await open_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    happened = await cases.events(turn.tx, row.id)
    if any(event.what == "urged" and event.at > turn.now - URGE_EVERY for event in happened):
        return refuse("urged_already")
    await cases.add_event(turn.tx, turn.app.keys, row.id, "urged", turn.now, Actor.CITIZEN)
    await clocks.urged(turn, row.id)
    await cards.tell_group(turn, row, "urged")
    return None


async def withdraw(turn: Turn, case_id: int) -> CaseRow | Refusal:
    """Takes a report back before anybody has taken it up. Refusals: `no_such_report`, `too_late`."""
    row = await my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    was = Status(row.status)
    if isinstance(move(was, Status.WITHDRAWN, Actor.CITIZEN), Refusal):
        return refuse("too_late")
    if not await linking.may_withdraw(turn, row.id):
        return refuse("too_late")
    # The guard decides between the citizen who withdraws and the officer who takes up at the same moment.
    if not await cases.move_case(turn.tx, row.id, was, Status.WITHDRAWN):
        return refuse("too_late")
    await cases.add_event(
        turn.tx,
        turn.app.keys,
        row.id,
        "withdrawn",
        turn.now,
        Actor.CITIZEN,
        from_status=was,
        to_status=Status.WITHDRAWN,
    )
    await clocks.wind(turn, row.id, was)
    await cards.tell_group(turn, row, "withdrawn")
    await cards.refresh(turn, row)
    return row


async def case_of_reply(turn: Turn, message_id: int) -> int | None:
    """Which report the bot's message was about, if any, so that a reply to it finds its case."""
    message = await sent_messages.in_private(turn.tx, me(turn), message_id)
    return None if message is None else message.case_id


async def case_of_album(turn: Turn, album: str) -> int | None:
    """The report to which earlier items of the same album went, so that a late item joins them."""
    return await evidence.case_of_album(turn.tx, album)


async def open_case(turn: Turn, case_id: int) -> CaseRow | Refusal:
    """A report of this account that is still open. Refusals: `no_such_report`, `report_ended`."""
    row = await my_case(turn, case_id)
    if not isinstance(row, Refusal) and row.status not in OPEN:
        return refuse("report_ended")
    return row
