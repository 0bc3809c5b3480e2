"""What happens to the groups themselves: the bot is added, thrown out, or the group changes its id."""

from domain.outgoing import Card, Notice
from domain.people import DeskKind
from services.binding import CARDS_AT_ONCE, is_administrator
from services.reach import person_of
from services.turn import Turn
from storage import attempts, cases, desks, outbox_claims


async def may_stay(turn: Turn, chat_id: int, adder_id: int | None) -> bool:
    """Whether the bot stays in a group it was added to: a desk's, or added by an administrator or the staff.

    An anonymous adder (`None`) can't be told from a stranger: the bot leaves, and is added again under a name.
    """
    if await desks.desk_of_chat(turn.tx, chat_id) is not None:
        await desks.mark_reachable(turn.tx, chat_id)
        return True
    if adder_id is not None:
        if await trusts(turn, adder_id):
            return True
        await attempts.add(turn.tx, turn.app.keys.pseudonym("attempt", adder_id), "added to a group", turn.now)
    return False


async def trusts(turn: Turn, user_id: int) -> bool:
    """Whether somebody may bring the bot into a group: administrators, and whoever works at a desk."""
    return is_administrator(turn, user_id) or bool((await person_of(turn, user_id)).seats)


async def removed(turn: Turn, chat_id: int) -> None:
    """The bot was removed from a desk's group: the duty desk is told and shown what that desk has open."""
    lost = await desks.desk_of_chat(turn.tx, chat_id)
    if lost is None:
        return
    await desks.mark_unreachable(turn.tx, chat_id, turn.now)
    duty = await desks.duty_desk(turn.tx)
    if duty is None or duty.chat_id in (None, chat_id) or lost.kind == DeskKind.PUBLICITY:
        return
    assert duty.chat_id is not None
    turn.tell_group(duty.chat_id, Notice("desk_unreachable", {"desk": lost.name}))
    for row in await cases.open_cases(turn.tx, desk_ids=[lost.id], limit=CARDS_AT_ONCE):
        turn.tell_group(duty.chat_id, Card(row.id), topic=f"card:{row.id}")


async def migrated(turn: Turn, old: int, new: int) -> None:
    """The group became a supergroup and changed its id. Told twice, by the old chat and the new, it is done once."""
    await outbox_claims.migrate_chat(turn.tx, turn.app.keys, old, new)
