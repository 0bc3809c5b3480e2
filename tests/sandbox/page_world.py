"""The world that the chat page's tests play in, and the little bot that answers there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from PIL import Image

TOKEN = "123456:little-bot"
CITIZEN, OTHER_CITIZEN, OFFICER, LEAD = 1001, 1002, 2001, 2002
TOWN, DUTY, CHANNEL = -1001, -1002, -1003


def square(left: float, name: str) -> dict[str, Any]:
    """A town of 0.02 degrees, so that a tap's place can be told from the map's own numbers."""
    ring = [[left, 23.12], [left + 0.02, 23.12], [left + 0.02, 23.14], [left, 23.14], [left, 23.12]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


WORLD: dict[str, Any] = {
    "bots": [{"token": TOKEN, "username": "little_bot", "first_name": "小机器人"}],
    "people": [
        {"id": CITIZEN, "first_name": "市民甲"},
        {"id": OTHER_CITIZEN, "first_name": "市民乙"},
        {"id": OFFICER, "first_name": "经办员"},
        {"id": LEAD, "first_name": "组长"},
    ],
    "chats": [
        {
            "id": TOWN,
            "type": "supergroup",
            "title": "西街工作群",
            "members": [{"user_id": OFFICER, "status": "member"}, {"user_id": LEAD, "status": "administrator"}],
            "bots": [{"token": TOKEN, "status": "administrator"}],
        },
        {
            "id": DUTY,
            "type": "supergroup",
            "title": "值班台",
            "members": [{"user_id": LEAD, "status": "member"}],
            "bots": [{"token": TOKEN, "status": "administrator"}],
        },
        {
            "id": CHANNEL,
            "type": "channel",
            "title": "曝光台",
            "members": [{"user_id": CITIZEN, "status": "member"}],
            "bots": [{"token": TOKEN, "status": "administrator"}],
        },
    ],
    "personas": [
        {"key": "citizen", "title": "市民甲", "user_id": CITIZEN, "chat_id": CITIZEN},
        {"key": "other", "title": "市民乙", "user_id": OTHER_CITIZEN, "chat_id": OTHER_CITIZEN},
        {"key": "town", "title": "西街工作群", "user_id": OFFICER, "chat_id": TOWN},
        {"key": "duty", "title": "值班台", "user_id": LEAD, "chat_id": DUTY},
        {"key": "channel", "title": "曝光台", "user_id": CITIZEN, "chat_id": CHANNEL},
    ],
    "ground": {"type": "FeatureCollection", "features": [square(113.26, "西街街道"), square(113.28, "东街街道")]},
}

ASK_PLACE = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="发送位置", request_location=True)]])
LIKE = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="赞", callback_data="like"),
            InlineKeyboardButton(text="警示", callback_data="warn"),
        ]
    ]
)


class LittleBot:
    """Echoes text with buttons, asks for a place after a photo, and counts presses by editing its message."""

    def __init__(self, url: str) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        self.bot = Bot(TOKEN, session=session)
        self.likes = 0

    async def serve(self) -> None:
        """Poll until cancelled, or until the sandbox knows it no more."""
        await self.bot.set_my_commands([BotCommand(command="hello", description="问好")])
        offset = 0
        with suppress(TelegramAPIError):
            while True:
                offset = await self.take_updates(offset)

    async def take_updates(self, offset: int) -> int:
        """Handle what waits, one update at a time so that answers come in order; gives the next offset."""
        for update in await self.bot.get_updates(offset=offset, timeout=20, request_timeout=60):
            offset = update.update_id + 1
            if update.message:
                await self.hear(update.message)
            if update.callback_query:
                await self.feel(update.callback_query)
        return offset

    async def hear(self, message: Message) -> None:
        """Answer one message."""
        here = message.chat.id
        if message.photo:
            await self.bot.send_message(here, "在哪里？", reply_markup=ASK_PLACE)
        elif message.location:
            where = f"收到位置 ±{message.location.horizontal_accuracy}"
            await self.bot.send_message(here, where)
        elif message.document:
            held = BytesIO()
            await self.bot.download(message.document, held)
            gps = Image.open(held).getexif().get_ifd(0x8825)
            await self.bot.send_message(here, f"照片里的地点：{gps.get(1)} {gps.get(3)}")
        elif message.text and not message.reply_to_message:
            await self.bot.send_message(here, f"收到：{message.text}", reply_markup=LIKE)
        elif message.text:
            again = ReplyParameters(message_id=message.message_id)
            await self.bot.send_message(here, "看到回复", reply_parameters=again)

    async def feel(self, press: CallbackQuery) -> None:
        """Answer one press; liking also edits the message."""
        warning = press.data == "warn"
        await self.bot.answer_callback_query(press.id, "请当心" if warning else "谢谢", show_alert=warning)
        if isinstance(press.message, Message) and not warning:
            self.likes += 1
            await self.bot.edit_message_text(
                f"获赞 {self.likes}",
                chat_id=press.message.chat.id,
                message_id=press.message.message_id,
                reply_markup=LIKE,
            )


@asynccontextmanager
async def little_bot(url: str) -> AsyncIterator[LittleBot]:
    """The little bot, polling until the block ends."""
    little = LittleBot(url)
    async with little.bot.session, asyncio.TaskGroup() as nursery:
        serving = nursery.create_task(little.serve())
        try:
            yield little
        finally:
            serving.cancel()
