"""What people do reaches the bots that may see it, as Telegram would tell them."""

import asyncio

import pytest
from PIL import Image

from tests.sandbox.conftest import (
    BOT,
    CHANNEL,
    CITIZEN,
    GROUP,
    OFFICER,
    OTHER_TOKEN,
    STRANGER,
    TOKEN,
    TOWN,
    Api,
    jpeg,
)
from tests.sandbox_process import Control, ControlRefused, Json, file


async def heard(api: Api, token: str = TOKEN) -> list[str]:
    """The words of every message that waits for a bot."""
    updates = await api.result("getUpdates", token=token)
    return [update["message"].get("text", "") for update in updates if "message" in update]


async def test_a_bot_without_rights_hears_only_what_is_meant_for_it(control: Control, api: Api) -> None:
    card = await api.result("sendMessage", chat_id=GROUP, text="card")
    other = (await control.message(GROUP, OFFICER, text="private talk"))["message_ids"][0]
    await control.message(GROUP, OFFICER, text="/open")
    await control.message(GROUP, OFFICER, text="/open@tip_bot")
    await control.message(GROUP, OFFICER, text="/open@other_bot")
    await control.message(GROUP, OFFICER, text="hello @tip_bot")
    await control.message(GROUP, OFFICER, text="to the card", reply_to_message_id=card["message_id"])
    await control.message(GROUP, OFFICER, text="to a colleague", reply_to_message_id=other)
    assert await heard(api) == ["/open", "/open@tip_bot", "hello @tip_bot", "to the card"]


async def test_a_command_to_nobody_goes_to_the_bot_that_spoke_last(control: Control, api: Api) -> None:
    bots = [{"token": TOKEN, "status": "member"}, {"token": OTHER_TOKEN, "status": "member"}]
    await control.world(chats=[{"id": GROUP, "type": "group", "title": "Small group", "bots": bots}])
    await api.result("sendMessage", chat_id=GROUP, text="mine", token=OTHER_TOKEN)
    await control.message(GROUP, OFFICER, text="/open")
    assert await heard(api) == []
    assert await heard(api, OTHER_TOKEN) == ["/open"]


async def test_administrators_and_bots_without_privacy_mode_hear_everything(control: Control, api: Api) -> None:
    await control.world(bots=[{"token": OTHER_TOKEN, "username": "other_bot", "privacy_mode": False}])
    await control.member(TOWN, "member", bot="other_bot", by_id=OFFICER)
    await control.message(TOWN, OFFICER, text="just talking")
    assert (await heard(api))[-1] == "just talking"
    assert (await heard(api, OTHER_TOKEN))[-1] == "just talking"


async def test_bots_do_not_hear_each_other_in_groups(control: Control, api: Api) -> None:
    await control.member(TOWN, "administrator", bot="other_bot", by_id=OFFICER)
    await api.result("sendMessage", chat_id=TOWN, text="from the other", token=OTHER_TOKEN)
    assert "from the other" not in await heard(api)


async def test_each_bot_has_a_private_chat_of_its_own(control: Control, api: Api) -> None:
    await control.message(CITIZEN, CITIZEN, text="to the first")
    await control.message(CITIZEN, CITIZEN, text="to the other", bot="other_bot")
    assert (await heard(api), await heard(api, OTHER_TOKEN)) == (["to the first"], ["to the other"])
    assert [message["text"] for message in await control.messages(CITIZEN, bot="other_bot")] == ["to the other"]


async def test_an_album_comes_as_separate_updates_without_a_count(control: Control, api: Api) -> None:
    photos = [file(jpeg(color)) for color in ("red", "green", "blue")]
    sent = await control.message(CITIZEN, CITIZEN, photos=photos, caption="three", jitter_ms=[1, 5])
    updates = await api.result("getUpdates")
    assert [update["update_id"] for update in updates] == sent["update_ids"]
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert [update["message"].get("caption") for update in updates] == ["three", None, None]


async def test_the_items_of_an_album_arrive_apart(control: Control, api: Api) -> None:
    photos = [file(jpeg(color)) for color in ("red", "green")]
    async with asyncio.TaskGroup() as both:
        both.create_task(control.message(CITIZEN, CITIZEN, photos=photos, jitter_ms=[300, 300]))
        first = await api.result("getUpdates", timeout=20)
    assert len(first) == 1
    assert len(await api.result("getUpdates")) == 2


async def test_late_items_of_an_album_wait_for_their_release(control: Control, api: Api) -> None:
    photos = [file(jpeg(color)) for color in ("red", "green", "blue")]
    await control.message(CITIZEN, CITIZEN, photos=photos, hold_after=1)
    assert len(await api.result("getUpdates")) == 1
    await control.release(CITIZEN)
    updates = await api.result("getUpdates")
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert len(updates) == 3


