"""The same conversations held by aiogram's Bot and by python-telegram-bot's, each believing it speaks to Telegram."""

from typing import Any

import pytest

from tests.sandbox.conftest import BOT, CHANNEL, CITIZEN, GROUP, OFFICER, STRANGER, TOWN, Api, Library, jpeg
from tests.sandbox_process import Control, file


async def fetched(library: Library) -> list[Any]:
    """Everything that waits, confirmed."""
    updates = await library.bot.get_updates(timeout=1)
    if updates:
        await library.bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return list(updates)


async def test_a_bot_learns_who_it_is(control: Control, library: Library) -> None:
    me = await library.bot.get_me()
    assert (me.id, me.username, me.is_bot) == (BOT, "tip_bot", True)


async def test_words_travel_both_ways_with_their_entities(started: Control, library: Library) -> None:
    await started.message(CITIZEN, CITIZEN, text="😀 see https://example.org")
    (update,) = await fetched(library)
    (link,) = update.message.entities
    assert (link.type, link.offset, link.length) == ("url", 7, 19)
    bold = library.types.MessageEntity(type="bold", offset=0, length=5)
    sent = await library.bot.send_message(chat_id=CITIZEN, text="hello you", entities=[bold])
    assert (sent.text, sent.entities[0].type, sent.entities[0].length) == ("hello you", "bold", 5)
    assert sent.chat.id == CITIZEN
    assert sent.from_user.id == BOT


async def test_a_reply_shows_what_it_answers(started: Control, library: Library) -> None:
    first = await library.bot.send_message(chat_id=CITIZEN, text="question")
    await started.message(CITIZEN, CITIZEN, text="answer", reply_to_message_id=first.message_id)
    (update,) = await fetched(library)
    assert update.message.reply_to_message.text == "question"
    reply = library.types.ReplyParameters(message_id=update.message.message_id)
    sent = await library.bot.send_message(chat_id=CITIZEN, text="thanks", reply_parameters=reply)
    assert sent.reply_to_message.text == "answer"


async def test_a_press_is_answered_and_seen(started: Control, library: Library) -> None:
    sent = await library.bot.send_message(
        chat_id=CITIZEN, text="choose", reply_markup=library.buttons([("yes", "y:1"), ("no", "n:1")])
    )
    query_id = await started.press(CITIZEN, sent.message_id, CITIZEN, label="no")
    (update,) = await fetched(library)
    query = update.callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("n:1", CITIZEN, sent.message_id)
    assert await library.bot.answer_callback_query(callback_query_id=query_id, text="noted", show_alert=True)
    assert await started.answer_to(query_id) == {"answered": True, "text": "noted", "show_alert": True, "url": None}


