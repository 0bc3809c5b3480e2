"""Exposures at every stage, for tests of what comes after it: made in the database, not by the stages before."""

from datetime import date

from sqlalchemy import update

from domain.case import Outcome, Status
from domain.exposure import Class, Part
from domain.exposure import Status as Stage
from domain.published import Frozen, Rich, freeze
from storage import approvals, exposures
from storage.tables import CaseRow, Exposure
from tests.district import QIAN, SUN, District

PARTS = {
    Part.LEAD: Rich("食品安全专项整治典型案例（第1期）"),
    Part.TITLE: Rich("示例区市场监督管理局查处某店经营超过保质期食品案"),
    Part.FACTS: Rich("2026年2月，执法人员检查时发现货架上有超过保质期的饼干三包。"),
    Part.VIOLATED: Rich("上述行为违反《食品安全法》第三十四条第十项。"),
    Part.BASIS: Rich("依据《食品安全法》第一百二十四条第一款，"),
    Part.PENALTY: Rich("责令改正，没收违法所得，罚款5000元。"),
}


_APPROVED = frozenset({Stage.APPROVED, Stage.SCHEDULED, Stage.PUBLISHING, Stage.PUBLISHED})


async def closed_case(district: District, outcome: Outcome = Outcome.PENALISED) -> int:
    """A case that was penalised, closed, and may be exposed."""
    case_id = await district.case(status=Status.CLOSED)
    async with district.turn() as turn:
        await turn.tx.execute(
            update(CaseRow)
            .where(CaseRow.id == case_id)
            .values(
                outcome=outcome,
                business="阳光小卖部",
                conclusion="货架上有超过保质期的饼干三包",
                penalty="罚款5000元",
                penalty_document="示市监处罚〔2026〕12号",
                concluded_at=district.now,
                closed_at=district.now,
            )
        )
    return case_id


async def exposure(
    district: District,
    stage: Stage = Stage.DRAFT,
    *,
    batch_id: int | None = None,
    case_id: int | None = None,
    parts: dict[Part, Rich] = PARTS,
) -> int:
    """An exposure by 钱 as it stands at that stage; from `SUBMITTED` on it is frozen. Nothing of it was ever sent."""
    async with district.turn() as turn:
        batch = await exposures.add_batch(turn.tx, "", QIAN, district.now) if batch_id is None else None
        row = Exposure(
            batch_id=batch.id if batch else batch_id,
            case_id=case_id,
            status=stage,
            class_=Class.PENALTY,
            basis="市场监督管理行政处罚信息公示规定第四条",
            agency="示例区市场监督管理局",
            party="阳光小卖部",
            document="示市监处罚〔2026〕12号",
            decided_on=date(2026, 2, 20),
            desk_id="t001",
            violation="unlicensed",
            made_by=QIAN,
            made_at=district.now,
        )
        if stage is not Stage.DRAFT:
            frozen = freeze(parts)
            row.frozen, row.digest = frozen.to_json(), frozen.digest
        exposure_id = await exposures.add(turn.tx, row, parts)
        told = [("begun", Stage.DRAFT, {})] + ([("submitted", stage, {"digest": row.digest})] if row.digest else [])
        for what, to, facts in told:
            await exposures.add_event(
                turn.tx, turn.app.keys, exposure_id, what, district.now, "editor", actor_id=QIAN, to_status=to,
                facts=facts,
            )  # fmt: skip
        if stage in _APPROVED:
            await approvals.add(turn.tx, exposure_id, row.digest or "", APPROVER, district.now)
    return exposure_id


async def row_of(district: District, exposure_id: int) -> Exposure:
    """The exposure as another reader sees it now."""
    async with district.database.read() as tx:
        found = await exposures.get(tx, exposure_id)
    assert found is not None
    return found


async def frozen_of(district: District, exposure_id: int) -> Frozen:
    """What was frozen."""
    frozen = (await row_of(district, exposure_id)).frozen
    assert frozen is not None
    return Frozen.from_json(frozen)


APPROVER = SUN
"""Leads the office, and has no hand in what `exposure` makes: whoever approved it, where it is approved."""