async def test_a_photo_loses_its_exif_and_a_file_keeps_it(control: Control, api: Api) -> None:
    camera = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0f\x01\x02\x00\x07\x00\x00\x00\x1a\x00\x00\x00CANARY\x00"
    picture = jpeg(exif=camera)
    assert b"CANARY" in picture
    await control.message(CITIZEN, CITIZEN, photos=[file(picture)])
    await control.message(CITIZEN, CITIZEN, documents=[file(picture, "a.jpg", "image/jpeg")])
    photo, document = await control.messages(CITIZEN)
    assert b"CANARY" not in await control.file(photo["photos"][0])
    assert await control.file(document["document"]["url"]) == picture


async def test_a_photo_taken_sideways_is_set_upright(control: Control, api: Api) -> None:
    sideways = Image.Exif()
    sideways[0x0112] = 6  # the camera was turned by 90 degrees
    await control.message(CITIZEN, CITIZEN, photos=[file(jpeg(size=(400, 300), exif=sideways))])
    (update,) = await api.result("getUpdates")
    largest = update["message"]["photo"][-1]
    assert (largest["width"], largest["height"]) == (300, 400)


async def test_an_edit_is_told_and_a_deletion_is_not(control: Control, api: Api) -> None:
    message_id = (await control.message(CITIZEN, CITIZEN, text="first"))["message_ids"][0]
    await control.edit(CITIZEN, message_id, CITIZEN, text="second")
    await control.delete(CITIZEN, message_id)
    updates = await api.result("getUpdates")
    assert [(update.get("message") or update["edited_message"])["text"] for update in updates] == ["first", "second"]
    assert (await control.messages(CITIZEN))[0]["deleted"]


async def test_people_edit_only_what_is_theirs(control: Control) -> None:
    message_id = (await control.message(TOWN, OFFICER, text="mine"))["message_ids"][0]
    with pytest.raises(ControlRefused, match="only their own"):
        await control.edit(TOWN, message_id, STRANGER, text="forged")


