"""After publishing, by the buttons of the card: correct, withdraw, end early, send again, tell, look up; /digest."""

import pytest
from sqlalchemy import select, update

from domain.asking import Asked, Verb
from domain.case import Outcome
from domain.case import Status as CaseStatus
from domain.exposure import Part, Status
from domain.published import Rich, freeze
from services import batches
from storage import approvals
from storage.tables import Broadcast, CaseRow, Exposure
from tests.district import EAST, OFFICE, QIAN, STRANGER, SUN, District, Spoken, hand
from tests.publicity import PARTS, closed_case, exposure, row_of
from tests.rounds import begun, came_to_stand


@pytest.fixture
async def district(district: District) -> District:
    """The office is there."""
    await district.publicity()
    return district


async def standing(district: District) -> int:
    """An exposure of a case that stands in both towns' groups."""
    exposure_id = await exposure(district, Status.PUBLISHED, case_id=await closed_case(district))
    await came_to_stand(district, await begun(district, exposure_id))
    async with district.database.write() as tx:
        await tx.execute(update(Broadcast).values(state="done"))
    return exposure_id


async def card(district: District, exposure_id: int) -> Spoken:
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, exposure_id).data)
    return district.last(OFFICE)


async def press(district: District, exposure_id: int, label: str, user_id: int = SUN) -> str:
    """Presses that button of the card, brought to the bottom for it."""
    shown = await card(district, exposure_id)
    return await district.press(user_id, OFFICE, shown.button(label), shown.message_id)


async def verbs(district: District) -> list[str]:
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Broadcast.verb).order_by(Broadcast.id)))


@pytest.mark.parametrize(
    ("label", "to", "verb"), [("撤下", Status.WITHDRAWN, "withdraw"), ("提前到期", Status.EXPIRED, "expire")]
)
async def test_a_lead_says_why_in_one_reply_and_it_is_taken_down(
    district: District, label: str, to: Status, verb: str
) -> None:
    exposure_id = await standing(district)
    await press(district, exposure_id, label)
    question = district.last(OFFICE)
    await district.write(SUN, OFFICE, None, reply_to=question.message_id, sticker=STICKER)
    assert (await row_of(district, exposure_id)).status == Status.PUBLISHED
    await district.write(SUN, OFFICE, "处罚决定被撤销", reply_to=question.message_id)
    assert (await row_of(district, exposure_id)).status == to
    await district.write(SUN, OFFICE, "再说一遍", reply_to=question.message_id)
    assert await verbs(district) == ["publish", verb]
    assert district.said_in(OFFICE, "处罚决定被撤销")


STICKER = {
    "file_id": "s", "file_unique_id": "us", "type": "regular", "width": 1, "height": 1, "is_animated": False,
    "is_video": False,
}  # fmt: skip


async def test_an_editor_is_not_asked_why(district: District) -> None:
    exposure_id = await standing(district)
    assert "负责人" in await press(district, exposure_id, "撤下", QIAN)
    assert "负责人" in await press(district, exposure_id, "重发", QIAN)
    assert not district.said_in(OFFICE, "请回复本消息")


async def test_a_correction_goes_from_one_card_to_another_and_out(district: District) -> None:
    exposure_id = await standing(district)
    await press(district, exposure_id, "更正", QIAN)
    new_id = exposure_id + 1
    assert district.last(OFFICE).button("导语") == Asked(Verb.WRITE, new_id, Part.LEAD).data
    assert f"更正：稿件 {new_id}" in (await card(district, exposure_id)).text
    frozen = freeze(PARTS | {Part.LEAD: Rich("更正：罚款应为五千元。")})
    async with district.database.write() as tx:
        values = {"status": Status.APPROVED, "frozen": frozen.to_json(), "digest": frozen.digest}
        await tx.execute(update(Exposure).where(Exposure.id == new_id).values(**values))
        await approvals.add(tx, new_id, frozen.digest, SUN, district.now)
    assert f"更正的是稿件 {exposure_id}" in (await card(district, new_id)).text
    await press(district, new_id, "发布更正")
    assert (await row_of(district, new_id)).status == Status.PUBLISHING
    assert await verbs(district) == ["publish", "correct"]
    assert f"已由稿件 {new_id} 更正" in (await card(district, exposure_id)).text


