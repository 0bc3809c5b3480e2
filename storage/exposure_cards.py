"""What the office's cards show of an exposure and of a batch; for the publicity office's group and no other."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from domain.completeness import Decision, Lack, lacking
from domain.exposure import Class, Part, Status
from domain.exposure_card import BatchFacts, ExposureFacts, InBatch
from domain.people import DeskKind
from domain.picking import tells_of_a_decision
from domain.plain_text import utf16_len
from domain.published import Rich, whole
from storage import batches, corrections, desks, exposure_flags, exposure_photos, exposures, slots
from storage.database import Tx
from storage.tables import Batch, CaseRow, Exposure, StaffRow

_ISSUE = re.compile(r"第\s*(\d+)\s*期")


async def exposure_facts(tx: Tx, exposure_id: int, chat_id: int) -> ExposureFacts | None:
    """The exposure for that group; None for any group but the office's, or an exposure that is not there."""
    row = await exposures.get(tx, exposure_id)
    if row is None or not await _is_office(tx, chat_id):
        return None
    batch = await exposures.batch(tx, row.batch_id)
    assert batch is not None, "the key holds it"
    parts = await exposures.parts(tx, row.id)
    return ExposureFacts(
        exposure_id=row.id,
        status=Status(row.status),
        batch_id=batch.id,
        batch_number=batch.number,
        class_=Class(row.class_),
        basis=row.basis,
        agency=row.agency,
        party=row.party,
        document=row.document,
        decided_on=row.decided_on,
        case=await _number(tx, row.case_id),
        parts=parts,
        lacks=await _all_lacks(tx, row, parts),
        units=utf16_len(whole(parts).text),
        photos=(await exposure_photos.chosen(tx, row.id), len(await exposure_photos.unready(tx, row.id))),
        editors=await _editors(tx, row.id),
        lead_batch=_other_issue(parts, batch),
        flags=await exposure_flags.count_open(tx, row.id),
        corrects=row.corrects_id,
        correction=await corrections.begun(tx, row.id),
        told=row.reporter_told_at is not None,
        published_at=row.published_at,
        expires_on=row.expires_on,
    )


async def batch_facts(tx: Tx, batch_id: int, chat_id: int) -> BatchFacts | None:
    """The batch for that group; None for any group but the office's, or a batch that is not there."""
    row = await exposures.batch(tx, batch_id)
    if row is None or not await _is_office(tx, chat_id):
        return None
    return BatchFacts(
        batch_id=row.id,
        number=row.number,
        title=row.title,
        due_at=row.due_at,
        queued=row.queued_at is not None,
        begun_at=row.begun_at,
        exposures=tuple([await _in_batch(tx, each) for each in await exposures.in_batch(tx, row.id)]),
        **await _turn(tx, row),
    )


def lacks_of(row: Exposure, parts: Mapping[Part, Rich]) -> tuple[Lack, ...]:
    """What the exposure with those parts still needs before it can be submitted."""
    decision = Decision(row.agency, row.party, row.document, row.decided_on)
    return lacking(Class(row.class_), row.basis, decision, parts)


async def _all_lacks(tx: Tx, row: Exposure, parts: Mapping[Part, Rich]) -> tuple[Lack, ...]:
    """With what only the ledger knows: that the case was opened again since."""
    found = lacks_of(row, parts)
    case = await tx.get(CaseRow, row.case_id, populate_existing=True) if row.case_id is not None else None
    stands = case is None or tells_of_a_decision(Class(row.class_), case.status, case.outcome)
    return found if stands else (*found, Lack.CASE)


async def _turn(tx: Tx, row: Batch) -> dict[str, Any]:
    slot = await slots.get(tx, row.slot_id) if row.slot_id is not None and row.queued_at is not None else None
    if slot is None or row.begun_at is not None:
        return {}
    queue = [each.id for each in await batches.queue(tx, slot.id)]
    return {"slot": slots.rule_of(slot), "ahead": queue.index(row.id) if row.id in queue else 0}


async def _in_batch(tx: Tx, row: Exposure) -> InBatch:
    parts = await exposures.parts(tx, row.id)
    title = parts[Part.TITLE].text if Part.TITLE in parts else ""
    lacking_yet = len(await _all_lacks(tx, row, parts)) if row.status == Status.DRAFT else 0
    return InBatch(row.id, title, Status(row.status), lacking_yet)


async def _is_office(tx: Tx, chat_id: int) -> bool:
    desk = await desks.desk_of_chat(tx, chat_id)
    return desk is not None and desk.kind == DeskKind.PUBLICITY


async def _number(tx: Tx, case_id: int | None) -> str:
    if case_id is None:
        return ""
    return await tx.scalar(select(CaseRow.number).where(CaseRow.id == case_id)) or ""


async def _editors(tx: Tx, exposure_id: int) -> tuple[str, ...]:
    hands = await exposures.editors(tx, exposure_id)
    names = await tx.scalars(select(StaffRow.name).where(StaffRow.user_id.in_(hands)).order_by(StaffRow.user_id))
    return tuple(names)


def _other_issue(parts: dict[Part, Rich], batch: Batch) -> str:
    named = _ISSUE.search(parts[Part.LEAD].text) if Part.LEAD in parts else None
    return named[0] if named is not None and int(named[1][:9]) != batch.number else ""
