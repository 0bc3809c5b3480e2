"""Picking: which cases are offered, to whom, and what of them goes into a draft."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from domain.case import Outcome, Status
from domain.exposure import Class, Part
from domain.exposure import Status as Stage
from domain.refusal import Refusal
from services import batches, office, picking
from storage import businesses, conflicts, exposure_flags, exposures
from storage import picking as stored
from storage.tables import CaseRow
from tests.district import CHEN, EAST, OFFICE, QIAN, SUN, ZHOU, District, hand
from tests.publicity import closed_case, exposure, row_of
from wording.composed import phrases
from wording.translate import words

PHRASES = phrases(words("zh"))
EDITOR = hand(QIAN, OFFICE)


async def take(district: District, case_id: int, batch_id: int | None = None, by: int = QIAN) -> int | Refusal:
    async with district.turn() as turn:
        return await picking.take(turn, hand(by, OFFICE), case_id, batch_id, PHRASES)


async def offered(district: District, by: int = QIAN) -> list[int]:
    async with district.turn() as turn:
        found = await picking.suggestions(turn, hand(by, OFFICE))
    assert not isinstance(found, Refusal)
    return [each.candidate.case_id for each in found]


async def changed(district: District, case_id: int, **columns: object) -> None:
    async with district.turn() as turn:
        await turn.tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**columns))


async def named(district: District, case_id: int, user_id: int) -> None:
    """The case's business is one that person is too close to."""
    async with district.turn() as turn:
        business = await businesses.enter(turn.tx, "阳光小卖部", turn.now)
        assert business is not None
        await turn.tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(business_id=business))
        await conflicts.mark(turn.tx, user_id, business, "亲属", ZHOU, turn.now)


async def test_only_cases_with_a_decision_that_stands_are_offered(district: District) -> None:
    await district.publicity()
    good = [await closed_case(district, each) for each in (Outcome.PENALISED, Outcome.BANNED, Outcome.REFERRED)]
    for bad in (Outcome.UNSUBSTANTIATED, Outcome.RECTIFIED, Outcome.NOT_OURS, Outcome.DUPLICATE):
        await closed_case(district, bad)
    opened_again, warned, old = [await closed_case(district) for _ in range(3)]
    await changed(district, opened_again, status=Status.ACCEPTED)
    await changed(district, warned, penalty="警告")
    await changed(district, old, concluded_at=district.now - picking.LATELY - timedelta(days=1))
    assert sorted(await offered(district)) == good
    for case_id, why in ((opened_again, "no_such_candidate"), (warned, "case_only_warned"), (987, "no_such_candidate")):
        refused = await take(district, case_id)
        assert isinstance(refused, Refusal)
        assert refused.key == why


async def test_what_came_up_once_is_not_called_frequent(district: District) -> None:
    await district.publicity()
    month = district.now - timedelta(days=30)
    await closed_case(district)
    async with district.turn() as turn:
        assert await stored.frequent(turn.tx, month, 2) == []
    await closed_case(district)
    async with district.turn() as turn:
        assert len(await stored.frequent(turn.tx, month, 2)) == 1


