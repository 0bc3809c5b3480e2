"""The ledger's buttons, found by their labels on what the bot really said, and the replies they ask for."""

import pytest

from domain.asking import Asked, Verb
from domain.case import Status
from domain.people import DeskKind, Role
from services import objecting
from storage import correspondents, desks
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, ZHOU, District, Spoken

POLICE, OFFICER = -1004, 501


@pytest.fixture
async def police(district: District) -> None:
    """A department with a group and one officer."""
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", POLICE, district.now)
        await desks.enrol(turn.tx, OFFICER, "民警", "police", Role.LEAD, district.now)


async def begun(district: District) -> tuple[int, Spoken]:
    """A case that 王 is verifying, and its card."""
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    return case_id, await card_of(district, case_id)


async def card_of(district: District, case_id: int, user_id: int = CHEN, chat_id: int = EAST) -> Spoken:
    await district.press(user_id, chat_id, Asked(Verb.SHOW, case_id).data)
    return next(each for each in reversed(district.said_in(chat_id)) if each.buttons and "📍" in each.text)


async def reply(district: District, text: str, user_id: int = WANG, chat_id: int = EAST) -> None:
    """Replies to the newest question in the group."""
    await district.write(user_id, chat_id, text, reply_to=district.last(chat_id).message_id)


async def test_a_rectification_is_ordered_by_a_quick_deadline_and_one_reply(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("责令整改"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("15 个工作日"))
    await reply(district, "措施：停业\n责任人：店主")
    row = await district.row(case_id)
    assert (row.status, row.measure, row.responsible) == (Status.RECTIFYING, "停业", "店主")
    assert row.rectify_by == district.app.calendar.due(district.now.date(), 15).date


async def test_a_reply_that_lacks_something_is_explained_and_may_be_given_again(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("责令整改"), card.message_id)
    question = district.last(EAST).message_id
    await district.write(WANG, EAST, "停业", reply_to=question)
    assert "整改时限" in district.last(EAST).text
    await district.write(WANG, EAST, "停业 / 3月20日 / 店主", reply_to=question)
    assert (await district.row(case_id)).status == Status.RECTIFYING


async def test_an_investigation_is_opened_by_button_and_reply(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("立案"), card.message_id)
    await reply(district, "立案〔2026〕3号")
    assert (await district.row(case_id)).status == Status.PROSECUTING


@pytest.mark.usefixtures("police")
async def test_a_case_goes_to_a_department_and_comes_back_by_buttons(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("移送部门"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("公安分局"))
    await reply(district, "涉嫌犯罪")
    theirs = await card_of(district, case_id, OFFICER, POLICE)
    assert "已签收" in await district.press(OFFICER, POLICE, theirs.button("签收"), theirs.message_id)
    await district.press(OFFICER, POLICE, theirs.button("退回移送单位"), theirs.message_id)
    await reply(district, "未达标准", OFFICER, POLICE)
    row = await district.row(case_id)
    assert (row.status, row.desk_id) == (Status.ACCEPTED, "t001")


async def test_a_penalty_is_asked_for_with_its_document(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("办结"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("已查处"))
    assert "文号" in district.last(EAST).text
    await reply(district, "处罚：罚款 5000 元\n文号：12号\n说明：已处罚")
    row = await district.row(case_id)
    assert (row.status, row.penalty_document, row.conclusion) == (Status.CONCLUDED, "12号", "已处罚")


async def test_severity_and_fields_are_put_right_from_the_card(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("严重程度"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("紧急"))
    await reply(district, "有人送医")
    await district.press(LI, EAST, card.button("登记信息"), card.message_id)
    await district.press(LI, EAST, district.last(EAST).button("12315 编号"))
    await reply(district, "1440104002026030200001", LI)
    row = await district.row(case_id)
    assert (row.severity, row.external_number) == ("urgent", "1440104002026030200001")
    assert "12315 编号：1440104002026030200001" in (await card_of(district, case_id)).text


async def test_the_duty_desk_answers_an_objection_and_closes_by_buttons(district: District) -> None:
    case_id, card = await begun(district)
    await district.press(WANG, EAST, card.button("办结"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("已取缔"))
    await reply(district, "已取缔")
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await objecting.file_objection(turn, case_id, "门还开着")
    await district.speak()
    await district.press(ZHOU, DUTY, district.last(DUTY).button("异议不成立"))
    await reply(district, "那是隔壁", ZHOU, DUTY)
    assert "那是隔壁" in district.told_reporter()[-1]
    await district.looked_back(case_id)
    duty_card = await card_of(district, case_id, ZHOU, DUTY)
    assert "已销号" in await district.press(ZHOU, DUTY, duty_card.button("销号"), duty_card.message_id)
    closed = await card_of(district, case_id, ZHOU, DUTY)
    await district.press(ZHOU, DUTY, closed.button("重新办理"), closed.message_id)
    await reply(district, "反弹", ZHOU, DUTY)
    row = await district.row(case_id)
    assert (row.status, row.relapses) == (Status.ACCEPTED, 1)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(Verb.RECTIFY, 1, "365"), Asked(Verb.GRADE, 1, "deadly"), Asked(Verb.FIELD, 1, "reporter"),
        Asked(Verb.FIELD, 1, "holder_id"), Asked(Verb.REFER, 1, "beef"), Asked(Verb.CLOSE, 1), Asked(Verb.REOPEN, 1),
    ],
    ids=lambda asked: asked.data,
)  # fmt: skip
async def test_a_forged_button_of_the_ledger_changes_nothing(district: District, asked: Asked) -> None:
    case_id, _ = await begun(district)
    forged = Asked(asked.verb, case_id, asked.detail)
    for who in (WANG, STRANGER):
        assert await district.press(who, EAST, forged.data)
    row = await district.row(case_id)
    assert (row.status, row.severity, row.holder_id) == (Status.ACCEPTED, "general", WANG)
    assert not await district.events(case_id)
