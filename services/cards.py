"""Keeping a case's cards true in every group where one hangs."""

from domain.case import Status
from domain.outgoing import Card, Notice, Photos
from services.relations import warn_duty
from services.report import responsible_group
from services.turn import Turn
from storage import cases, desks, duplicates, evidence, joint, sent_messages
from storage.tables import CaseRow

_PERSONAL = frozenset({"asked", "note_shared", "objection_upheld", "objection_declined"})
"""Notices that answer or ask one person: they stay between the desk and whoever filed that very report."""


async def refresh(turn: Turn, row: CaseRow) -> None:
    """Has the case's cards drawn anew: where it is now, and where it was, to say that it left."""
    # A group that is nobody's any more (unbound, or under its id before it became a supergroup) is left alone.
    bound = {desk.chat_id for desk in await desks.desks(turn.tx) if desk.unreachable_at is None}
    groups = [chat_id for chat_id in await sent_messages.groups_with_card(turn.tx, row.id) if chat_id in bound]
    home = await responsible_group(turn, row)
    for chat_id in dict.fromkeys([*groups, home] if home is not None else groups):
        turn.tell_group(chat_id, Card(row.id), topic=f"card:{row.id}")


async def refresh_id(turn: Turn, case_id: int) -> None:
    """As `refresh`, for a case that was not read yet."""
    row = await cases.get(turn.tx, case_id)
    assert row is not None, "cases are never deleted"
    await refresh(turn, row)


async def bring(turn: Turn, row: CaseRow) -> None:
    """Puts the card and its photos at the bottom of the group that has the case now, and refreshes the others."""
    await refresh(turn, row)
    home = await responsible_group(turn, row)
    if home is None:
        return
    turn.tell_group(home, Card(row.id, anew=True), topic=f"card:{row.id}")
    await show_photos(turn, row, home)
    await warn_duty(turn, row)


async def groups_of(turn: Turn, row: CaseRow) -> list[int]:
    """The groups at work on the case now: the one that has it, and those of the desks that help."""
    helping = [each.chat_id for each in await joint.guests(turn.tx, row.id) if each.unreachable_at is None]
    return list(dict.fromkeys(each for each in (await responsible_group(turn, row), *helping) if each is not None))


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


async def tell_reporter(turn: Turn, row: CaseRow, key: str, **facts: str) -> None:
    """Queues a notice for the reporter, and for those whose reports were linked to it where it is not personal.

    Nobody is told of a report that was withdrawn, or came by phone.
    """
    if row.status == Status.WITHDRAWN:
        return
    if row.reporter is not None:
        turn.tell_person(row.reporter, Notice(key, {"number": row.number, **facts}, row.id))
    if key not in _PERSONAL:
        await tell_linked(turn, row, key, **facts)


async def tell_linked(turn: Turn, row: CaseRow, key: str, **facts: str) -> None:
    """Tells those whose reports were linked to the case, each person once and the case's own reporter not again.

    They read it under the number of their own report: nothing tells them that there is another.
    """
    told = {row.reporter}
    for each in await duplicates.linked(turn.tx, row.id):
        if each.reporter is not None and each.reporter not in told:
            told.add(each.reporter)
            own = facts | ({"case": str(each.id)} if "case" in facts else {})
            turn.tell_person(each.reporter, Notice(key, {"number": each.number, **own}, each.id))