async def test_a_photo_comes_in_sizes_and_goes_out_by_file_id(started: Control, library: Library) -> None:
    await started.message(CITIZEN, CITIZEN, photos=[file(jpeg(size=(1600, 1200)))], caption="look")
    (update,) = await fetched(library)
    assert [size.width for size in update.message.photo] == [90, 320, 800, 1280]
    content = await library.download(update.message.photo[-1].file_id)
    assert content[:2] == b"\xff\xd8"
    sent = await library.bot.send_photo(chat_id=CITIZEN, photo=library.upload(jpeg("blue"), "a.jpg"), caption="mine")
    again = await library.bot.send_photo(chat_id=CITIZEN, photo=sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert (sent.caption, again.caption) == ("mine", None)


async def test_a_document_keeps_its_bytes(started: Control, library: Library) -> None:
    await started.message(CITIZEN, CITIZEN, documents=[file(b"exactly this", "note.txt", "text/plain")])
    (update,) = await fetched(library)
    assert (update.message.document.file_name, update.message.document.file_size) == ("note.txt", 12)
    assert await library.download(update.message.document.file_id) == b"exactly this"
    sent = await library.bot.send_document(chat_id=CITIZEN, document=library.upload(b"and that", "b.bin"))
    assert await library.download(sent.document.file_id) == b"and that"


async def test_an_album_is_one_group_of_messages(started: Control, library: Library) -> None:
    items = [
        library.types.InputMediaPhoto(media=library.upload(jpeg(color), f"{color}.jpg"), caption=caption)
        for color, caption in (("red", "both"), ("green", None))
    ]
    sent = await library.bot.send_media_group(chat_id=CITIZEN, media=items)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["both", None]
    assert sent[0].photo[-1].file_unique_id != sent[1].photo[-1].file_unique_id


async def test_places_contacts_and_dice_arrive(started: Control, library: Library) -> None:
    point = {"latitude": 23.13, "longitude": 113.27}
    assert (await library.bot.send_location(chat_id=CITIZEN, **point)).location.latitude == 23.13
    venue = await library.bot.send_venue(chat_id=CITIZEN, **point, title="Market", address="Road 1")
    assert (venue.venue.title, venue.location.longitude) == ("Market", 113.27)
    contact = await library.bot.send_contact(chat_id=CITIZEN, phone_number="+8612345", first_name="Someone")
    assert contact.contact.phone_number == "+8612345"
    assert (await library.bot.send_dice(chat_id=CITIZEN)).dice.value in range(1, 7)
    assert await library.bot.send_chat_action(chat_id=CITIZEN, action="typing")


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 23.1, "longitude": 113.2, "horizontal_accuracy": 12.5}},
        {"venue": {"latitude": 23.1, "longitude": 113.2, "title": "Market", "address": "Road 1"}},
        {"contact": {"phone_number": "+10000000000", "first_name": "Someone"}},
        {"dice": {"value": 4}},
        {"poll": {"question": "Which?", "options": ["one", "two"]}},
        {"voice": {"size": 1000}},
        {"video": {"size": 1000}},
        {"video_note": {"size": 1000}},
        {"sticker": {"size": 1000}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_whatever_people_send_is_understood(started: Control, library: Library, content: Any) -> None:
    await started.message(CITIZEN, CITIZEN, **content)
    (update,) = await fetched(library)
    kind = next(iter(content))
    assert getattr(update.message, kind) is not None


async def test_messages_are_edited_in_place(started: Control, library: Library) -> None:
    bot = library.bot
    words = await bot.send_message(chat_id=CITIZEN, text="old", reply_markup=library.buttons([("a", "a")]))
    named = {"chat_id": CITIZEN, "message_id": words.message_id}
    edited = await bot.edit_message_text(text="new", **named)
    assert (edited.text, edited.reply_markup) == ("new", None)
    buttons = await bot.edit_message_reply_markup(reply_markup=library.buttons([("b", "b")]), **named)
    assert buttons.reply_markup.inline_keyboard[0][0].text == "b"
    photo = await bot.send_photo(chat_id=CITIZEN, photo=library.upload(jpeg(), "a.jpg"), caption="old")
    named = {"chat_id": CITIZEN, "message_id": photo.message_id}
    assert (await bot.edit_message_caption(caption="new", **named)).caption == "new"
    media = library.types.InputMediaPhoto(media=library.upload(jpeg("blue"), "b.jpg"), caption="other")
    changed = await bot.edit_message_media(media=media, **named)
    assert changed.photo[-1].file_unique_id != photo.photo[-1].file_unique_id


async def test_messages_are_copied_forwarded_and_deleted(started: Control, library: Library) -> None:
    said = await started.message(CITIZEN, CITIZEN, text="from me")
    source = {"from_chat_id": CITIZEN, "message_id": said["message_ids"][0]}
    copy = await library.bot.copy_message(chat_id=GROUP, **source)
    forward = await library.bot.forward_message(chat_id=GROUP, **source)
    assert forward.forward_origin.sender_user.id == CITIZEN
    assert await library.bot.delete_message(chat_id=GROUP, message_id=copy.message_id)
    assert await library.bot.delete_messages(chat_id=GROUP, message_ids=[forward.message_id, copy.message_id])
    assert [message["deleted"] for message in await started.messages(GROUP)] == [True, True]


async def test_a_poll_is_voted_in_and_closed(control: Control, library: Library) -> None:
    sent = await library.bot.send_poll(chat_id=GROUP, question="Which?", options=["one", "two"], is_anonymous=False)
    await control.vote(GROUP, sent.message_id, OFFICER, [1])
    kinds = {name for update in await fetched(library) for name in ("poll", "poll_answer") if getattr(update, name)}
    assert kinds == {"poll", "poll_answer"}
    closed = await library.bot.stop_poll(chat_id=GROUP, message_id=sent.message_id)
    assert (closed.is_closed, [option.voter_count for option in closed.options]) == (True, [0, 1])


async def test_reactions_and_pins_show(control: Control, library: Library) -> None:
    sent = await library.bot.send_message(chat_id=TOWN, text="card")
    named = {"chat_id": TOWN, "message_id": sent.message_id}
    reaction = library.types.ReactionTypeEmoji(emoji="👍")
    assert await library.bot.set_message_reaction(**named, reaction=[reaction])
    assert await library.bot.pin_chat_message(**named)
    assert (await library.bot.get_chat(chat_id=TOWN)).pinned_message.text == "card"
    shown = (await control.messages(TOWN))[0]
    assert (shown["reactions"], shown["pinned"]) == ({"👍": 1}, True)
    assert await library.bot.unpin_chat_message(**named)


async def test_a_topic_is_made_used_closed_and_deleted(control: Control, library: Library) -> None:
    bot = library.bot
    topic = await bot.create_forum_topic(chat_id=TOWN, name="Case 1")
    named = {"chat_id": TOWN, "message_thread_id": topic.message_thread_id}
    assert (await bot.send_message(**named, text="inside")).message_thread_id == topic.message_thread_id
    assert await bot.edit_forum_topic(**named, name="Case 1, done")
    assert await bot.close_forum_topic(**named)
    with pytest.raises(library.refused, match=r"(?i)topic_closed"):
        await bot.send_message(**named, text="too late")
    assert await bot.reopen_forum_topic(**named)
    assert await bot.delete_forum_topic(**named)
    with pytest.raises(library.refused, match=r"(?i)message thread not found"):
        await bot.send_message(**named, text="nowhere")


async def test_questions_about_a_chat_are_answered(control: Control, library: Library) -> None:
    bot = library.bot
    assert (await bot.get_chat(chat_id=TOWN)).title == "Town"
    assert (await bot.get_chat_member(chat_id=TOWN, user_id=OFFICER)).status == "creator"
    assert (await bot.get_chat_member(chat_id=TOWN, user_id=BOT)).can_manage_topics
    assert (await bot.get_chat_member(chat_id=TOWN, user_id=STRANGER)).status == "left"
    assert {member.user.id for member in await bot.get_chat_administrators(chat_id=TOWN)} == {OFFICER, BOT}
    assert await bot.get_chat_member_count(chat_id=GROUP) == 2
    assert (await bot.export_chat_invite_link(chat_id=TOWN)).startswith("https://")
    assert await bot.leave_chat(chat_id=GROUP)
    with pytest.raises(library.refused, match=r"(?i)bot is not a member of the group chat"):
        await bot.send_message(chat_id=GROUP, text="still here?")


async def test_the_bot_describes_itself(control: Control, library: Library) -> None:
    bot = library.bot
    command = library.types.BotCommand(command="start", description="Begin")
    scope = library.types.BotCommandScopeChat(chat_id=TOWN)
    assert await bot.set_my_commands(commands=[command])
    assert await bot.set_my_commands(commands=[], scope=scope)
    assert [each.command for each in await bot.get_my_commands()] == ["start"]
    assert list(await bot.get_my_commands(scope=scope)) == []
    assert await bot.delete_my_commands()
    assert await bot.set_my_description(description="Tips about food")
    assert (await bot.get_my_description()).description == "Tips about food"
    assert await bot.set_my_short_description(short_description="Tips")
    assert await bot.set_chat_menu_button(menu_button=library.types.MenuButtonCommands())


async def test_a_channel_takes_posts_by_its_name(control: Control, library: Library) -> None:
    sent = await library.bot.send_message(chat_id="@the_channel", text="news")
    assert (sent.chat.id, sent.sender_chat.id, sent.from_user) == (CHANNEL, CHANNEL, None)


async def test_every_kind_of_update_is_understood(started: Control, library: Library, api: Api) -> None:
    wanted = ["message", "edited_message", "channel_post", "my_chat_member", "chat_member", "message_reaction"]
    await api.result("getUpdates", allowed_updates=wanted)
    said = await started.message(CITIZEN, CITIZEN, text="first")
    await started.edit(CITIZEN, said["message_ids"][0], CITIZEN, text="second")
    await started.message(CHANNEL, voice_as="channel_post", text="news")
    await started.member(TOWN, "member", user_id=STRANGER, by_id=OFFICER)
    await started.member(GROUP, "administrator", bot="tip_bot", by_id=OFFICER)
    await started.react(CITIZEN, said["message_ids"][0], CITIZEN, "🔥")
    await started.message(TOWN, voice_as="anonymous_admin", text="/open")
    await started.message(TOWN, voice_as="linked_channel", text="automatic")
    updates = await fetched(library)
    seen = {name for update in updates for name in wanted if getattr(update, name) is not None}
    assert seen == set(wanted)
    senders = [update.message.from_user.id for update in updates if update.message is not None]
    assert 1087968824 in senders
    assert 777000 in senders


async def test_a_reply_keyboard_is_shown_and_taken_away(started: Control, library: Library) -> None:
    types = library.types
    keys = [[types.KeyboardButton(text="Here", request_location=True), types.KeyboardButton(text="Skip")]]
    markup = types.ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True)
    await library.bot.send_message(chat_id=CITIZEN, text="where?", reply_markup=markup)
    await started.press_key(CITIZEN, CITIZEN, "Here", location={"latitude": 23.1, "longitude": 113.2})
    await started.press_key(CITIZEN, CITIZEN, "Skip")
    place, words = await fetched(library)
    assert (place.message.location.latitude, words.message.text) == (23.1, "Skip")
    await library.bot.send_message(chat_id=CITIZEN, text="ok", reply_markup=types.ReplyKeyboardRemove())
    assert (await started.messages(CITIZEN))[-1]["remove_keyboard"]
