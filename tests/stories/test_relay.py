"""Words and photos between the citizen and the officers, each unseen by the other."""

import json

from tests.sandbox_process import file
from tests.stories.district import District
from tests.stories.navigators import a_report, labels, photo, readable

TOWN = "六榕街道"


async def test_a_note_reaches_the_citizen_only_when_sent_and_the_answer_comes_back_under_the_card(
    district: District,
) -> None:
    # Given a report that an officer has taken up
    citizen, officer = await district.citizen(name="难忘的名字"), district.officer(TOWN)
    number, _ = await a_report(citizen, "冷库里的肉没有票", f"{TOWN}某冷库")
    await officer.acts("✋ 接办", number)
    card = await officer.sees_card(number, "承办")
    # When they note something for themselves
    await officer.replies(card, "老板姓吴，下午再去一次")
    noted = await officer.reads("仅内部可见")
    # And ask the reporter something
    await officer.acts("❓ 问举报人", number)
    asked = await officer.reads("写下要问举报人的话")
    await officer.replies(asked, "大约几点卸货？")
    question = await citizen.reads("大约几点卸货")
    # Then the citizen has the question, and not the note
    assert not [each for each in await citizen.from_bot() if "老板姓吴" in readable(each)]
    # When the citizen answers by replying, with words and a photo
    await citizen.replies(question, "凌晨三点左右")
    await citizen.replies(question, photos=[file(photo("purple"))])
    answer = await officer.reads("凌晨三点左右")
    assert answer["reply_to_message_id"] == card["message_id"]
    # And the officer sends the note on with one tap
    await officer.presses("📤 发给举报人", noted)
    told = await citizen.reads("老板姓吴")
    assert number in readable(told)
    # Then neither side ever saw the other's account
    group = json.dumps(await officer.from_bot(), ensure_ascii=False)
    private = json.dumps(await citizen.from_bot(), ensure_ascii=False)
    assert "难忘的名字" not in group
    assert str(citizen.user_id) not in group
    assert "小张" not in private
    assert "2002" not in private


async def test_a_message_edited_afterwards_keeps_both_versions(district: District) -> None:
    citizen, officer = await district.citizen(), district.officer(TOWN)
    number, _ = await a_report(citizen, "他们每周三卸货", f"{TOWN}某后门")
    await officer.sees_card(number)
    # When the citizen corrects the message that began the report
    first = citizen.sent[0]
    await citizen.control.edit(citizen.chat_id, first, citizen.user_id, text="他们每周五卸货")
    # Then the desk sees the old words and the new
    told = readable(await officer.reads("修改了", anywhere=True))
    assert "每周三" in told
    assert "每周五" in told


async def test_a_late_item_of_an_album_joins_the_report_it_belongs_to(district: District) -> None:
    citizen, officer = await district.citizen(), district.officer(TOWN)
    # Given an album of four of which two arrive at first
    await citizen.sends_photos(*[photo(each) for each in ("red", "green", "blue", "black")], hold_after=2)
    await citizen.reads("已收到 2 张照片")
    await citizen.chooses_kind()
    await citizen.says(
        f"{TOWN}某作坊",
    )
    await citizen.says("院子里晒着没有标签的肉")
    await citizen.presses("✅ 就这些", await citizen.reads("已收到 2 张照片"))
    await citizen.presses("跳过", await citizen.reads("举报的是谁"))
    await citizen.reads("请核对后提交")
    number, _ = await citizen.submits()
    await officer.sees_card(number)
    # When the other two arrive after the report was filed
    await citizen.control.release(citizen.chat_id)
    # Then they hang under the same card, and no second report was begun
    await officer.sees_card(number, "照片：4 张")
    assert not [each for each in await citizen.from_bot() if "是哪一类问题" in readable(each)][1:]


async def test_a_citizen_follows_urges_and_withdraws(district: District) -> None:
    citizen, other, officer = await district.citizen(), await district.citizen(), district.officer(TOWN)
    number, code = await a_report(citizen, "酒瓶上的标签是后贴的", f"{TOWN}某烟酒店")
    # When they look at their reports
    await citizen.says("/my")
    await citizen.presses(number, await citizen.reads("我的举报"))
    shown = await citizen.reads("等待核查")
    # And ask for an answer
    await citizen.presses("请求答复", shown)
    assert number in readable(await officer.reads("进展", anywhere=True))
    # Then a second time in a day is explained, not passed on
    assert "24小时" in (await citizen.presses("请求答复", shown))["text"]
    # When somebody else has the code, they see the state and nothing to press
    await other.says(f"/find {code.lower()}")
    found = await other.reads(number)
    assert labels(found) == []
    # When the reporter withdraws
    await citizen.presses("撤回这份举报", shown)
    await citizen.presses("确定撤回", await citizen.reads("不能恢复"))
    await citizen.reads("已撤回")
    # Then the card says so, and nothing is left to press but what has happened
    assert labels(await officer.sees_card(number, "已撤回")) == ["📜 全部经过"]


async def test_an_english_client_is_answered_in_english(district: District) -> None:
    citizen = await district.citizen(lang="en-GB")
    await citizen.says("The milk in this shop is two months out of date")
    await citizen.reads("What kind of problem is it?")
    # And can change to Chinese in the middle
    await citizen.says("/language")
    await citizen.presses("中文", await citizen.reads("请选择语言"))
    await citizen.reads("是哪一类问题")