async def test_a_case_is_exposed_once_and_again_only_after_its_draft_was_discarded(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    first = await take(district, case_id)
    assert isinstance(first, int)
    assert await offered(district) == []
    again = await take(district, case_id, by=SUN)
    assert isinstance(again, Refusal)
    assert (again.key, again.params) == ("case_exposed", {"id": str(first)})
    async with district.turn() as turn:
        assert await batches.discard(turn, EDITOR, first, "重写") is None
    assert await offered(district) == [case_id]
    assert isinstance(await take(district, case_id), int)


async def test_the_database_itself_lets_no_case_have_two_exposures(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    await exposure(district, case_id=case_id)
    with pytest.raises(Exception, match=r"(?i)unique|uq_exposure_case"):
        await exposure(district, case_id=case_id)


async def test_a_draft_holds_what_the_ledger_established_and_nothing_of_the_report(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    await changed(district, case_id, happened="我是隔壁老王，昨晚八点看见的", place_text="东街12号三楼")
    draft = await take(district, case_id)
    assert isinstance(draft, int)
    row = await row_of(district, draft)
    assert (row.class_, row.status, row.desk_id, row.violation) == (Class.PENALTY, Stage.DRAFT, "t001", "unlicensed")
    # The day of the decision stands on the paper only: the ledger's conclusion may be another day.
    assert (row.document, row.decided_on) == ("示市监处罚〔2026〕12号", None)
    async with district.database.read() as tx:
        parts = await exposures.parts(tx, draft)
        said = "".join(each.text for each in parts.values())
    assert "货架上有超过保质期的饼干三包" in parts[Part.FACTS].text
    assert not any(each in said for each in ("老王", "八点", "东街12号", "举报"))
    await district.speak()
    card = district.last(OFFICE).text
    assert "还缺：决定日期" in card
    assert not any(each in card for each in ("老王", "八点", "东街12号", "举报"))


async def test_whoever_is_too_close_to_a_business_meets_neither_its_case_nor_its_draft(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    await named(district, case_id, QIAN)
    assert await offered(district) == []
    assert await offered(district, by=SUN) == [case_id]
    refused = await take(district, case_id)
    assert isinstance(refused, Refusal)
    assert refused.key == "no_such_candidate"
    draft = await take(district, case_id, by=SUN)
    assert isinstance(draft, int)
    async with district.turn() as turn:
        assert isinstance(await office.to_edit(turn, EDITOR, draft), Refusal)
        elsewhere = await picking.take_elsewhere(turn, EDITOR, None, "当事人：阳光 小卖部", PHRASES)
    assert isinstance(elsewhere, Refusal)
    assert elsewhere.key == "no_such_exposure"


async def test_a_batch_that_waits_to_go_out_takes_nothing_more(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    waiting = (await row_of(district, await exposure(district, Stage.SCHEDULED))).batch_id
    async with district.turn() as turn:
        batch = await exposures.batch(turn.tx, waiting)
        assert batch is not None
        batch.due_at = district.now + timedelta(days=1)
    for batch_id, why in ((waiting, "batch_closed"), (987, "no_such_batch")):
        refused = await take(district, case_id, batch_id)
        assert isinstance(refused, Refusal)
        assert refused.key == why
    async with district.turn() as turn:
        assert waiting not in {each.batch_id for each in await batches.open_ones(turn)}


async def test_a_case_from_elsewhere_begins_with_its_decision_and_names_what_is_missing(district: District) -> None:
    await district.publicity()
    async with district.turn() as turn:
        reply = "省局稽查局\n示市监处罚〔2026〕7号\n2026-02-10\n远方食品厂"
        draft = await picking.take_elsewhere(turn, EDITOR, None, reply, PHRASES)
    assert isinstance(draft, int)
    row = await row_of(district, draft)
    assert (row.agency, row.party, str(row.decided_on), row.case_id) == ("省局稽查局", "远方食品厂", "2026-02-10", None)
    await district.speak()
    assert "还缺：标题、案情、违反条款、处罚依据、处理结果" in district.last(OFFICE).text


async def test_nobody_outside_the_office_picks(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    for by in (hand(CHEN, EAST), hand(CHEN, OFFICE), hand(QIAN, EAST)):
        async with district.turn() as turn:
            for done in (
                await picking.suggestions(turn, by),
                await picking.offer(turn, by, case_id),
                await picking.take(turn, by, case_id, None, PHRASES),
                await picking.take_elsewhere(turn, by, None, "当事人：甲", PHRASES),
            ):
                assert isinstance(done, Refusal)
                assert done.key == "not_publicity"


async def test_a_draft_moves_to_another_issue_with_its_preamble(district: District) -> None:
    await district.publicity()
    draft = await take(district, await closed_case(district))
    assert isinstance(draft, int)
    async with district.turn() as turn:
        assert await batches.move(turn, EDITOR, draft, None) is None
    row = await row_of(district, draft)
    async with district.database.read() as tx:
        batch = await exposures.batch(tx, row.batch_id)
        lead = (await exposures.parts(tx, draft))[Part.LEAD].text
    assert batch is not None
    assert (batch.number, f"第{batch.number}期" in lead) == (2, True)


async def test_the_order_of_a_batch_is_moved_step_by_step(district: District) -> None:
    await district.publicity()
    first = await exposure(district)
    batch_id = (await row_of(district, first)).batch_id
    second, third = [await exposure(district, batch_id=batch_id) for _ in range(2)]
    async with district.turn() as turn:
        assert await batches.raise_up(turn, EDITOR, batch_id, third) is None
        assert await batches.raise_up(turn, EDITOR, batch_id, third) is None
        assert await batches.raise_up(turn, EDITOR, batch_id, third) is None
    async with district.database.read() as tx:
        assert [each.id for each in await exposures.in_batch(tx, batch_id)] == [third, first, second]


async def test_candidates_are_found_by_the_index_of_conclusions(district: District) -> None:
    if district.database.is_sqlite:
        async with district.database.read() as tx:
            query = stored.statement(district.now - picking.LATELY, 10, {1})
            sql = str(query.compile(tx.get_bind(), compile_kwargs={"literal_binds": True}))
            plan = " ".join(str(row) for row in await tx.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
        assert "ix_case_concluded_at" in plan
        assert "SCAN case" not in plan
        assert "TEMP B-TREE" not in plan


async def test_a_fresh_draft_says_at_once_what_is_to_be_decided_in_it(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    await changed(district, case_id, conclusion="店主留下电话13800138000")
    draft = await take(district, case_id)
    assert isinstance(draft, int)
    async with district.database.read() as tx:
        assert await exposure_flags.count_open(tx, draft) > 0
    await district.speak()
    assert "待核" in district.last(OFFICE).text
