"""The chat page in a real browser: what a visitor sees, types and taps, against a real sandbox and a little bot."""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from PIL import Image
from playwright.async_api import Browser, ViewportSize, expect

from tests.sandbox.page_visitor import DESKTOP, PHONE, launched, visiting
from tests.sandbox.page_world import CHANNEL, CITIZEN, LEAD, OFFICER, TOWN, WORLD
from tests.sandbox_process import SandboxProcess, file

# A browser answers on the loop that it was started on.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MARKUP = "<b>not bold</b><img src=x onerror=\"document.title='taken'\">"
REVERSED = "safe \u202ekcart\u202c \u2067words\u2069 end"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all visitors, who share nothing else."""
    async with launched() as browser:
        yield browser


both_sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@both_sizes
async def test_what_is_typed_arrives_and_is_answered(
    browser: Browser, sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(browser, sandbox, size) as visitor:
        await visitor.say("citizen", "菜市场旁边有作坊")
        await expect(visitor.last("citizen")).to_contain_text("收到：菜市场旁边有作坊")
        await expect(visitor.chat("citizen").get_by_role("textbox")).to_have_value("")
        overflow = await visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0


async def test_markup_and_turned_text_are_shown_as_they_were_written(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
        await visitor.say("citizen", MARKUP)
        await expect(visitor.last("citizen").locator(".text")).to_have_text(f"收到：{MARKUP}")
        await visitor.say("citizen", REVERSED)
        await expect(visitor.last("citizen").locator(".text")).to_have_text(f"收到：{REVERSED}")
        assert await visitor.chat("citizen").locator(".text b, .text img").count() == 0
        assert await visitor.page.title() == "举报直通·沙盘"
        isolation = "element => getComputedStyle(element).unicodeBidi"
        assert "isolate" in await visitor.last("citizen").locator(".text").evaluate(isolation)


async def test_a_long_quotation_is_folded_and_a_tap_unfolds_it(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        await visitor.open("town")
        long = "一行\n" * 12
        quote = [MessageEntity(type="expandable_blockquote", offset=0, length=len(long))]
        await visitor.bot.bot.send_message(TOWN, f"{long}末尾", entities=quote)
        quoted = visitor.last("town").locator("blockquote")
        folded = await quoted.bounding_box()
        await quoted.get_by_role("button", name="展开或收起").click()
        unfolded = await quoted.bounding_box()
        assert folded is not None
        assert unfolded is not None
        assert unfolded["height"] > folded["height"]


async def test_a_link_that_would_run_code_is_no_link(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
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
    browser: Browser, sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(browser, sandbox, size) as visitor:
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


async def test_a_photo_sent_as_a_file_keeps_its_place(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
        await visitor.attach("citizen", "示例照片")
        await visitor.page.locator("[data-sample=label]").click()
        await visitor.page.get_by_role("button", name="加入（1）").click()
        await visitor.chat("citizen").get_by_label("以文件发送").check()
        await visitor.chat("citizen").get_by_role("button", name="发送", exact=True).click()
        await expect(visitor.last("citizen")).to_contain_text("照片里的地点：N E")


@both_sizes
async def test_a_place_tapped_on_the_map_is_the_place_that_is_sent(
    browser: Browser, sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(browser, sandbox, size) as visitor:
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


async def test_a_location_key_opens_the_map_and_sends_a_measured_place(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        picture = BytesIO()
        Image.new("RGB", (64, 48), "teal").save(picture, "JPEG")
        await visitor.control.message(CITIZEN, CITIZEN, photos=[file(picture.getvalue(), "p.jpg", "image/jpeg")])
        await visitor.chat("citizen").get_by_role("button", name="发送位置").click()
        await visitor.page.locator(".picker").press("ArrowRight")
        await visitor.page.locator(".picker").press("Enter")
        await expect(visitor.last("citizen")).to_contain_text("收到位置 ±15.0")


@both_sizes
async def test_a_pressed_button_is_answered_and_the_message_changes_in_place(
    browser: Browser, sandbox: SandboxProcess, size: ViewportSize
) -> None:
    async with visiting(browser, sandbox, size) as visitor:
        await visitor.say("citizen", "按一下")
        await visitor.last("citizen").get_by_role("button", name="赞").click()
        await expect(visitor.page.locator(".toast")).to_have_text("谢谢")
        await expect(visitor.last("citizen")).to_contain_text("获赞 1")
        await expect(visitor.last("citizen")).to_contain_text("已编辑")
        await visitor.last("citizen").get_by_role("button", name="警示").click()
        await expect(visitor.page.get_by_role("dialog")).to_contain_text("请当心")


async def test_an_officer_replies_to_a_card_under_the_name_they_chose(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
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


async def test_own_words_can_be_mended_and_taken_back(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
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


async def test_news_elsewhere_is_counted_until_it_is_read(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        await visitor.bot.bot.send_message(CHANNEL, "典型案例")
        await visitor.bot.bot.send_message(CHANNEL, "典型案例二")
        badge = visitor.page.locator("[data-tab=channel] .unread")
        await expect(badge).to_have_text("2")
        await visitor.open("channel")
        await expect(visitor.chat("channel")).to_contain_text("典型案例二")
        await expect(badge).to_have_count(0)


async def test_a_wide_screen_shows_citizen_town_and_duty_desk_side_by_side(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, DESKTOP, dark=True) as visitor:
        keys = await visitor.page.locator(".columns > .chat").evaluate_all("chats => chats.map(c => c.dataset.key)")
        assert keys == ["citizen", "town", "duty"]
        await visitor.open("other")
        await visitor.open("channel")
        keys = await visitor.page.locator(".columns > .chat").evaluate_all("chats => chats.map(c => c.dataset.key)")
        assert keys == ["other", "town", "channel"]


async def test_the_raw_calls_and_a_fault_can_be_watched(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
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


async def test_a_newcomer_is_told_that_it_is_a_stage_in_either_language(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, PHONE, introduced=False) as visitor:
        story = visitor.page.get_by_role("dialog")
        await expect(story).to_contain_text("这是演示舞台")
        await story.get_by_role("button", name="English").click()
        await expect(story).to_contain_text("This is a stage")
        await story.get_by_role("button", name="Go 西街工作群").click()
        await expect(visitor.chat("town")).to_be_visible()
        await visitor.page.reload()
        await expect(visitor.page.get_by_role("status")).to_have_text("Bot online")
        assert await story.count() == 0


async def test_a_deep_link_opens_on_the_stage_and_not_on_the_internet(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        link = InlineKeyboardButton(text="我也要举报", url="https://t.me/little_bot?start=case7")
        markup = InlineKeyboardMarkup(inline_keyboard=[[link]])
        await visitor.bot.bot.send_message(CHANNEL, "典型案例", reply_markup=markup)
        await visitor.open("channel")
        await visitor.last("channel").get_by_role("link", name="我也要举报").click()
        await expect(visitor.last("citizen")).to_contain_text("收到：/start case7")


async def test_an_empty_chat_offers_the_doors_that_the_world_names(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        await visitor.control.world(start_links=[{"title": "扫描海报", "payload": "poster"}])
        await visitor.page.reload()
        await visitor.chat("citizen").get_by_role("button", name="扫描海报").click()
        await expect(visitor.last("citizen")).to_contain_text("收到：/start poster")


async def test_conversations_are_walked_through_with_the_keyboard(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        await visitor.page.locator("[data-tab=citizen]").focus()
        for key in ("ArrowRight", "ArrowRight", "Enter"):
            await visitor.page.keyboard.press(key)
        await expect(visitor.chat("town")).to_be_visible()
        await expect(visitor.page.locator("[data-tab=town]")).to_be_focused()


async def test_a_world_made_anew_is_laid_out_anew(browser: Browser, sandbox: SandboxProcess) -> None:
    async with visiting(browser, sandbox, PHONE) as visitor:
        await visitor.control.reset()
        await expect(visitor.page.locator(".empty-world")).to_be_visible()
        await visitor.control.world(**WORLD)
        await visitor.open("town")
        await visitor.control.message(TOWN, OFFICER, text="新的世界")
        await expect(visitor.last("town")).to_contain_text("新的世界")


async def test_the_page_catches_up_after_the_line_was_lost(browser: Browser) -> None:
    first = SandboxProcess().start()
    again = SandboxProcess("--port", str(urlsplit(first.url).port))
    with ExitStack() as processes:
        processes.callback(first.stop)
        async with visiting(browser, first, PHONE) as visitor:
            first.stop()
            await expect(visitor.page.get_by_role("status")).to_contain_text("正在重连")
            processes.enter_context(again)
            await visitor.control.world(**WORLD)
            await visitor.control.message(CITIZEN, CITIZEN, text="重新连上之前说的")
            await expect(visitor.last("citizen")).to_contain_text("重新连上之前说的", timeout=20_000)
            assert [each for each in visitor.complaints if "net::ERR_" not in each] == []
            visitor.complaints.clear()  # the browser's own words about a server that was gone


async def test_another_conversation_opens_and_the_one_beside_it_stays_where_it_was_read(
    browser: Browser, sandbox: SandboxProcess
) -> None:
    async with visiting(browser, sandbox, DESKTOP) as visitor:
        for number in range(30):
            await visitor.bot.bot.send_message(TOWN, f"线索{number}")
        await expect(visitor.last("town")).to_contain_text("线索29")
        scroller = visitor.chat("town").locator(".history")
        await scroller.evaluate("element => element.scrollTo(0, 200)")
        for key in ("channel", "duty"):
            await visitor.open(key)
            await expect(visitor.chat(key)).to_be_visible()
            assert await scroller.evaluate("element => element.scrollTop") == 200