async def test_joining_and_leaving_are_told(control: Control, api: Api) -> None:
    await control.member(GROUP, "member", user_id=STRANGER, by_id=OFFICER)
    await control.member(GROUP, "left", user_id=STRANGER)
    await control.member(GROUP, "left", bot="tip_bot", by_id=OFFICER)
    updates = await api.result("getUpdates")
    joined, left, gone = updates
    assert joined["message"]["new_chat_members"][0]["id"] == STRANGER
    assert left["message"]["left_chat_member"]["id"] == STRANGER
    change = gone["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "left")
    assert change["from"]["id"] == OFFICER


async def test_blocking_is_told(started: Control, api: Api) -> None:
    await started.block(CITIZEN)
    (update,) = await api.result("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(ControlRefused, match="blocked the bot"):
        await started.message(CITIZEN, CITIZEN, text="anyone?")


async def test_a_group_that_becomes_a_supergroup_says_so_on_both_sides(control: Control, api: Api) -> None:
    new = await control.migrate(GROUP)
    messages = [update["message"] for update in await api.result("getUpdates")]
    assert [message.get("migrate_to_chat_id") for message in messages] == [new, None]
    assert [message.get("migrate_from_chat_id") for message in messages] == [None, GROUP]
    await control.message(new, OFFICER, text="/open")
    assert (await heard(api))[-1] == "/open"


async def press_of(control: Control, api: Api, chat_id: int = TOWN, user: int = OFFICER) -> tuple[str, Json]:
    """A pressed button: the query's id, and the message it hangs on."""
    markup = {"inline_keyboard": [[{"text": "take", "callback_data": "take:1"}]]}
    sent = await api.result("sendMessage", chat_id=chat_id, text="card", reply_markup=markup)
    return await control.press(chat_id, sent["message_id"], user, row=0, col=0), sent


async def test_a_press_can_be_answered_for_150_seconds(control: Control, api: Api) -> None:
    query_id, _ = await press_of(control, api)
    late, _ = await press_of(control, api)
    await control.advance(149)
    assert await api.result("answerCallbackQuery", callback_query_id=query_id)
    await control.advance(3)
    refused = await api.refusal("answerCallbackQuery", callback_query_id=late)
    assert refused == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert not (await control.get(f"presses/{late}"))["answered"]


async def test_a_press_is_answered_by_its_own_bot_only(control: Control, api: Api) -> None:
    query_id, _ = await press_of(control, api)
    assert "too old" in await api.refusal("answerCallbackQuery", callback_query_id=query_id, token=OTHER_TOKEN)


async def test_only_members_press_unless_the_press_is_forged(control: Control, api: Api) -> None:
    _, sent = await press_of(control, api)
    with pytest.raises(ControlRefused, match="not in this chat"):
        await control.press(TOWN, sent["message_id"], STRANGER, label="take")
    with pytest.raises(ControlRefused, match="No such button"):
        await control.press(TOWN, sent["message_id"], OFFICER, data="close:1")
    await control.press(TOWN, sent["message_id"], STRANGER, data="close:1", forge=True)
    update = (await api.result("getUpdates"))[-1]
    assert (update["callback_query"]["data"], update["callback_query"]["from"]["id"]) == ("close:1", STRANGER)


async def test_a_disabled_button_can_not_be_pressed(control: Control, api: Api) -> None:
    markup = {"inline_keyboard": [[{"text": "taken", "disabled": {}}]]}
    sent = await api.result("sendMessage", chat_id=TOWN, text="card", reply_markup=markup)
    with pytest.raises(ControlRefused, match="asks the bot nothing"):
        await control.press(TOWN, sent["message_id"], OFFICER, label="taken")


async def test_reactions_reach_administrators_that_asked(control: Control, api: Api) -> None:
    await api.result("getUpdates", allowed_updates=["message_reaction"])
    message_id = (await control.message(TOWN, OFFICER, text="done"))["message_ids"][0]
    await control.react(TOWN, message_id, OFFICER, "👍")
    await control.react(TOWN, message_id, OFFICER, None)
    first, second = (update["message_reaction"] for update in await api.result("getUpdates"))
    assert first["new_reaction"] == second["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_channel_posts_carry_no_author(control: Control, api: Api) -> None:
    await control.message(CHANNEL, voice_as="channel_post", text="news")
    (update,) = await api.result("getUpdates")
    assert "from" not in update["channel_post"]
    assert update["channel_post"]["sender_chat"]["id"] == CHANNEL


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"chat_id": 5, "from_id": CITIZEN, "text": "a"}, "no chat with the id 5"),
        ({"chat_id": TOWN, "from_id": 5, "text": "a"}, "no person with the id 5"),
        ({"chat_id": TOWN, "from_id": STRANGER, "text": "a"}, "Stranger is not in this chat"),
        ({"chat_id": TOWN, "from_id": OFFICER}, "needs a text"),
        ({"chat_id": TOWN, "from_id": OFFICER, "txt": "a"}, "Unknown: txt"),
        ({"chat_id": TOWN, "from_id": OFFICER, "text": "a" * 4097}, "too long"),
        ({"chat_id": TOWN, "from_id": OFFICER, "photos": [{"base64": "!"}]}, "base64"),
        ({"chat_id": TOWN, "from_id": OFFICER, "location": {"latitude": 91, "longitude": 0}}, "geo position"),
        ({"chat_id": TOWN, "from_id": OFFICER, "text": "a", "jitter_ms": ["soon"]}, "is a pair"),
        ({"chat_id": TOWN, "from_id": OFFICER, "text": "a", "reply_to_message_id": 99}, "no message 99"),
    ],
)
async def test_what_nobody_could_do_is_refused_in_a_sentence(control: Control, body: Json, sentence: str) -> None:
    with pytest.raises(ControlRefused, match=sentence):
        await control.post("messages", **body)
    assert await control.messages(TOWN) == []


async def test_the_world_shows_no_tokens(control: Control) -> None:
    world = await control.world()
    assert world["bots"][0]["id"] == BOT
    assert TOKEN not in str(world)


async def test_people_may_begin_with_the_bot_started(control: Control, api: Api) -> None:
    await control.world(people=[{"id": 500, "first_name": "Many", "started": True}])
    assert await api.result("sendMessage", chat_id=500, text="hello")


async def test_each_kind_of_chat_has_the_menu_that_was_meant_for_it(control: Control, api: Api) -> None:
    for scope, command in (("default", "start"), ("all_group_chats", "open")):
        menu = [{"command": command, "description": command}]
        await api.result("setMyCommands", commands=menu, scope={"type": scope})
        await api.result("setMyCommands", commands=[], scope={"type": scope}, language_code="en")
    menus = (await control.world())["bots"][0]["commands"]
    assert {kind: [each["command"] for each in menu] for kind, menu in menus.items()} == {
        "private": ["start"],
        "group": ["open"],
    }


async def test_a_telephone_number_is_found_and_a_date_is_none(control: Control, api: Api) -> None:
    said = await api.result("sendMessage", chat_id=GROUP, text="2026-12-03 之前请拨 138-0013-8000")
    found = [(each["type"], each["offset"], each["length"]) for each in said.get("entities", [])]
    assert found == [("phone_number", 16, 13)]
