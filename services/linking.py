"""Linking two reports of one thing (并案): the earliest is kept, every reporter goes on hearing of it.

Order 121, article 35: the same facts are not handled twice; new facts are merged, and the term counts from the last.
"""

from domain.case import OPEN, Need, Outcome, Status
from domain.clock import Wait
from domain.discretion import words_withheld
from domain.outgoing import Notice, Photos
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards, clocks
from services.handling import record, reread
from services.moving import make_move, may_move
from services.reach import Grasp, Hand, grasp
from services.report import responsible_group
from services.turn import Turn
from storage import cases, chasing, duplicates, evidence, likeness
from storage.tables import CaseRow

_PROMISED = frozenset({Need.OUTCOME, Need.EXPLANATION})
"""What a conclusion asks for: the outcome is the link, and the explanation is the case it leads to."""


async def link(turn: Turn, by: Hand, case_id: int, other_id: int) -> CaseRow | Refusal:
    """Concludes the later of the two as a duplicate of the earlier, or of the case that one was linked to itself.

    Both must be in the presser's reach. A link always leads from a higher id to a lower one that is no link, so
    there are neither circles nor chains. Refusals: those of `may_move` for the later case, those of `grasp` for the
    earlier, `has_changed`, `already_held` (with `holder`).
    """
    later_id, earlier_id = max(case_id, other_id), min(case_id, other_id)
    held = await may_move(turn, by, later_id, Right.LINK, Status.CONCLUDED, _PROMISED)
    if isinstance(held, Refusal):
        return held
    head = await _head(turn, by, earlier_id)
    if isinstance(head, Refusal):
        return head
    now = await make_move(
        turn, held, Status.CONCLUDED, "concluded",
        facts={"outcome": Outcome.DUPLICATE, "duplicate_of": head.id},
        outcome=Outcome.DUPLICATE, conclusion="", concluded_at=turn.now, duplicate_of=head.id,
    )  # fmt: skip
    if isinstance(now, Refusal):
        return now
    await _join(turn, held, now, head)
    if by.chat_id != await responsible_group(turn, now):
        await cards.tell_group(turn, now, "linked_away", who=held.person.name)
    return now


async def _head(turn: Turn, by: Hand, earlier_id: int) -> CaseRow | Refusal:
    """The case to link to, held until this transaction ends.

    Two links at once lock rows in the order of their ids, the head first: when somebody links the head itself
    elsewhere, whoever comes second reads it after the first has committed, and finds it linked. The same holds for a
    reporter who withdraws it.
    """
    found = await grasp(turn, by, earlier_id, Right.SEE)
    if not isinstance(found, Refusal) and found.case.duplicate_of is not None:
        found = await grasp(turn, by, found.case.duplicate_of, Right.SEE)
    if isinstance(found, Refusal):
        return found
    head = await chasing.hold(turn.tx, found.case.id)
    return refuse("has_changed") if head.duplicate_of is not None or head.status == Status.WITHDRAWN else head


async def _join(turn: Turn, held: Grasp, row: CaseRow, head: CaseRow) -> None:
    """Everything the head takes over: its reports, their reporters, what they wrote and sent."""
    moved = await duplicates.move_linked(turn.tx, row.id, head.id)
    await _happened(turn, head.id, "absorbed", held, {"case": row.id})
    for case_id in moved:
        await _happened(turn, case_id, "relinked", held, {"duplicate_of": head.id})
    await _hear(turn, row, head)
    outcome = {"outcome": head.outcome} if head.outcome else {}
    if row.reporter is not None:
        turn.tell_person(row.reporter, Notice("merged", {"number": row.number, "case": str(row.id), **outcome}, row.id))
    await _show(turn, row, await reread(turn, head.id))


async def _hear(turn: Turn, row: CaseRow, head: CaseRow) -> None:
    """Another's report is new facts, but no answer to what the head's own reporter was asked."""
    waits_for_its_own = head.paused_for == Wait.CITIZEN and row.reporter != head.reporter
    if not waits_for_its_own:
        await clocks.hear(turn, head)


async def _show(turn: Turn, row: CaseRow, head: CaseRow) -> None:
    await cards.refresh(turn, row)
    await cards.refresh(turn, head)
    # A department to which the head was referred goes without anybody's own words, the linked reporter's too.
    withheld = words_withheld(row.source, guest=False, referred=head.referred_from is not None)
    await cards.tell_group(turn, head, "absorbed", other=row.number, text="" if withheld else row.happened)
    here, there = await responsible_group(turn, head), await responsible_group(turn, row)
    kept = [each.id for each in await evidence.of_case(turn.tx, row.id) if each.state == "kept"]
    if here is not None and here != there and kept:
        # The group of the head has never had the other's card, nor its photos.
        turn.tell_group(here, Photos(head.id, kept))


async def _happened(turn: Turn, case_id: int, what: str, held: Grasp, facts: dict[str, object]) -> None:
    await cases.add_event(
        turn.tx, turn.app.keys, case_id, what, turn.now, held.actor, actor_id=held.person.user_id, facts=facts
    )


async def dismiss(turn: Turn, by: Hand, case_id: int, other_id: int) -> CaseRow | Refusal:
    """Says that the two are not the same; the pair is not suggested again.

    Refusals: those of `grasp` for both, `no_such_pair`.
    """
    held = await grasp(turn, by, max(case_id, other_id), Right.LINK)
    other = await grasp(turn, by, min(case_id, other_id), Right.SEE)
    if isinstance(held, Refusal) or isinstance(other, Refusal):
        return held if isinstance(held, Refusal) else refuse("no_such_case")
    if not await likeness.dismiss(turn.tx, held.case.id, other.case.id, by.user_id, turn.now):
        return refuse("no_such_pair")
    await record(turn, held, "not_alike", Status(held.case.status), facts={"case": other.case.id})
    await cards.refresh(turn, held.case)
    return held.case


async def unlinked(turn: Turn, held: Grasp, head_id: int) -> None:
    """The case was opened again by itself (`services/closing.py`): the one it was linked to no longer counts it, and
    the two are not suggested again."""
    await likeness.rule_out(turn.tx, held.case.id, head_id, held.person.user_id, turn.now)
    await _happened(turn, head_id, "unlinked", held, {"case": held.case.id})
    await cards.refresh(turn, await reread(turn, head_id))


async def may_withdraw(turn: Turn, case_id: int) -> bool:
    """Whether nobody else's report hangs on the case. It is held until this transaction ends, as linking holds it:
    of a withdrawal and a link at once the second sees what the first has done."""
    row = await chasing.hold(turn.tx, case_id)
    return row.status not in OPEN or not await duplicates.linked(turn.tx, case_id)
