"""The chat page in a real browser: what a visitor sees, types and taps, against a real sandbox and a little bot."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
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
from playwright.async_api import ConsoleMessage, Locator, Page, Request, ViewportSize, async_playwright, expect

from tests.sandbox_process import Control, SandboxProcess, file

pytestmark = pytest.mark.browser

TOKEN = "123456:little-bot"
CITIZEN, OTHER_CITIZEN, OFFICER, LEAD = 1001, 1002, 2001, 2002
TOWN, DUTY, CHANNEL = -1001, -1002, -1003
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
MARKUP = "<b>not bold</b><img src=x onerror=\"document.title='taken'\">"
REVERSED = "safe \u202ekcart\u202c \u2067words\u2069 end"


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


@dataclass
class Visitor:
    """Someone in front of the page, and what their browser complained about or asked for."""

    page: Page
    control: Control
    bot: LittleBot
    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def chat(self, key: str) -> Locator:
        """A conversation's column."""
        return self.page.locator(f".chat[data-key={key}]")

    def last(self, key: str) -> Locator:
        """The newest message of a conversation."""
        return self.chat(key).locator(".message").last

    async def open(self, key: str) -> None:
        """Tap a conversation's tab."""
        await self.page.locator(f"[data-tab={key}]").click()

    async def say(self, key: str, text: str) -> None:
        """Type and send."""
        await self.chat(key).get_by_role("textbox").fill(text)
        await self.chat(key).get_by_role("textbox").press("Enter")

    async def attach(self, key: str, what: str) -> None:
        """Choose from the attachment menu."""
        await self.chat(key).get_by_role("button", name="添加").click()
        await self.page.get_by_role("menuitem", name=what).click()

    def note_complaint(self, message: ConsoleMessage) -> None:
        """Keep what the console says, apart from chatter."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def note_request(self, request: Request) -> None:
        """Keep the host of each request that leaves the browser's own memory."""
        if request.url.startswith(("http:", "https:", "ws:", "wss:")):
            self.asked.add(str(urlsplit(request.url).hostname))


