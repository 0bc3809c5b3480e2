"""Whether somebody of the staff is too close to the business a case is about (回避): asked wherever a case is met."""

from domain.outgoing import Card, Notice
from services.turn import Turn
from storage import businesses, conflicts, desks
from storage.tables import CaseRow

AT_ONCE = 200
"""Open cases of one business that are gone through at a time: more than any business has had."""


def businesses_in(row: CaseRow) -> set[int]:
    """The businesses a case is about: the premises and whoever supplied them."""
    return {each for each in (row.business_id, row.supplier_id) if each is not None}


async def too_close(turn: Turn, user_id: int, row: CaseRow) -> bool:
    """Whether the case must not exist for that person."""
    about = businesses_in(row)
    return bool(about) and not about.isdisjoint(await conflicts.businesses_of(turn.tx, user_id))


async def too_close_to(turn: Turn, user_id: int, name: str) -> bool:
    """The same of a business that no case names yet, by any spelling of its name."""
    business = await businesses.known_as(turn.tx, name)
    return business is not None and business.id in await conflicts.businesses_of(turn.tx, user_id)


async def warn_duty(turn: Turn, row: CaseRow) -> None:
    """Tells the duty desk of a case at a desk where somebody is too close to it.

    The card hangs in that desk's group, where Telegram shows it to every member: no right taken away changes that, so
    the duty desk decides whether another desk should have the case. Nobody is named.
    """
    about = businesses_in(row)
    if not about or row.desk_id is None or not await conflicts.any_at(turn.tx, row.desk_id, about):
        return
    duty, desk = await desks.duty_desk(turn.tx), await desks.desk(turn.tx, row.desk_id)
    if duty is None or desk is None or duty.chat_id is None or duty.id == desk.id:
        return
    turn.tell_group(duty.chat_id, Card(row.id), topic=f"card:{row.id}")
    turn.tell_group(duty.chat_id, Notice("conflict_at_desk", {"number": row.number, "desk": desk.name}, row.id))


async def warn_of_newcomer(turn: Turn, user_id: int, desk_id: str) -> None:
    """Somebody has joined a desk, and its group: the duty desk is told of the open cases there that must not exist for
    them."""
    for business_id in await conflicts.businesses_of(turn.tx, user_id):
        for row in await conflicts.open_cases_about(turn.tx, business_id, AT_ONCE):
            if row.desk_id == desk_id:
                await warn_duty(turn, row)
