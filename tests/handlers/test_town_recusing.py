"""/conflict by the buttons the bot really showed, and what becomes of forged ones."""

import pytest

from domain.asking import Asked, Verb, desk_handle
from domain.case import Status
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WU, ZHOU, District


async def test_a_lead_marks_somebody_by_one_tap_and_a_reply_and_lifts_it_again(district: District) -> None:
    await district.write(CHEN, EAST, "/conflict")
    await district.press(CHEN, EAST, district.last(EAST).button("王"))
    form = district.last(EAST)
    await district.write(CHEN, EAST, "张记烧腊", reply_to=form.message_id)
    assert "请写两行" in district.last(EAST).text
    await district.write(CHEN, EAST, "张记烧腊\n店主是其姐夫", reply_to=form.message_id)
    assert "王对「张记烧腊」回避" in district.last(EAST).text
    await district.write(CHEN, EAST, "/conflict")
    listed = district.last(EAST)
    assert "王 · 张记烧腊（店主是其姐夫）" in listed.text
    await district.press(CHEN, EAST, listed.button("解除 1"))
    assert "已解除王" in district.last(EAST).text
    assert "可能已经解除" in await district.press(CHEN, EAST, listed.button("解除 1"))


async def test_the_duty_desk_chooses_a_desk_then_the_person(district: District) -> None:
    await district.write(ZHOU, DUTY, "/conflict")
    await district.press(ZHOU, DUTY, district.last(DUTY).button("东街道"))
    await district.press(ZHOU, DUTY, district.last(DUTY).button("李"))
    await district.write(ZHOU, DUTY, "张记烧腊 / 曾任职", reply_to=district.last(DUTY).message_id)
    assert "李对「张记烧腊」回避" in district.last(DUTY).text


async def test_an_officer_is_offered_nobody_but_themselves(district: District) -> None:
    await district.write(LI, EAST, "/conflict")
    assert [each["text"] for each in district.last(EAST).buttons] == ["➕ 李"]


@pytest.mark.parametrize(
    "asked",
    [Asked(Verb.CONFLICT, WANG), Asked(Verb.CONFLICT, 0, desk_handle("t001")), Asked(Verb.LIFT, 1), Asked(Verb.LIFT)],
    ids=lambda asked: asked.data,
)
async def test_a_forged_press_marks_and_lifts_nothing(district: District, asked: Asked) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    for who in (LI, WU, STRANGER):
        assert await district.press(who, EAST, asked.data)
    assert not district.said_in(EAST)
    assert (await district.row(case_id)).holder_id == WANG


async def test_a_stranger_reads_no_marks(district: District) -> None:
    await district.write(STRANGER, EAST, "/conflict")
    assert "还不是本单位的工作人员" in district.last(EAST).text