def chromium() -> str:
    """A Chromium to drive; without one the test is skipped with its reason, or fails where CI promises one."""
    named = os.environ.get("TIPOFF_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found:
        return found
    reason = "no Chromium: set TIPOFF_TEST_CHROMIUM to its path, or install one"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    """One sandbox for all tests here; each begins with an empty world."""
    chromium()
    with SandboxProcess() as process:
        yield process


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


@asynccontextmanager
async def opened(url: str, size: ViewportSize, *, introduced: bool, dark: bool) -> AsyncIterator[Page]:
    """The page in a browser of its own, not loaded yet."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = await browser.new_context(base_url=url, viewport=size, color_scheme="dark" if dark else "light")
        if introduced:
            await context.add_init_script("localStorage.setItem('sandbox.intro.seen', 'yes')")
        yield await context.new_page()
        await browser.close()


@asynccontextmanager
async def visiting(
    sandbox: SandboxProcess, size: ViewportSize, *, introduced: bool = True, dark: bool = False
) -> AsyncIterator[Visitor]:
    """A visitor before a fresh world, whose browser has nothing to complain about in the end."""
    async with Control(sandbox.url) as control, opened(sandbox.url, size, introduced=introduced, dark=dark) as page:
        await control.reset()
        await control.world(**WORLD)
        async with little_bot(sandbox.url) as little:
            visitor = Visitor(page, control, little)
            page.on("console", visitor.note_complaint)
            page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
            page.on("request", visitor.note_request)
            await page.goto("/")
            await expect(page.get_by_role("status")).to_have_text("机器人在线")
            yield visitor
    assert visitor.complaints == []
    assert visitor.asked == {"127.0.0.1"}


both_sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@both_sizes
async def test_what_is_typed_arrives_and_is_answered(sandbox: SandboxProcess, size: ViewportSize) -> None:
    async with visiting(sandbox, size) as visitor:
        await visitor.say("citizen", "菜市场旁边有作坊")
        await expect(visitor.last("citizen")).to_contain_text("收到：菜市场旁边有作坊")
        await expect(visitor.chat("citizen").get_by_role("textbox")).to_have_value("")
        overflow = await visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0


async def test_markup_and_turned_text_are_shown_as_they_were_written(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        await visitor.say("citizen", MARKUP)
        await expect(visitor.last("citizen").locator(".text")).to_have_text(f"收到：{MARKUP}")
        await visitor.say("citizen", REVERSED)
        await expect(visitor.last("citizen").locator(".text")).to_have_text(f"收到：{REVERSED}")
        assert await visitor.chat("citizen").locator(".text b, .text img").count() == 0
        assert await visitor.page.title() == "举报直通·沙盘"
        isolation = "element => getComputedStyle(element).unicodeBidi"
        assert "isolate" in await visitor.last("citizen").locator(".text").evaluate(isolation)


async def test_a_link_that_would_run_code_is_no_link(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:document.title='taken'"}]
        harmless = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.com/"}]
        await visitor.control.message(TOWN, OFFICER, text="evil link", entities=entities)
        written = visitor.chat("town").locator(".message.mine").last
        await expect(written).to_contain_text("evil link")
        assert await written.locator("a").count() == 0
        await visitor.control.message(TOWN, OFFICER, text="good link", entities=harmless)
        await expect(written.locator("a")).to_have_attribute("href", "https://example.com/")


@both_sizes
async def test_sample_photos_go_out_as_one_album_and_show_as_a_grid(
    sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(sandbox, size) as visitor:
        await visitor.attach("citizen", "示例照片")
        for name in ("milk", "den", "meat"):
            await visitor.page.locator(f"[data-sample={name}]").click()
        await visitor.page.get_by_role("button", name="加入（3）").click()
        await expect(visitor.chat("citizen").locator(".tray-tile")).to_have_count(3)
        await visitor.say("citizen", "三张照片")
        album = visitor.chat("citizen").locator(".message.mine").last
        await expect(album.locator(".photo img")).to_have_count(3)
        await expect(album).to_contain_text("三张照片")
        sent = [message for message in await visitor.control.messages(CITIZEN) if message["photos"]]
        assert len({message["album"] for message in sent}) == 1


async def test_a_photo_sent_as_a_file_keeps_its_place(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        await visitor.attach("citizen", "示例照片")
        await visitor.page.locator("[data-sample=label]").click()
        await visitor.page.get_by_role("button", name="加入（1）").click()
        await visitor.chat("citizen").get_by_label("以文件发送").check()
        await visitor.chat("citizen").get_by_role("button", name="发送", exact=True).click()
        await expect(visitor.last("citizen")).to_contain_text("照片里的地点：N E")


@both_sizes
async def test_a_place_tapped_on_the_map_is_the_place_that_is_sent(sandbox: SandboxProcess, size: ViewportSize) -> None:
    async with visiting(sandbox, size) as visitor:
        await visitor.attach("citizen", "位置")
        box = await visitor.page.locator(".picker").bounding_box()
        assert box is not None
        await visitor.page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
        await expect(visitor.page.locator(".picker-caption")).to_have_text("西街街道")
        await visitor.page.get_by_label("手动选点").check()
        await visitor.page.get_by_role("button", name="发送位置").click()
        await expect(visitor.last("citizen")).to_contain_text("收到位置 ±None")
        place = (await visitor.control.messages(CITIZEN))[0]["location"]
        # The two towns fill the map's width up to its margin: three tenths across lies inside the western one.
        assert 113.26 < place["longitude"] < 113.28
        assert place["latitude"] == pytest.approx(23.13, abs=0.0015)


async def test_a_location_key_opens_the_map_and_sends_a_measured_place(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        picture = BytesIO()
        Image.new("RGB", (64, 48), "teal").save(picture, "JPEG")
        await visitor.control.message(CITIZEN, CITIZEN, photos=[file(picture.getvalue(), "p.jpg", "image/jpeg")])
        await visitor.chat("citizen").get_by_role("button", name="发送位置").click()
        await visitor.page.locator(".picker").press("ArrowRight")
        await visitor.page.locator(".picker").press("Enter")
        await expect(visitor.last("citizen")).to_contain_text("收到位置 ±15.0")


@both_sizes
async def test_a_pressed_button_is_answered_and_the_message_changes_in_place(
    sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(sandbox, size) as visitor:
        await visitor.say("citizen", "按一下")
        await visitor.last("citizen").get_by_role("button", name="赞").click()
        await expect(visitor.page.locator(".toast")).to_have_text("谢谢")
        await expect(visitor.last("citizen")).to_contain_text("获赞 1")
        await expect(visitor.last("citizen")).to_contain_text("已编辑")
        await visitor.last("citizen").get_by_role("button", name="警示").click()
        await expect(visitor.page.get_by_role("dialog")).to_contain_text("请当心")


async def test_an_officer_replies_to_a_card_under_the_name_they_chose(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        await visitor.bot.bot.send_message(TOWN, "线索一", protect_content=True)
        await visitor.chat("town").get_by_role("combobox").select_option(label="组长")
        await visitor.last("town").hover()
        await visitor.last("town").get_by_role("button", name="回复").click()
        await visitor.say("town", "我去看看")
        await expect(visitor.last("town")).to_contain_text("看到回复")
        card, note, _answer = await visitor.control.messages(TOWN)
        assert (note["from"]["id"], note["reply_to_message_id"]) == (LEAD, card["message_id"])
        quoted = visitor.chat("town").locator(".message.mine .quoted")
        await expect(quoted).to_contain_text("线索一")
        await expect(visitor.chat("town").get_by_role("img", name="内容受保护")).to_be_visible()


async def test_own_words_can_be_mended_and_taken_back(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        await visitor.control.message(TOWN, OFFICER, text="写错了")
        mine = visitor.chat("town").locator(".message.mine")
        await mine.hover()
        await mine.get_by_role("button", name="编辑").click()
        await visitor.say("town", "写对了")
        await expect(mine).to_contain_text("写对了")
        await expect(mine).to_contain_text("已编辑")
        await mine.hover()
        await mine.get_by_role("button", name="删除").click()
        await expect(mine).to_have_count(0)


async def test_news_elsewhere_is_counted_until_it_is_read(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        await visitor.bot.bot.send_message(CHANNEL, "典型案例")
        await visitor.bot.bot.send_message(CHANNEL, "典型案例二")
        badge = visitor.page.locator("[data-tab=channel] .unread")
        await expect(badge).to_have_text("2")
        await visitor.open("channel")
        await expect(visitor.chat("channel")).to_contain_text("典型案例二")
        await expect(badge).to_have_count(0)


async def test_a_wide_screen_shows_citizen_town_and_duty_desk_side_by_side(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP, dark=True) as visitor:
        keys = await visitor.page.locator(".columns > .chat").evaluate_all("chats => chats.map(c => c.dataset.key)")
        assert keys == ["citizen", "town", "duty"]
        await visitor.open("other")
        await visitor.open("channel")
        keys = await visitor.page.locator(".columns > .chat").evaluate_all("chats => chats.map(c => c.dataset.key)")
        assert keys == ["other", "town", "channel"]


async def test_the_raw_calls_and_a_fault_can_be_watched(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, DESKTOP) as visitor:
        await visitor.page.get_by_role("button", name="接口记录").click()
        await visitor.page.get_by_label("故障", exact=True).select_option("429")
        await visitor.page.get_by_role("button", name="注入").click()
        await expect(visitor.page.locator(".standing-faults")).to_contain_text("剩 1 次")
        with pytest.raises(TelegramRetryAfter):
            await visitor.bot.bot.send_message(CHANNEL, "先被拒绝")
        await visitor.bot.bot.send_message(CHANNEL, "再被接受")
        await expect(visitor.page.locator(".call").first).to_contain_text("200")
        await visitor.page.locator(".call").nth(1).click()
        shown = await visitor.page.locator(".json").last.text_content()
        assert json.loads(shown or "")["error_code"] == 429


async def test_a_newcomer_is_told_that_it_is_a_stage_in_either_language(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE, introduced=False) as visitor:
        story = visitor.page.get_by_role("dialog")
        await expect(story).to_contain_text("这是演示舞台")
        await story.get_by_role("button", name="English").click()
        await expect(story).to_contain_text("This is a stage")
        await story.get_by_role("button", name="Go 西街工作群").click()
        await expect(visitor.chat("town")).to_be_visible()
        await visitor.page.reload()
        await expect(visitor.page.get_by_role("status")).to_have_text("Bot online")
        assert await story.count() == 0


async def test_a_deep_link_opens_on_the_stage_and_not_on_the_internet(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        link = InlineKeyboardButton(text="我也要举报", url="https://t.me/little_bot?start=case7")
        markup = InlineKeyboardMarkup(inline_keyboard=[[link]])
        await visitor.bot.bot.send_message(CHANNEL, "典型案例", reply_markup=markup)
        await visitor.open("channel")
        await visitor.last("channel").get_by_role("link", name="我也要举报").click()
        await expect(visitor.last("citizen")).to_contain_text("收到：/start case7")


async def test_an_empty_chat_offers_the_doors_that_the_world_names(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        await visitor.control.world(start_links=[{"title": "扫描海报", "payload": "poster"}])
        await visitor.page.reload()
        await visitor.chat("citizen").get_by_role("button", name="扫描海报").click()
        await expect(visitor.last("citizen")).to_contain_text("收到：/start poster")


async def test_conversations_are_walked_through_with_the_keyboard(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        await visitor.page.locator("[data-tab=citizen]").focus()
        for key in ("ArrowRight", "ArrowRight", "Enter"):
            await visitor.page.keyboard.press(key)
        await expect(visitor.chat("town")).to_be_visible()
        await expect(visitor.page.locator("[data-tab=town]")).to_be_focused()


async def test_a_world_made_anew_is_laid_out_anew(sandbox: SandboxProcess) -> None:
    async with visiting(sandbox, PHONE) as visitor:
        await visitor.control.reset()
        await expect(visitor.page.locator(".empty-world")).to_be_visible()
        await visitor.control.world(**WORLD)
        await visitor.open("town")
        await visitor.control.message(TOWN, OFFICER, text="新的世界")
        await expect(visitor.last("town")).to_contain_text("新的世界")


async def test_the_page_catches_up_after_the_line_was_lost() -> None:
    chromium()
    first = SandboxProcess().start()
    again = SandboxProcess("--port", str(urlsplit(first.url).port))
    with ExitStack() as processes:
        processes.callback(first.stop)
        async with visiting(first, PHONE) as visitor:
            first.stop()
            await expect(visitor.page.get_by_role("status")).to_contain_text("正在重连")
            processes.enter_context(again)
            await visitor.control.world(**WORLD)
            await visitor.control.message(CITIZEN, CITIZEN, text="重新连上之前说的")
            await expect(visitor.last("citizen")).to_contain_text("重新连上之前说的", timeout=20_000)
            assert [each for each in visitor.complaints if "net::ERR_" not in each] == []
            visitor.complaints.clear()  # the browser's own words about a server that was gone