async def test_a_correction_that_is_given_up_leaves_no_word_of_it(district: District) -> None:
    exposure_id = await standing(district)
    await press(district, exposure_id, "更正", QIAN)
    async with district.turn() as turn:
        assert await batches.discard(turn, hand(QIAN, OFFICE), exposure_id + 1, "不用改") is None
    said = [each.text for each in await district.speak()]
    assert any("已发布" in text and "起草更正" not in text for text in said)


async def test_a_lead_chooses_to_whom_it_is_sent_again_and_the_choice_counts_once(district: District) -> None:
    exposure_id = await standing(district)
    await press(district, exposure_id, "重发")
    choice = district.last(OFFICE)
    assert "重发" in await district.press(SUN, OFFICE, choice.button("全部"), choice.message_id)
    async with district.database.write() as tx:
        await tx.execute(update(Broadcast).values(state="done"))
    for label in ("全部", "没收到"):
        assert "刚刚被同事改过" in await district.press(SUN, OFFICE, choice.button(label), choice.message_id)
    assert await verbs(district) == ["publish", "reprint"]


async def test_the_reporter_is_told_by_one_press_and_the_button_is_gone(district: District) -> None:
    exposure_id = await standing(district)
    before = len(district.told_reporter())
    assert "已告知" in await press(district, exposure_id, "告知举报人")
    assert len(district.told_reporter()) == before + 1
    assert not [each for each in (await card(district, exposure_id)).buttons if "告知" in each["text"]]


async def test_the_history_names_what_happened_when_by_whom_and_what_became_of_it(district: District) -> None:
    exposure_id = await standing(district)
    await press(district, exposure_id, "撤下")
    await district.write(SUN, OFFICE, "处罚决定被撤销", reply_to=district.last(OFFICE).message_id)
    await press(district, exposure_id, "发布经过")
    told = district.last(OFFICE).text
    assert "3月2日 09:30 ⛔ 已撤下（孙）：处罚决定被撤销" in told
    assert "发布：频道和群 2 个完成" in told
    assert "撤下：频道和群" in told


async def test_a_forged_button_does_nothing(district: District) -> None:
    exposure_id = await standing(district)
    for detail in ("", "delete", "everybody", "withdraw-1"):
        assert "无效" in await district.press(SUN, OFFICE, Asked(Verb.AMEND, exposure_id, detail).data)
    assert await verbs(district) == ["publish"]


async def test_no_stranger_and_no_other_group_gets_anywhere(district: District) -> None:
    exposure_id = await standing(district)
    for detail in ("correct", "publish", "withdraw", "expire", "reprint", "everybody-1", "thank", "history"):
        for who, where in ((STRANGER, OFFICE), (SUN, EAST)):
            assert "宣传部门" in await district.press(who, where, Asked(Verb.AMEND, exposure_id, detail).data)
    assert await verbs(district) == ["publish"]


async def test_a_months_progress_is_drafted_by_one_command_with_what_has_to_be_checked(district: District) -> None:
    case_id = await district.case(status=CaseStatus.CONCLUDED)
    values = {"received_at": district.now, "outcome": Outcome.PENALISED, "penalty": "没收变质猪肉35公斤",
              "concluded_at": district.now}  # fmt: skip
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**values))
    await district.write(QIAN, OFFICE, "/digest 2026-03")
    assert "已经结束的月份" in district.last(OFFICE).text
    district.now = district.now.replace(month=4)
    await district.write(QIAN, OFFICE, "/digest")
    said = district.last(OFFICE).text
    assert "程序读出，请核对" in said
    assert f"{(await district.row(case_id)).number}　35 公斤「没收变质猪肉35公斤」" in said
    assert "办结1件" in (await card(district, 1)).text
    await district.write(STRANGER, OFFICE, "/digest")
    assert "宣传部门" in district.last(OFFICE).text
