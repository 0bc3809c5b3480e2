"""Lists of open cases, page by page."""

from domain.case import Status
from domain.refusal import Refusal
from handlers.town.speaking import say, w
from services import viewing
from services.reach import Hand
from services.turn import Turn
from wording import together, town


async def tell_page(turn: Turn, by: Hand, *, mine: bool, after: int = 0) -> Refusal | None:
    """Says a page of open cases in the group."""
    page = await viewing.open_page(turn, by, mine=mine, after=after)
    if isinstance(page, Refusal):
        return page
    rows = [
        (line.case.id, line.case.number, Status(line.case.status), line.case.violation, line.holder, _desk(line))
        for line in page.lines
    ]
    say(turn, by.chat_id, town.case_list(w, rows, turn.app.taxonomy, mine=mine, after=page.next_after))
    return None


def _desk(line: viewing.Line) -> str:
    return together.led_by(w, line.desk) if line.as_guest else line.desk
