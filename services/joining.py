"""Joint cases (联合办理): desks that help with a case, while one of them leads it."""

from dataclasses import dataclass

from domain.asking import desk_handle
from domain.case import Status
from domain.outgoing import Card, Notice
from domain.people import DeskKind, Right
from domain.refusal import Refusal, refuse
from services import cards
from services.handing_on import BEGUN
from services.handling import desk_name, record, what_was_written
from services.reach import Grasp, Hand, grasp
from services.turn import Turn
from storage import desks, joint
from storage.tables import CaseRow, DeskRow


@dataclass(frozen=True, slots=True)
class Company:
    """A case somebody may invite others to: who helps already, and who could."""

    held: Grasp
    guests: list[DeskRow]
    others: list[DeskRow]


async def company(turn: Turn, by: Hand, case_id: int) -> Company | Refusal:
    """For whoever leads the case: its holder, the desk's lead, the duty desk.

    Refusals: those of `grasp`, `joint_not_now` for a case that nobody has begun, or that has ended.
    """
    held = await grasp(turn, by, case_id, Right.INVITE)
    if isinstance(held, Refusal):
        return held
    if held.case.status not in BEGUN:
        return refuse("joint_not_now")
    guests = await joint.guests(turn.tx, case_id)
    taken = {held.case.desk_id, *(each.id for each in guests)}
    found = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    return Company(held, guests, [each for each in found if each.id not in taken and _reachable(each)])


async def may_invite(turn: Turn, by: Hand, case_id: int, handle: str) -> tuple[Grasp, DeskRow] | Refusal:
    """Whether `by` could ask that desk to help now. Refusals: those of `company`, `helps_already` (with `desk`),
    `no_such_desk`."""
    known = await company(turn, by, case_id)
    if isinstance(known, Refusal):
        return known
    if desk := _named(known.guests, handle):
        return refuse("helps_already", desk=desk.name)
    desk = _named(known.others, handle)
    return (known.held, desk) if desk else refuse("no_such_desk")


async def invite(turn: Turn, by: Hand, case_id: int, handle: str, what_for: str) -> CaseRow | Refusal:
    """The desk helps from now on: its group gets the card and the photos, and reads what it is asked for.

    Refusals: those of `may_invite`, `missing` (with `what`), `too_long` (with `limit`).
    """
    found = await may_invite(turn, by, case_id, handle)
    if isinstance(found, Refusal):
        return found
    words = what_was_written(what_for)
    if isinstance(words, Refusal):
        return words
    held, desk = found
    # Two who invite the same desk at once: the key lets one row be opened, and the second is told so.
    if not await joint.join(turn.tx, case_id, desk.id, by.user_id, turn.now):
        return refuse("helps_already", desk=desk.name)
    await _happened(turn, held, "joined", desk.id, words)
    await cards.refresh(turn, held.case)
    await _welcome(turn, held, desk, words)
    await cards.tell_group(turn, held.case, "joint_begun", desk=desk.name, who=held.person.name)
    return held.case


async def _welcome(turn: Turn, held: Grasp, desk: DeskRow, words: str) -> None:
    row = held.case
    assert desk.chat_id is not None, "only desks whose group can be reached are invited"
    turn.tell_group(desk.chat_id, Card(row.id, anew=True), topic=f"card:{row.id}")
    await cards.show_photos(turn, row, desk.chat_id)
    facts = {"number": row.number, "desk": await desk_name(turn, row), "who": held.person.name, "reason": words}
    turn.tell_group(desk.chat_id, Notice("joint_here", facts, row.id))


async def release(turn: Turn, by: Hand, case_id: int, handle: str) -> CaseRow | Refusal:
    """Whoever leads the case lets a desk go. Refusals: those of `company`, `helps_no_more`."""
    known = await company(turn, by, case_id)
    if isinstance(known, Refusal):
        return known
    desk = _named(known.guests, handle)
    return await _part(turn, known.held, desk) if desk else refuse("helps_no_more")


async def leave(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """The lead of a desk that helps takes it out again, in its own group. Refusals: those of `grasp`,
    `helps_no_more`."""
    held = await grasp(turn, by, case_id, Right.LEAVE)
    if isinstance(held, Refusal):
        return held
    here = await desks.desk_of_chat(turn.tx, by.chat_id)
    ours = next((each for each in await joint.guests(turn.tx, case_id) if here and each.id == here.id), None)
    if ours is None or not held.person.leads(ours.id):
        return refuse("helps_no_more")
    return await _part(turn, held, ours)


async def _part(turn: Turn, held: Grasp, desk: DeskRow) -> CaseRow | Refusal:
    if not await joint.part(turn.tx, held.case.id, desk.id, turn.now):
        return refuse("helps_no_more")
    await _happened(turn, held, "parted", desk.id)
    await cards.refresh(turn, held.case)
    await cards.tell_group(turn, held.case, "joint_over", desk=desk.name, who=held.person.name)
    if desk.chat_id is not None and _reachable(desk):
        facts = {"number": held.case.number, "desk": desk.name, "who": held.person.name}
        turn.tell_group(desk.chat_id, Notice("joint_over", facts, held.case.id))
    return held.case


async def _happened(turn: Turn, held: Grasp, what: str, desk_id: str, reason: str = "") -> None:
    await record(turn, held, what, Status(held.case.status), reason=reason, facts={"desk": desk_id})


def _reachable(desk: DeskRow) -> bool:
    return desk.chat_id is not None and desk.unreachable_at is None


def _named(found: list[DeskRow], handle: str) -> DeskRow | None:
    return next((each for each in found if desk_handle(each.id) == handle), None)
