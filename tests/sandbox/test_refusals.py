"""What Telegram refuses, the sandbox refuses, in the same words."""

import json
from typing import Any

import pytest

from tests.sandbox.conftest import CHANNEL, CITIZEN, GROUP, OFFICER, OTHER_TOKEN, STRANGER, TOWN, Api, jpeg
from tests.sandbox_process import Control, file

BOLD = {"type": "bold", "offset": 0, "length": 2}
WRONG_TEXTS: dict[str, tuple[dict[str, Any], str]] = {
    "empty": ({"text": "  "}, "message text is empty"),
    "too long": ({"text": "a" * 4097}, "message is too long"),
    "too long in UTF-16 units": ({"text": "😀" * 2049}, "message is too long"),
    "an entity beyond the end": ({"text": "a", "entities": [BOLD]}, "ENTITY_BOUNDS_INVALID"),
    "an entity inside a character": (
        {"text": "😀a", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
        "ENTITY_BOUNDS_INVALID",
    ),
    "entities that overlap": (
        {"text": "abcd", "entities": [{**BOLD, "length": 3}, {"type": "italic", "offset": 2, "length": 2}]},
        "entities overlap",
    ),
    "too many entities": ({"text": "ab" * 101, "entities": [BOLD] * 101}, "too many entities"),
    "broken HTML": ({"text": "<b>bold", "parse_mode": "HTML"}, "can't find end"),
    "an unknown tag": ({"text": "<h1>no</h1>", "parse_mode": "HTML"}, "unsupported start tag"),
    "unescaped Markdown": ({"text": "so.", "parse_mode": "MarkdownV2"}, "is reserved"),
    "a parse mode of old": ({"text": "*a*", "parse_mode": "Markdown"}, "does not emulate"),
    "a misspelt parameter": ({"text": "a", "disable_notifications": True}, "unknown parameter 'disable_notifications'"),
    "a misspelt button": (
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callbackdata": "c"}]]}},
        "unknown parameter",
    ),
    "a button that does nothing": ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}}, "unallowed"),
    "callback data of 65 bytes": (
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "街" * 21 + "ab"}]]}},
        "BUTTON_DATA_INVALID",
    ),
    "a reply to nothing": ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    "half a character": ({"text": "a\ud83d"}, "strings must be encoded in UTF-8"),
    "what costs money": ({"text": "a", "allow_paid_broadcast": True}, "does not emulate allow_paid_broadcast"),
    "a quote": ({"text": "a", "reply_parameters": {"message_id": 1, "quote": "b"}}, "does not emulate quotes"),
    "a topic that is not there": ({"text": "a", "message_thread_id": 1}, "message thread not found"),
}


@pytest.mark.parametrize("wrong", WRONG_TEXTS)
async def test_a_wrong_message_is_refused_and_changes_nothing(started: Control, api: Api, wrong: str) -> None:
    parameters, reason = WRONG_TEXTS[wrong]
    assert reason in await api.refusal("sendMessage", chat_id=CITIZEN, **parameters)
    assert await started.record() == []


async def test_the_longest_text_passes(started: Control, api: Api) -> None:
    assert (await api.result("sendMessage", chat_id=CITIZEN, text="😀" * 2048))["text"] == "😀" * 2048
    behind = [{"type": "bold", "offset": 2, "length": 1}]
    assert (await api.result("sendMessage", chat_id=CITIZEN, text="😀a", entities=behind))["entities"] == behind
    data = "街" * 21 + "a"
    markup = {"inline_keyboard": [[{"text": "b", "callback_data": data}]]}
    assert await api.result("sendMessage", chat_id=CITIZEN, text="a", reply_markup=markup)


