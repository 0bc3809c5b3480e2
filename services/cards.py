"""Keeping a case's cards true in every group where one hangs."""

from domain.case import Status
from domain.outgoing import Card, Notice, Photos
from services.report import responsible_group
from services.turn import Turn
from storage import desks, evidence, sent_messages
from storage.tables import CaseRow


async def refresh(turn: Turn, row: CaseRow) -> None:
    """Has the case's cards drawn anew: where it is now, and where it was, to say that it left."""
    # A group that is nobody's any more (unbound, or under its id before it became a supergroup) is left alone.
    bound = {desk.chat_id for desk in await desks.desks(turn.tx) if desk.unreachable_at is None}
    groups = [chat_id for chat_id in await sent_messages.groups_with_card(turn.tx, row.id) if chat_id in bound]
    home = await responsible_group(turn, row)
    for chat_id in dict.fromkeys([*groups, home] if home is not None else groups):
        turn.tell_group(chat_id, Card(row.id), topic=f"card:{row.id}")


async def bring(turn: Turn, row: CaseRow) -> None:
    """Puts the card and its photos at the bottom of the group that has the case now, and refreshes the others."""
    await refresh(turn, row)
    home = await responsible_group(turn, row)
    if home is None:
        return
    turn.tell_group(home, Card(row.id, anew=True), topic=f"card:{row.id}")
    await show_photos(turn, row, home)


async def show_photos(turn: Turn, row: CaseRow, chat_id: int) -> None:
    """Shows what is kept of the case's photos; those still on their way are shown by whoever keeps them."""
    kept = [each for each in await evidence.of_case(turn.tx, row.id) if each.state == "kept"]
    for each in kept:
        each.announced = True
    if kept:
        turn.tell_group(chat_id, Photos(row.id, [each.id for each in kept]))


async def tell_group(turn: Turn, row: CaseRow, key: str, **facts: str) -> None:
    """Says a notice under the card, in the group that has the case now."""
    home = await responsible_group(turn, row)
    if home is not None:
        turn.tell_group(home, Notice(key, {"number": row.number, **facts}, row.id))


def tell_reporter(turn: Turn, row: CaseRow, key: str, **facts: str) -> bool:
    """Queues a notice for the reporter; False when nobody is to be told: the report was withdrawn, or came by phone."""
    if row.reporter is None or row.status == Status.WITHDRAWN:
        return False
    turn.tell_person(row.reporter, Notice(key, {"number": row.number, **facts}, row.id))
    return True
