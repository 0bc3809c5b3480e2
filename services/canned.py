"""Canned answers (快捷答复): the duty desk keeps them, every desk sends them with one tap."""

from domain.case import OPEN, Need, Outcome, Status
from domain.people import DeskKind
from domain.plain_text import utf16_len
from domain.refusal import Refusal, refuse
from services import asking, concluding
from services.handling import what_was_written
from services.reach import Hand, note_attempt, person_of
from services.turn import Turn
from storage import canned, desks
from storage.tables import CannedAnswer, CaseRow

LONGEST = 500
"""UTF-16 units of an answer: it is shown whole before anybody sends it."""

MOST = 40
"""Answers kept at a time: their list fits one message."""

OFFERED = 6
"""Answers offered at a time: shown whole, they fit one message."""

STATUSES = tuple(status for status in Status if status in OPEN)
"""An answer is for one of these, or for any; nobody is asked or told a conclusion in another."""

AS_QUESTION = "ask"
"""What a picked answer is used as; otherwise the outcome whose explanation it is."""


async def answers(turn: Turn, by: Hand) -> list[CannedAnswer] | Refusal:
    """All that are kept, for the duty desk in its own group. Refusal: `answers_not_yours`."""
    person, desk = await person_of(turn, by.user_id), await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind != DeskKind.DUTY or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "canned answers")
        return refuse("answers_not_yours")
    return await canned.kept(turn.tx)


async def keep(turn: Turn, by: Hand, status: Status | None, violation: str | None, text: str) -> CannedAnswer | Refusal:
    """Keeps a new answer for that status and category; None is any.

    Refusals: `answers_not_yours`, `answers_full` (with `limit`), `missing`, `too_long` (with `limit`).
    """
    known = await answers(turn, by)
    if isinstance(known, Refusal):
        return known
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    if utf16_len(words) > LONGEST:
        return refuse("too_long", limit=str(LONGEST))
    if len(known) >= MOST:
        return refuse("answers_full", limit=str(MOST))
    made = CannedAnswer(status=status, violation=violation, text=words, made_by=by.user_id, made_at=turn.now)
    await canned.add(turn.tx, made)
    return made


async def drop(turn: Turn, by: Hand, answer_id: int) -> Refusal | None:
    """Offers an answer no more. Refusals: `answers_not_yours`, `answer_gone`."""
    known = await answers(turn, by)
    if isinstance(known, Refusal):
        return known
    return None if await canned.drop(turn.tx, answer_id, turn.now) else refuse("answer_gone")


async def offered(turn: Turn, row: CaseRow) -> list[CannedAnswer]:
    """What could be sent about the case as it stands; for somebody whose right to it was just decided."""
    return await canned.matching(turn.tx, row.status, row.violation, OFFERED)


async def use(turn: Turn, by: Hand, case_id: int, answer_id: int, purpose: str) -> CaseRow | Refusal:
    """Asks the reporter what the answer says, or concludes with it; `purpose` is `AS_QUESTION` or an outcome.

    Every right is that of the use case it stands for. Refusals: those of `asking.may_ask` or
    `concluding.may_conclude`, `missing` for an outcome that needs more than words, `answer_gone`.
    """
    outcome = None if purpose == AS_QUESTION else Outcome(purpose)
    asks = outcome is None
    held = (
        await asking.may_ask(turn, by, case_id) if asks else await concluding.may_conclude(turn, by, case_id, outcome)
    )
    if isinstance(held, Refusal):
        return held
    answer = next((each for each in await offered(turn, held.case) if each.id == answer_id), None)
    if answer is None:
        return refuse("answer_gone")
    if outcome is None:
        return await asking.ask_reporter(turn, by, case_id, answer.text)
    if concluding.form_of(outcome) != (Need.EXPLANATION,):
        return refuse("missing", what=concluding.form_of(outcome)[0])
    return await concluding.conclude(turn, by, case_id, outcome, answer.text)
