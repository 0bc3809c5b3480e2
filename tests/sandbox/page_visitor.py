"""Someone in front of the chat page: a real browser, and what it complained about or asked for."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize, async_playwright, expect

from tests.sandbox.page_world import WORLD, LittleBot, little_bot
from tests.sandbox_process import Control, SandboxProcess

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


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


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser, which takes longer to start than to visit the page."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, size: ViewportSize, *, introduced: bool, dark: bool
) -> AsyncIterator[Page]:
    """The page, not loaded yet, for somebody who shares nothing with those before: no storage, no cookies, no cache."""
    context = await browser.new_context(base_url=url, viewport=size, color_scheme="dark" if dark else "light")
    if introduced:
        await context.add_init_script("localStorage.setItem('sandbox.intro.seen', 'yes')")
    yield await context.new_page()
    await context.close()


@asynccontextmanager
async def visiting(
    browser: Browser, sandbox: SandboxProcess, size: ViewportSize, *, introduced: bool = True, dark: bool = False
) -> AsyncIterator[Visitor]:
    """A visitor before a fresh world, whose browser has nothing to complain about in the end."""
    async with (
        Control(sandbox.url) as control,
        opened(browser, sandbox.url, size, introduced=introduced, dark=dark) as page,
    ):
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