async def test_a_missing_original_may_be_allowed(started: Control, api: Api) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await api.result("sendMessage", chat_id=CITIZEN, text="a", reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_markup_becomes_entities_with_utf16_offsets(started: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=CITIZEN, text="😀<b>a<i>b</i></b>&lt;", parse_mode="HTML")
    assert sent["text"] == "😀ab<"
    assert [(each["type"], each["offset"], each["length"]) for each in sent["entities"]] == [
        ("bold", 2, 2),
        ("italic", 3, 1),
    ]
    text = r"*a* __b__ [c](https://example.org) \."
    sent = await api.result("sendMessage", chat_id=CITIZEN, text=text, parse_mode="MarkdownV2")
    assert (sent["text"], [each["type"] for each in sent["entities"]]) == (
        "a b c .",
        ["bold", "underline", "text_link"],
    )


async def test_a_bot_speaks_only_where_it_may(control: Control, api: Api) -> None:
    assert "chat not found" in await api.refusal("sendMessage", chat_id=999, text="a")
    assert "can't initiate conversation" in await api.refusal("sendMessage", chat_id=STRANGER, text="a")
    await control.message(CITIZEN, CITIZEN, text="/start")
    await control.block(CITIZEN)
    refused = await api.call("sendMessage", chat_id=CITIZEN, text="a")
    assert refused == {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await control.block(CITIZEN, blocked=False)
    assert await api.result("sendMessage", chat_id=CITIZEN, text="a")
    outside = await api.refusal("sendMessage", chat_id=TOWN, text="a", token=OTHER_TOKEN)
    assert outside == "Forbidden: bot is not a member of the supergroup chat"
    await control.member(GROUP, "kicked", bot="tip_bot", by_id=OFFICER)
    assert await api.refusal("sendMessage", chat_id=GROUP, text="a") == "Forbidden: bot was kicked from the group chat"
    await control.member(CHANNEL, "member", bot="tip_bot", by_id=OFFICER)
    assert "need administrator rights" in await api.refusal("sendMessage", chat_id=CHANNEL, text="a")


async def test_a_group_that_moved_says_where_to(control: Control, api: Api) -> None:
    new = await control.migrate(GROUP)
    refused = await api.call("sendMessage", chat_id=GROUP, text="a")
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": new}
    assert (await api.result("sendMessage", chat_id=str(new), text="a"))["chat"]["type"] == "supergroup"


async def test_edits_are_held_to_telegrams_rules(started: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=CITIZEN, text="a")
    mine = {"chat_id": CITIZEN, "message_id": sent["message_id"]}
    assert "message is not modified" in await api.refusal("editMessageText", **mine, text="a")
    assert "there is no caption" in await api.refusal("editMessageCaption", **mine, caption="a")
    assert "message to edit not found" in await api.refusal("editMessageText", chat_id=CITIZEN, message_id=99, text="a")
    theirs = (await started.message(CITIZEN, CITIZEN, text="mine"))["message_ids"][0]
    refused = await api.refusal("editMessageText", chat_id=CITIZEN, message_id=theirs, text="a")
    assert refused == "Bad Request: message can't be edited"


async def test_old_messages_and_others_messages_stay(control: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=GROUP, text="a")
    theirs = (await control.message(GROUP, OFFICER, text="/mine"))["message_ids"][0]
    assert "can't be deleted" in await api.refusal("deleteMessage", chat_id=GROUP, message_id=theirs)
    await control.advance(48 * 3600 + 1)
    assert "can't be deleted" in await api.refusal("deleteMessage", chat_id=GROUP, message_id=sent["message_id"])
    assert "not found" in await api.refusal("deleteMessage", chat_id=GROUP, message_id=99)


async def test_albums_have_limits(started: Control, api: Api) -> None:
    one = [{"type": "photo", "media": "attach://a"}]
    files = {"a": jpeg()}
    assert "must include 2-10" in await api.refusal(
        "sendMediaGroup", chat_id=str(CITIZEN), media=_json(one), files=files
    )
    many = _json(one * 11)
    assert "must include 2-10" in await api.refusal("sendMediaGroup", chat_id=str(CITIZEN), media=many, files=files)
    markup = '{"inline_keyboard":[]}'
    refused = await api.refusal("sendMediaGroup", chat_id="1", media=_json(one * 2), reply_markup=markup, files=files)
    assert "unknown parameter 'reply_markup'" in refused
    missing = _json([*one, {"type": "photo", "media": "attach://b"}])
    assert "wrong file identifier" in await api.refusal(
        "sendMediaGroup", chat_id=str(CITIZEN), media=missing, files=files
    )
    long = _json([*one, {**one[0], "caption": "a" * 1025}])
    assert "caption is too long" in await api.refusal("sendMediaGroup", chat_id=str(CITIZEN), media=long, files=files)
    assert await started.record() == []


async def test_files_have_limits(started: Control, api: Api) -> None:
    await started.message(CITIZEN, CITIZEN, documents=[{"size": 20 * 1024 * 1024 + 1, "file_name": "film.mp4"}])
    (update,) = await api.result("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    assert await api.refusal("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert "IMAGE_PROCESS_FAILED" in await api.refusal(
        "sendPhoto", chat_id=str(CITIZEN), files={"photo": b"no picture"}
    )
    flat = {"photo": jpeg(size=(2100, 100))}
    assert "PHOTO_INVALID_DIMENSIONS" in await api.refusal("sendPhoto", chat_id=str(CITIZEN), files=flat)
    heavy = {"photo": jpeg() + bytes(10 * 1024 * 1024)}
    assert "too big for a photo" in await api.refusal("sendPhoto", chat_id=str(CITIZEN), files=heavy)
    assert "must be non-empty" in await api.refusal("sendDocument", chat_id=str(CITIZEN), files={"document": b""})
    huge = await api.call("sendDocument", chat_id=str(CITIZEN), files={"document": bytes(50 * 1024 * 1024 + 1)})
    assert (huge["error_code"], huge["description"]) == (413, "Request Entity Too Large")


async def test_a_file_id_belongs_to_one_bot_and_one_kind(started: Control, api: Api) -> None:
    await started.message(CITIZEN, CITIZEN, documents=[file(b"bytes", "a.txt")])
    (update,) = await api.result("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    await started.message(CITIZEN, CITIZEN, text="/start", bot="other_bot")
    refused = await api.refusal("sendDocument", chat_id=CITIZEN, document=file_id, token=OTHER_TOKEN)
    assert refused == "Bad Request: wrong file identifier/HTTP URL specified"
    assert "can't use file of type Document" in await api.refusal("sendPhoto", chat_id=CITIZEN, photo=file_id)
    assert await api.result("sendDocument", chat_id=CITIZEN, document=file_id)


async def test_protected_messages_are_not_copied(control: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=TOWN, text="card", protect_content=True)
    source = {"from_chat_id": TOWN, "message_id": sent["message_id"]}
    assert "can't be forwarded" in await api.refusal("forwardMessage", chat_id=GROUP, **source)
    assert "can't be copied" in await api.refusal("copyMessage", chat_id=GROUP, **source)


async def test_rights_are_asked_for(control: Control, api: Api) -> None:
    rights = {"can_manage_topics": False, "can_pin_messages": False}
    await control.member(TOWN, "administrator", bot="tip_bot", by_id=OFFICER, rights=rights)
    assert "not enough rights" in await api.refusal("createForumTopic", chat_id=TOWN, name="Case")
    sent = await api.result("sendMessage", chat_id=TOWN, text="a")
    assert "not enough rights" in await api.refusal("pinChatMessage", chat_id=TOWN, message_id=sent["message_id"])
    wrong = [{"type": "emoji", "emoji": "🥕"}]
    refused = await api.refusal("setMessageReaction", chat_id=TOWN, message_id=sent["message_id"], reaction=wrong)
    assert "REACTION_INVALID" in refused


async def test_polls_and_commands_have_limits(control: Control, api: Api) -> None:
    poll = {"chat_id": GROUP, "question": "Which?", "options": ["a"]}
    assert await api.result("sendPoll", **poll)
    assert "1-12 options" in await api.refusal("sendPoll", **{**poll, "options": ["a"] * 13})
    assert "1-100 characters" in await api.refusal("sendPoll", **{**poll, "options": ["a" * 101]})
    assert "too long" in await api.refusal("sendPoll", **{**poll, "question": "a" * 301})
    many = [{"command": f"c{number}", "description": "d"} for number in range(101)]
    assert "TOO_MUCH" in await api.refusal("setMyCommands", commands=many)
    wrong = [{"command": "Big", "description": "d"}]
    assert "BOT_COMMAND_INVALID" in await api.refusal("setMyCommands", commands=wrong)
    assert "1-128" in await api.refusal("createForumTopic", chat_id=TOWN, name="a" * 129)


def _json(value: Any) -> str:

    return json.dumps(value)
