"""Telling a case's whole story, and ordering the papers and pictures that are made of what the ledger holds."""

from domain.outgoing import Document
from domain.people import DeskKind, Right
from domain.refusal import Refusal, refuse
from domain.story import Story
from services import viewing
from services.reach import Grasp, Hand, grasp, grasp_row, note_attempt, person_of
from services.turn import Turn
from storage import desks, papers
from storage.stories import story_of

STORY, FORM = "story", "form"
"""Papers about a case: its whole story, the registration form."""

PICTURE, CHARTS = "picture", "charts"
"""Pictures of a group's own ground: where its open cases are, how many there are and were."""


async def tell(turn: Turn, by: Hand, case_id: int) -> Story | Refusal:
    """Everything that happened to the case, for whoever may see it. Refusals: those of `grasp`."""
    return await _story(turn, by, await grasp(turn, by, case_id, Right.SEE))


async def tell_number(turn: Turn, by: Hand, typed: str) -> Story | Refusal:
    """As `tell`, by a typed number; what can't be a number is a case that is not there."""
    row = await viewing.by_typed_number(turn, typed)
    return await _story(turn, by, await grasp_row(turn, by, row, Right.SEE))


async def order_paper(turn: Turn, by: Hand, case_id: int, kind: str) -> Refusal | None:
    """Has `STORY` or `FORM` made and sent to the group. Refusals: those of `grasp`.

    Whoever may see the case may have them: they hold what its card and its photos show. The right is asked once more
    of the group when the paper is made.
    """
    held = await grasp(turn, by, case_id, Right.SEE)
    if isinstance(held, Refusal):
        return held
    paper_id = await papers.add(turn.tx, kind, {}, by.user_id, by.chat_id, turn.now, case_id)
    turn.tell_group(by.chat_id, Document(paper_id, case_id), topic=f"{kind}:{case_id}")
    return None


async def order_picture(turn: Turn, by: Hand, kind: str) -> Refusal | None:
    """Has `PICTURE` or `CHARTS` made and sent to the group: of the whole district for the duty desk and the
    supervisors, of its own cases for any other desk. Refusals: `not_staff_here`."""
    person = await person_of(turn, by.user_id)
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind == DeskKind.PUBLICITY or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, kind)
        return refuse("not_staff_here")
    paper_id = await papers.add(turn.tx, kind, {}, by.user_id, by.chat_id, turn.now)
    turn.tell_group(by.chat_id, Document(paper_id), topic=kind)
    return None


async def _story(turn: Turn, by: Hand, held: Grasp | Refusal) -> Story | Refusal:
    if isinstance(held, Refusal):
        return held
    found = await story_of(turn.tx, held.case.id, by.chat_id)
    return found or refuse("no_such_case")
