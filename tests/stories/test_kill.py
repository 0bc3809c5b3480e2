"""SIGKILL at the worst moments. The sandbox's record says what people really saw."""

import asyncio
import re

from sandbox.demo_district import town_chat
from tests.sandbox_process import Json
from tests.stories.district import TOWNS, District
from tests.stories.navigators import Citizen, labels, photo, readable

TOWN = "大塘街道"


async def test_a_kill_after_the_photo_loses_neither_photo_nor_conversation(own_district: District) -> None:
    citizen, officer = await own_district.citizen(), own_district.officer(TOWN)
    # Given a photo that was acknowledged to Telegram at the moment of the kill
    await citizen.sends_photos(photo("red"), photo("blue"), photo("green"))
    own_district.kill()
    own_district.resume()
    # Then the conversation goes on, with every photo
    await citizen.reads("已收到 3 张照片", anywhere=True)
    await citizen.chooses_kind()
    own_district.kill()
    own_district.resume()
    await citizen.reads("在哪里", anywhere=True)
    await citizen.says(f"{TOWN}某店")
    await citizen.reads("看到了什么")
    await citizen.says("卖过期饼干")
    await citizen.presses("✅ 就这些", await citizen.reads("已收到 3 张照片。还有吗"))
    await citizen.presses("跳过", await citizen.reads("举报的是谁"))
    await citizen.reads("请核对后提交")
    number, _ = await citizen.submits()
    await officer.sees_card(number, "照片：3 张")


async def test_a_kill_after_submit_still_gives_one_receipt_and_one_card(own_district: District) -> None:
    citizen, officer = await own_district.citizen(), own_district.officer(TOWN)
    summary = await up_to_the_summary(citizen)
    # When the program dies right after the press was delivered
    assert own_district.control is not None
    await own_district.control.press(citizen.chat_id, summary["message_id"], citizen.user_id, label="✅ 提交举报")
    await asyncio.sleep(0.02)
    own_district.kill()
    own_district.resume()
    receipt = readable(await citizen.reads("举报已登记", anywhere=True))
    found = re.search(r"YX-\d{4}-\d{5}", receipt)
    assert found is not None
    await officer.sees_card(found[0])
    # Then there is one case, one receipt not marked as a repeat, and one card
    await own_district.quiet()
    assert await sure(own_district, citizen.chat_id, "举报已登记") == 1
    assert await sure(own_district, officer.chat_id, "反映的情况") == 1
    assert len(set(await numbers(own_district, citizen.chat_id))) == 1


async def test_a_kill_between_sending_and_marking_repeats_with_a_mark_and_loses_nothing(own_district: District) -> None:
    citizen, officer = await own_district.citizen(), own_district.officer(TOWN)
    await up_to_the_summary(citizen)
    assert own_district.control is not None
    # Given a card that Telegram accepts but whose answer never comes back
    await own_district.control.fault("timeout_after_accept", "sendMessage", chat_id=officer.chat_id)
    await citizen.presses("✅ 提交举报")
    await citizen.reads("举报已登记")
    await own_district.accepted(officer.chat_id, "反映的情况")
    own_district.kill()
    own_district.resume()
    # Then it is said again, marked as a possible repeat, about the same case
    again = await officer.wait_for(lambda each: "可能重复" in readable(each), "a marked repeat", anywhere=True)
    assert labels(again)
    await own_district.quiet()
    assert await sure(own_district, officer.chat_id, "反映的情况") == 1
    assert len(set(await numbers(own_district, town_chat(TOWNS.index(TOWN))))) == 1


async def up_to_the_summary(citizen: Citizen) -> Json:
    await citizen.says("卖过期饼干")
    await citizen.chooses_kind()
    await citizen.says(f"{TOWN}某店")
    await citizen.presses("跳过", await citizen.reads("有照片吗"))
    await citizen.presses("跳过", await citizen.reads("举报的是谁"))
    return await citizen.reads("请核对后提交")


async def sure(district: District, chat_id: int, words: str) -> int:
    """How many sends with these words Telegram accepted that were not marked as possible repeats."""
    assert district.control is not None
    sends = [each for each in await district.control.record(chat_id=chat_id) if each["method"].startswith("send")]
    return sum(words in (each["text"] or "") and "可能重复" not in each["text"] for each in sends)


async def numbers(district: District, chat_id: int) -> list[str]:
    """Every case number that was ever said in a chat."""
    assert district.control is not None
    said = " ".join(each["text"] or "" for each in await district.control.record(chat_id=chat_id))
    return re.findall(r"YX-\d{4}-\d{5}", said)
