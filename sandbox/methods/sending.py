"""Words, places, contacts, and the «typing…» line."""

import random
from typing import Any

from aiogram.methods import SendChatAction, SendContact, SendDice, SendLocation, SendMessage, SendVenue

from sandbox.methods.addressing import deliver, envelope, open_chat
from sandbox.methods.formatting import text_content
from sandbox.methods.registry import Call, answers
from sandbox.refusals import Json, bad
from sandbox.validation import given

CHAT_ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


@answers(SendMessage, visible=True)
async def send_message(call: Call[SendMessage]) -> Json:
    """A text of 1–4096 UTF-16 units."""
    return deliver(call, envelope(call), text_content(call.request))


@answers(SendLocation, visible=True)
async def send_location(call: Call[SendLocation]) -> Json:
    """A point in WGS-84 degrees."""
    return deliver(call, envelope(call), {"location": place(call.request)})


@answers(SendVenue, visible=True)
async def send_venue(call: Call[SendVenue]) -> Json:
    """A point with a title and an address."""
    request = call.request
    location = place(request)
    venue = {"location": location, "title": request.title, "address": request.address}
    return deliver(call, envelope(call), {"location": location, "venue": venue})


def place(point: Any) -> Json:
    """The Bot API `Location` of anything with latitude and longitude; 400 outside the globe."""
    if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):
        raise bad("invalid geo position specified")
    location: Json = {"latitude": point.latitude, "longitude": point.longitude}
    accuracy = given(getattr(point, "horizontal_accuracy", None))
    if accuracy is not None:
        if not 0 <= accuracy <= 1500:
            raise bad("horizontal_accuracy must be 0 to 1500 metres")
        location["horizontal_accuracy"] = accuracy
    return location


@answers(SendContact, visible=True)
async def send_contact(call: Call[SendContact]) -> Json:
    """Someone's phone number."""
    request = call.request
    contact = {"phone_number": request.phone_number, "first_name": request.first_name}
    if request.last_name:
        contact["last_name"] = request.last_name
    return deliver(call, envelope(call), {"contact": contact})


@answers(SendDice, visible=True)
async def send_dice(call: Call[SendDice]) -> Json:
    """A die that has fallen already."""
    return deliver(
        call, envelope(call), {"dice": {"emoji": given(call.request.emoji, "🎲"), "value": random.randint(1, 6)}}
    )


@answers(SendChatAction)
async def send_chat_action(call: Call[SendChatAction]) -> bool:
    """«typing…»: checked, shown nowhere."""
    open_chat(call, call.request.chat_id)
    if call.request.action not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    return True
