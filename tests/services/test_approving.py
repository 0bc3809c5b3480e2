"""A text is approved by others, as it was frozen, and by nobody twice."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from domain.case import Status as CaseStatus
from domain.exposure import Class, Part, Status
from domain.exposure_replay import replay_exposure
from domain.people import Role
from domain.published import Frozen, Rich, freeze
from domain.refusal import Refusal
from services import approving, auditing, exposure_cards, flagging, office, submitting
from services.submitting import PREFIX
from services.turn import Turn
from storage import businesses, cases, conflicts, desks, exposures
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import CaseRow, Exposure, ExposureApproval, ExposureEvent, ExposurePhoto, NoteRow
from tests.district import EAST, OFFICE, QIAN, STRANGER, SUN, ZHENG, District, district_app, hand
from tests.publicity import PARTS, closed_case, exposure, row_of

T = TypeVar("T")
FLAGGED = PARTS | {Part.FACTS: Rich("联系电话13800138000。")}


def needing(district: District, approvals: int) -> None:
    district.app = replace(district.app, publicity=replace(district.app.publicity, approvals=approvals))


async def submit(district: District, exposure_id: int, by: int = QIAN) -> str:
    """Submits it; returns what the buttons carry, or why it was refused."""
    async with district.turn() as turn:
        done = await submitting.submit(turn, hand(by, OFFICE), exposure_id)
    return done.key if isinstance(done, Refusal) else str(done.digest)[:PREFIX]


async def approve(district: District, exposure_id: int, by: int, prefix: str, chat_id: int = OFFICE) -> str:
    async with district.turn() as turn:
        done = await approving.approve(turn, hand(by, chat_id), exposure_id, prefix)
    return done.key if isinstance(done, Refusal) else done.status


async def edit(turn: Turn, by: int, exposure_id: int, part: Part, rich: Rich) -> None:
    held = await office.to_edit(turn, hand(by, OFFICE), exposure_id)
    if isinstance(held, Refusal) or await office.edited(turn, held, "written") is not None:
        return
    await exposures.set_part(turn.tx, exposure_id, part, rich)
    await exposure_cards.refresh(turn, exposure_id)


async def test_what_is_submitted_is_frozen_as_the_parts_say(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, case_id=await closed_case(district))
    prefix = await submit(district, draft)
    row = await row_of(district, draft)
    assert row.status == Status.SUBMITTED
    assert row.frozen is not None
    assert Frozen.from_json(row.frozen) == freeze(PARTS)
    assert row.digest is not None
    assert row.digest.startswith(prefix)
    await district.speak()
    request = district.last(OFFICE)
    assert district.said_in(OFFICE, freeze(PARTS).full.text)
    assert prefix in request.text


async def test_nothing_that_lacks_something_is_submitted(district: District) -> None:
    await district.publicity()
    without = {part: rich for part, rich in PARTS.items() if part is not Part.LEAD}
    assert (
        await submit(district, await exposure(district, case_id=await closed_case(district), parts=without))
        == "exposure_lacks"
    )
    assert await submit(district, await exposure(district, parts=FLAGGED)) == "exposure_flags_open"
    long = PARTS | {Part.MEANING: Rich("好" * 4096)}
    assert await submit(district, await exposure(district, parts=long)) == "exposure_lacks"


@pytest.mark.parametrize("class_", [Class.WARNING, Class.SAMPLING])
async def test_what_only_others_may_publish_is_refused(district: District, class_: Class) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PARTS | {Part.TIP: Rich("请索要票据。")})
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(class_=class_))
    assert await submit(district, draft) == "exposure_unauthorised"
    district.app = replace(district.app, publicity=replace(district.app.publicity, reserved=frozenset({class_})))
    prefix = await submit(district, draft)
    assert str((await row_of(district, draft)).digest).startswith(prefix)


async def test_a_photo_nobody_confirmed_holds_the_text_back(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    draft = await exposure(district, case_id=case_id)
    async with district.turn() as turn:
        note_id = await cases.add_note(turn.tx, NoteRow(case_id=case_id, author_id=QIAN, at=turn.now))
    evidence_id = await district.staff_photo(case_id, note_id)
    async with district.turn() as turn:
        turn.tx.add(ExposurePhoto(exposure_id=draft, evidence_id=evidence_id, published=True))
    assert await submit(district, draft) == "exposure_photos_unready"


async def test_a_case_that_was_opened_again_is_not_published(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    draft = await exposure(district, case_id=case_id)
    prefix = await submit(district, draft)
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(status=CaseStatus.ACCEPTED))
    assert await approve(district, draft, SUN, prefix) == "exposure_undecided"
    async with district.turn() as turn:
        await approving.reject(turn, hand(SUN, OFFICE), draft, prefix, "又重新办理了")
    assert await submit(district, draft) == "exposure_undecided"


async def test_another_lead_approves_and_editors_and_strangers_do_not(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft, SUN)
    assert await approve(district, draft, SUN, prefix) == "own_text"
    assert await approve(district, draft, QIAN, prefix) == "not_publicity_lead"
    assert await approve(district, draft, STRANGER, prefix) == "not_publicity"
    assert await approve(district, draft, ZHENG, prefix, EAST) == "not_publicity"
    assert await approve(district, draft, ZHENG, prefix) == Status.APPROVED


async def test_two_are_needed_where_two_are_and_one_counts_once(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)
    assert await approve(district, draft, SUN, prefix) == Status.SUBMITTED
    assert await approve(district, draft, SUN, prefix) == "approved_already"
    assert await approve(district, draft, ZHENG, prefix) == Status.APPROVED
    async with district.database.read() as tx:
        whats = [each.what for each in await exposures.events(tx, draft)]
    assert whats[-3:] == ["submitted", "approval", "approved"]


async def test_of_two_who_approve_at_the_same_moment_both_count(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)

    async def until_done(by: int) -> None:
        for _ in range(2):
            try:
                await approve(district, draft, by, prefix)
            except IntegrityError:
                continue  # As the worker does: what fails on a constraint is worked again by itself.
            return

    await asyncio.gather(until_done(SUN), until_done(ZHENG))
    assert (await row_of(district, draft)).status == Status.APPROVED


async def test_an_approval_is_for_one_text_and_gone_with_it(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    first = await submit(district, draft)
    assert await approve(district, draft, SUN, first) == Status.SUBMITTED
    async with district.turn() as turn:
        await edit(turn, QIAN, draft, Part.TIP, Rich("请索要票据。"))
    assert await approve(district, draft, ZHENG, first) == "exposure_no_such_move"
    second = await submit(district, draft)
    assert await approve(district, draft, ZHENG, first) == "exposure_text_changed"
    assert await approve(district, draft, ZHENG, second[:6]) == "exposure_text_changed"
    assert await approve(district, draft, ZHENG, second) == Status.SUBMITTED


async def test_a_text_that_is_again_as_it_was_is_approved_anew(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)
    assert await approve(district, draft, SUN, prefix) == Status.SUBMITTED
    async with district.turn() as turn:
        await approving.reject(turn, hand(ZHENG, OFFICE), draft, prefix, "再核实")
    assert await submit(district, draft) == prefix
    assert await approve(district, draft, ZHENG, prefix) == Status.SUBMITTED
    assert await approve(district, draft, SUN, prefix) == Status.APPROVED


async def test_whoever_wrote_what_is_corrected_does_not_approve_the_correction(district: District) -> None:
    await district.publicity()
    first = await exposure(district, Status.PUBLISHED)
    async with district.turn() as turn:
        held = await office.in_hand(turn, hand(SUN, OFFICE), first)
        assert not isinstance(held, Refusal)
        await office.record(turn, held, "written", Status.PUBLISHED)
    correction = await exposure(district)
    async with district.database.write() as tx:
        mine = update(Exposure).where(Exposure.id == correction)
        await tx.execute(mine.values(series_id=first, corrects_id=first))
    prefix = await submit(district, correction)
    assert await approve(district, correction, SUN, prefix) == "own_text"
    assert await approve(district, correction, ZHENG, prefix) == Status.APPROVED


async def test_whoever_is_too_close_to_the_business_finds_no_such_text(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        business = await businesses.enter(turn.tx, "阳光小卖部", turn.now)
        assert business is not None
        await conflicts.mark(turn.tx, SUN, business, "亲属", ZHENG, turn.now)
    assert await approve(district, draft, SUN, prefix) == "no_such_exposure"


async def test_a_dismissed_lead_approves_nothing(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        await desks.enrol(turn.tx, SUN, "孙", "publicity", Role.OFFICER, turn.now)
    assert await approve(district, draft, SUN, prefix) == "not_publicity_lead"


async def test_what_was_frozen_and_altered_behind_our_back_is_not_approved(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    other = freeze(PARTS | {Part.TITLE: Rich("别的")})
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(frozen=other.to_json()))
    assert await approve(district, draft, SUN, prefix) == "exposure_text_changed"


async def test_rejected_is_a_draft_again_and_its_editor_is_called(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        by = hand(SUN, OFFICE)
        assert await approving.reject(turn, by, draft, prefix, " ") == Refusal("exposure_reject_reason")
        assert not isinstance(await approving.reject(turn, by, draft, prefix, "标题太长"), Refusal)
    await district.speak()
    row = await row_of(district, draft)
    assert (row.status, row.frozen, row.digest) == (Status.DRAFT, None, None)
    told = district.said_in(OFFICE, "标题太长")[0].text
    assert "钱" in told
    assert "孙" in told
    again = await submit(district, draft)
    assert await approve(district, draft, SUN, again) == Status.APPROVED, "who sent it back had no hand in the text"


async def broken(district: District) -> str:
    found = (await auditing.verify(district.database, district.app.keys)).broken
    return str(found or "")


async def test_what_exposures_went_through_is_verified_with_the_cases(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    found = await auditing.verify(district.database, district.app.keys)
    assert (found.broken, found.exposures, found.events) == (None, 1, 3)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"status": Status.PUBLISHED}, "status does not follow"),
        ({"digest": "0" * 64}, "digest does not follow"),
        ({"frozen": freeze(PARTS | {Part.TITLE: Rich("别的")}).to_json()}, "not what was submitted"),
        ({"frozen": {"full": 1}}, "not what was submitted"),
        ({"frozen": None}, "not what was submitted"),
    ],
)
async def test_an_exposure_changed_without_an_event_is_found(
    district: District, columns: dict[str, object], why: str
) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    assert await broken(district) == ""
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(**columns))
    assert why in await broken(district)


async def test_an_event_altered_is_found_at_its_place(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    async with district.database.write() as tx:
        mine = (ExposureEvent.exposure_id == draft) & (ExposureEvent.seq == 2)
        await tx.execute(update(ExposureEvent).where(mine).values(actor_id=ZHENG))
    assert (await broken(district)).startswith(f"exposure {draft}, event 2")


WORDS = ("联系电话13800138000。", "经营者王小明在场。", "检查发现三包过期饼干。", "罚款伍佰元。")


class GateMachine(RuleBasedStateMachine):
    """One exposure in the hands of an editor and two leads, who press and write in any order."""

    def __init__(self, district: District, runner: asyncio.Runner) -> None:
        super().__init__()
        self.district, self.runner = district, runner
        self.shown = list[str]()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(needed=st.integers(1, 2))
    def begin(self, needed: int) -> None:
        needing(self.district, needed)
        self.needed, self.draft = needed, self.run(exposure(self.district))

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)), words=st.sampled_from(WORDS))
    def write(self, by: int, words: str) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                await edit(turn, by, self.draft, Part.FACTS, Rich(words))

        self.run(do())
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)), keep=st.booleans())
    def decide(self, by: int, keep: bool) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                for each in (await flagging.open_flags(turn, self.draft))[:1]:
                    if keep:
                        await flagging.keep(turn, hand(by, OFFICE), each.id, "已核对")
                    else:
                        await flagging.mask(turn, hand(by, OFFICE), each.id)

        self.run(do())
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)))
    def submit(self, by: int) -> None:
        self.shown.append(self.run(submit(self.district, self.draft, by)))
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG, STRANGER)), back=st.integers(1, 3))
    def approve(self, by: int, back: int) -> None:
        for prefix in self.shown[-back:][:1]:
            self.run(approve(self.district, self.draft, by, prefix))
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)))
    def reject(self, by: int) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                for prefix in self.shown[-1:]:
                    await approving.reject(turn, hand(by, OFFICE), self.draft, prefix, "再改")

        self.run(do())
        self.hold()

    def hold(self) -> None:
        self.run(self._hold())

    async def _hold(self) -> None:
        row = await row_of(self.district, self.draft)
        async with self.district.turn() as turn:
            parts, events = await exposures.parts(turn.tx, row.id), await exposures.events(turn.tx, row.id)
            still_open = await flagging.open_flags(turn, row.id)
            editors = await exposures.editors(turn.tx, row.id)
            given = set(await turn.tx.scalars(_approvers(row)))
            told = replay_exposure(events)
        assert (told.status, told.digest) == (row.status, row.digest)
        if row.status == Status.DRAFT:
            assert (row.frozen, row.digest) == (None, None)
            return
        assert row.frozen is not None
        assert freeze(parts) == Frozen.from_json(row.frozen)
        assert freeze(parts).digest == row.digest
        assert not still_open
        assert not given & (editors | {QIAN, STRANGER})
        assert (len(given) >= self.needed) is (row.status == Status.APPROVED)


def _approvers(row: Exposure) -> Any:
    mine = (ExposureApproval.exposure_id == row.id) & (ExposureApproval.digest == row.digest)
    return select(ExposureApproval.user_id).where(mine)


def test_in_whatever_order_people_press_nothing_is_approved_but_by_others(database_url: str, keys: KeyRing) -> None:
    """Anybody of the office writes, decides, submits, approves and sends back, old buttons included."""
    database = Database(database_url)
    with asyncio.Runner() as runner:
        district = District(database, district_app(keys))
        runner.run(district.settle_in())
        runner.run(district.publicity())
        run_state_machine_as_test(
            lambda: GateMachine(district, runner),
            settings=settings(
                max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
        runner.run(database.close())
