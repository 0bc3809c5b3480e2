"""Who may press what: strangers, colleagues at the same moment, forged data, other towns."""

import asyncio

from tests.stories.district import District
from tests.stories.navigators import Officer, a_report, labels, readable

TOWN = "流花街道"


async def test_a_stranger_who_presses_changes_nothing_and_learns_nothing(district: District) -> None:
    citizen, officer = await district.citizen(), district.officer(TOWN)
    number, _ = await a_report(citizen, "摊主用过期面粉", f"{TOWN}某摊位")
    card = await officer.sees_card(number)
    # Given somebody in the group who is not on the staff
    stranger = await district.citizen(name="看热闹的")
    await stranger.control.member(officer.chat_id, "member", user_id=stranger.user_id)
    pressing = Officer(stranger.control, stranger.user_id, officer.chat_id)
    # When they press a button
    answer = await pressing.presses("✋ 接办", card)
    # Then they are refused, and the card is as it was
    assert answer["show_alert"]
    assert number not in (answer["text"] or "")
    assert "已派发" in readable(await officer.sees_card(number))


async def test_of_two_officers_who_press_at_once_one_wins_and_the_other_is_told_who(district: District) -> None:
    citizen = await district.citizen()
    number, _ = await a_report(citizen, "仓库里有死猪肉", f"{TOWN}某仓库")
    first, second = district.officer(TOWN, 2002), district.officer(TOWN, 2003)
    card = await first.sees_card(number)
    answers = await asyncio.gather(first.presses("✋ 接办", card), second.presses("✋ 接办", card))
    refused = [each for each in answers if each["show_alert"]]
    assert len(refused) == 1
    assert "示例·小" in refused[0]["text"]
    shown = readable(await first.sees_card(number, "承办："))
    assert shown.count("承办：") == 1


async def test_forged_and_foreign_data_is_one_and_the_same_answer(district: District) -> None:
    citizen = await district.citizen()
    number, _ = await a_report(citizen, "后厨有老鼠", f"{TOWN}某饭店")
    card = await district.officer(TOWN).sees_card(number)
    data = next(b["callback_data"] for row in card["buttons"] for b in row if "接办" in b["text"])
    # Given an officer of the same staff file, but in another town's group
    elsewhere = district.officer("矿泉街道")
    await a_report(await district.citizen(), "奶茶里有异物", "矿泉街道某店")
    other = await elsewhere.wait_for(lambda each: "奶茶里有异物" in readable(each), "a card", anywhere=True)
    # When they press the first town's button there, or one of a case that does not exist
    foreign = await elsewhere.forges(data, other)
    absent = await elsewhere.forges("t:take:99999999", other)
    garbage = await elsewhere.forges("t:take:" + "9" * 40, other)
    assert foreign["text"] == absent["text"]
    assert garbage["show_alert"]
    assert "已派发" in readable(await district.officer(TOWN).sees_card(number))


async def test_a_citizen_who_reports_in_an_officers_group_is_invited_to_the_private_chat(district: District) -> None:
    stranger = await district.citizen()
    officer = district.officer(TOWN)
    await stranger.control.member(officer.chat_id, "member", user_id=stranger.user_id)
    talking = Officer(stranger.control, stranger.user_id, officer.chat_id)
    await talking.says("/report 某某店卖假酒")
    said = await talking.reads("私聊")
    assert "假酒" not in readable(said)


async def test_the_bot_leaves_a_group_it_was_added_to_by_a_stranger(district: District) -> None:
    stranger = await district.citizen()
    control = stranger.control
    chat = -1002000000000 - stranger.user_id
    await control.world(chats=[{"id": chat, "type": "supergroup", "title": "别的群",
                                "members": [{"user_id": stranger.user_id, "status": "creator"}]}])  # fmt: skip
    await control.member(chat, "member", bot="tipoff_demo_bot", by_id=stranger.user_id)
    for _ in range(200):
        calls = [each for each in await control.calls(limit=2000) if each["method"] == "leaveChat"]
        if any(str(chat) in str(each["request"]) for each in calls):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the bot stayed")


async def test_a_group_becomes_a_desks_by_a_code_that_works_once(district: District) -> None:
    # Given an administrator who makes a code for the police desk
    admin = district.administrator()
    await admin.says("/bindcode")
    await admin.presses("公安分局", await admin.wait_for(lambda each: "公安分局" in labels(each), "a list of desks"))
    line = readable(await admin.reads("/bind"))
    code = next(word for word in line.split() if word.count("-") == 2)
    # When somebody enters it in a new group
    lead = await district.citizen(name="示例·所长")
    chat = -1003000000000 - lead.user_id
    await lead.control.world(
        chats=[{"id": chat, "type": "supergroup", "title": "新群",
                "members": [{"user_id": lead.user_id, "status": "creator"}, {"user_id": 2901, "status": "member"}]}]
    )  # fmt: skip
    await lead.control.member(chat, "member", bot="tipoff_demo_bot", by_id=2901)
    leading = Officer(lead.control, lead.user_id, chat)
    await leading.says(f"/bind {code}")
    greeting = await leading.reads("公安分局")
    # And a colleague asks to work there, which the lead grants
    colleague = await district.citizen(name="示例·民警乙")
    await colleague.control.member(chat, "member", user_id=colleague.user_id)
    joining = Officer(colleague.control, colleague.user_id, chat)
    join = next(each for each in labels(greeting) if "工作" in each)
    await joining.presses(join, greeting)
    request = await leading.wait_for(lambda each: "同意" in "".join(labels(each)), "a request to join", anywhere=True)
    await leading.presses(next(each for each in labels(request) if "同意" in each), request)
    await joining.reads("示例·民警乙", anywhere=True)
    # Then the code is spent: another group can't have it
    elsewhere = chat - 1_000_000_000
    await lead.control.world(
        chats=[{"id": elsewhere, "type": "supergroup", "title": "又一个群",
                "members": [{"user_id": lead.user_id, "status": "creator"}, {"user_id": 2901, "status": "member"}]}]
    )  # fmt: skip
    await lead.control.member(elsewhere, "member", bot="tipoff_demo_bot", by_id=2901)
    trying = Officer(lead.control, lead.user_id, elsewhere)
    await trying.says(f"/bind {code}")
    assert "公安分局" not in readable(await trying.reads("绑定码"))
