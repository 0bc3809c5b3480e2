"""Changing what was sent."""

from typing import Any

from aiogram.methods import EditMessageCaption, EditMessageMedia, EditMessageReplyMarkup, EditMessageText

from sandbox.messages import Message
from sandbox.methods.addressing import own_message
from sandbox.methods.formatting import caption_content, text_content
from sandbox.methods.keyboards import checked_markup
from sandbox.methods.media import item_content
from sandbox.methods.registry import Call, answers
from sandbox.refusals import Json, bad, not_in_the_sandbox
from sandbox.updates import announce
from sandbox.validation import same

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
CAPTIONED = ("photo", "video", "document", "audio", "voice", "animation")
MEDIA_FIELDS = (*CAPTIONED, "has_media_spoiler")


@answers(EditMessageText, visible=True)
async def edit_message_text(call: Call[EditMessageText]) -> Json:
    """A new text; an inline keyboard not repeated is gone."""
    message = own_message(call, "edit")
    if call.request.rich_message is not None:
        raise not_in_the_sandbox("rich messages")
    if "text" not in message.payload:
        raise bad("there is no text in the message to edit")
    return change(call, message, {"entities": None, **text_content(call.request)})


@answers(EditMessageCaption, visible=True)
async def edit_message_caption(call: Call[EditMessageCaption]) -> Json:
    """A new caption under a file; none at all takes it away."""
    message = own_message(call, "edit")
    if not any(kind in message.payload for kind in CAPTIONED):
        raise bad("there is no caption in the message to edit")
    return change(call, message, dict.fromkeys(CAPTION_FIELDS) | caption_content(call.request))


@answers(EditMessageMedia, visible=True)
async def edit_message_media(call: Call[EditMessageMedia]) -> Json:
    """Another file and caption in place of the old ones; a text message has none to replace."""
    content = await item_content(call, call.request.media)
    message = own_message(call, "edit")
    if "text" in message.payload:
        raise bad("there is no media in the message to edit")
    return change(call, message, dict.fromkeys((*MEDIA_FIELDS, *CAPTION_FIELDS)) | content)


@answers(EditMessageReplyMarkup, visible=True)
async def edit_message_reply_markup(call: Call[EditMessageReplyMarkup]) -> Json:
    """Other buttons under the same words."""
    return change(call, own_message(call, "edit"), {})


def change(call: Call[Any], message: Message, fields: Json) -> Json:
    """Apply an edit, or refuse one that changes nothing; buttons are always set anew."""
    markup = checked_markup(call.request.reply_markup, message.chat)
    fields["reply_markup"] = markup if markup and markup["inline_keyboard"] else None
    if "media_group_id" in message.payload and fields["reply_markup"]:
        raise bad("an album has no buttons")
    if all(same(message.payload.get(name), value) for name, value in fields.items()):
        raise bad(UNCHANGED)
    only_buttons = len(fields) == 1
    message.change(**fields, **({} if only_buttons else {"edit_date": call.world.clock.now()}))
    announce(call.world, message, edited=True)
    call.touched.append(message)
    return message.shown_to(call.bot)
