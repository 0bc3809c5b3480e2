"""One sandbox for all tests of a worker, and before each test the same small town in it."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiogram
import aiogram.exceptions
import aiogram.types
import httpx
import pytest
import telegram
import telegram.error
import telegram.request
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from PIL import Image

from tests.sandbox_process import JSON, Control, Json, SandboxProcess, as_ascii

TOKEN = "700001:a-token-for-tests"
OTHER_TOKEN = "700002:another-token-for-tests"
BOT, OTHER_BOT = 700001, 700002
CITIZEN, OFFICER, STRANGER = 101, 102, 103
TOWN, GROUP, CHANNEL = -1001000000001, -2001, -1001000000002

PEOPLE = [
    {"id": CITIZEN, "first_name": "Citizen", "language_code": "zh-hans"},
    {"id": OFFICER, "first_name": "Officer", "username": "officer"},
    {"id": STRANGER, "first_name": "Stranger"},
]
BOTS = [
    {"token": TOKEN, "username": "tip_bot", "first_name": "Tips"},
    {"token": OTHER_TOKEN, "username": "other_bot", "first_name": "Other"},
]


def chat(chat_id: int, kind: str, title: str, status: str, **more: Any) -> Json:
    """A chat with the officer as its creator and the bot under test in `status`."""
    members = [{"user_id": OFFICER, "status": "creator"}]
    bots = [{"token": TOKEN, "status": status}]
    return {"id": chat_id, "type": kind, "title": title, "members": members, "bots": bots, **more}


CHATS = [
    chat(TOWN, "supergroup", "Town", "administrator", is_forum=True),
    chat(GROUP, "group", "Small group", "member"),
    chat(CHANNEL, "channel", "Channel", "administrator", username="the_channel"),
]


@pytest.fixture
async def control(sandbox: SandboxProcess) -> AsyncIterator[Control]:
    """The hands that move people; nobody has written to a bot yet."""
    async with Control(sandbox.url) as control:
        await control.reset()
        await control.world(bots=BOTS, people=PEOPLE, chats=CHATS)
        yield control


class Api:
    """Raw calls: what HTTP says, without a library's opinion."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(timeout=30.0, trust_env=False)

    async def call(self, method: str, /, *, token: str = TOKEN, files: Any = None, **parameters: Any) -> Json:
        """The whole body of the answer, `ok` or not."""
        address = f"{self.url}/bot{token}/{method}"
        if files:
            return dict((await self.http.post(address, data=parameters, files=files)).json())
        return dict((await self.http.post(address, content=as_ascii(parameters), headers=JSON)).json())

    async def result(self, method: str, /, **parameters: Any) -> Any:
        """What an accepted call answers."""
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, /, **parameters: Any) -> str:
        """The description of a refused call."""
        body = await self.call(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def api(sandbox: SandboxProcess) -> AsyncIterator[Api]:
    api = Api(sandbox.url)
    yield api
    await api.http.aclose()


@dataclass
class Library:
    """A bot of one library, and the few things the two libraries spell differently."""

    bot: Any
    types: Any
    refused: type[Exception]

    def upload(self, content: bytes, name: str) -> Any:
        if self.types is telegram:
            return telegram.InputFile(content, filename=name, attach=True)
        return aiogram.types.BufferedInputFile(content, name)

    async def download(self, file_id: str) -> bytes:
        found = await self.bot.get_file(file_id)
        if self.types is telegram:
            return bytes(await found.download_as_bytearray())
        return bytes((await self.bot.download_file(found.file_path)).read())

    def buttons(self, *rows: list[tuple[str, str]]) -> Any:
        keys = [[self.types.InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in rows]
        return self.types.InlineKeyboardMarkup(inline_keyboard=keys)


@pytest.fixture(params=["aiogram", "python-telegram-bot"])
async def library(request: pytest.FixtureRequest, sandbox: SandboxProcess) -> AsyncIterator[Library]:
    """The same tests with either library's Bot, as its users would point it at another server."""
    if request.param == "aiogram":
        session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
        yield Library(aiogram.Bot(TOKEN, session=session), aiogram.types, aiogram.exceptions.TelegramAPIError)
        await session.close()
        return
    connection = telegram.request.HTTPXRequest(httpx_kwargs={"trust_env": False})
    polling = telegram.request.HTTPXRequest(httpx_kwargs={"trust_env": False})
    bot = telegram.Bot(
        TOKEN,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=connection,
        get_updates_request=polling,
    )
    yield Library(bot, telegram, telegram.error.TelegramError)
    await connection.shutdown()
    await polling.shutdown()


def jpeg(color: str = "red", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    """A picture of one colour."""
    picture = io.BytesIO()
    Image.new("RGB", size, color).save(picture, "JPEG", **more)
    return picture.getvalue()


@pytest.fixture
async def started(control: Control, api: Api) -> Control:
    """The citizen has written to the bot, and the bot has read it."""
    await control.message(CITIZEN, CITIZEN, text="/start")
    updates = await api.result("getUpdates")
    await api.result("getUpdates", offset=updates[-1]["update_id"] + 1)
    return control
