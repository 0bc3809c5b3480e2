"""`tipoff run`: receiving, working, fetching and speaking side by side, until a signal or a failure ends them."""

import asyncio
import gc
import logging
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import DeleteWebhook, SetWebhook

from bot import menus
from bot.blackening import Blackening
from bot.clock import Clock
from bot.configuration import Configuration
from bot.feeding import Feeding
from bot.fetching import Fetching
from bot.nursery import Nursery, open_nursery
from bot.readiness import examine
from bot.receiving import ALLOWED_UPDATES, Accept, Polling
from bot.schedule import Schedule
from bot.wiring import build_app, pace_of, set_up_desks
from bot.working import Work
from delivery.voice import Voice
from domain.people import DeskKind
from handlers.doors import doors
from papers.press import Press
from services import intake
from services.app import App
from storage import desks
from storage.database import Database
from storage.leadership import leadership
from storage.pictures import PictureCleaner
from storage.sealing import KeyRing
from storage.vault import EvidenceFolder
from web.server import application, serving

log = logging.getLogger(__name__)

STOP_WITHIN_S = 15


@dataclass(frozen=True)
class Secrets:
    """What is never a setting: the bot's token and, in webhook mode, Telegram's secret."""

    token: str
    webhook: str | None


async def run(configuration: Configuration, keys: KeyRing, secrets: Secrets, clock: Clock | None = None) -> None:
    """Runs until SIGINT or SIGTERM. Raises `Collapse` when a part failed; the others are stopped with it."""
    clock, database = clock or Clock(), Database(configuration.database.url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        bot = await stack.enter_async_context(_bot(configuration, secrets.token))
        # Asked once and remembered: a command addressed to the bot by name is compared with it inside transactions.
        me = await bot.me()
        await menus.offer(bot)
        app = build_app(configuration, keys, me.username or "", clock.now().date())
        folder = EvidenceFolder(configuration.evidence.folder, keys)
        folder.prepare()
        async with database.write() as tx:
            await set_up_desks(tx, configuration, app.ground)
            offices = await desks.desks(tx, (DeskKind.PUBLICITY,))
        for office in offices:
            if office.chat_id is not None:
                await menus.offer_office(bot, office.chat_id)
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        parts = _Parts(configuration, secrets, database, app, bot, folder, client, clock)
        async with open_nursery() as nursery:
            await parts.start(nursery)


@dataclass
class _Parts:
    configuration: Configuration
    secrets: Secrets
    database: Database
    app: App
    bot: Bot
    folder: EvidenceFolder
    client: httpx.AsyncClient
    clock: Clock
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while no voice is speaking here."""

    async def start(self, nursery: Nursery) -> None:
        """Receives at once; works and speaks once this process leads."""
        self.silent.set()
        api = f"{self.configuration.telegram.api_url}/bot{self.secrets.token}"
        voice = self._voice()
        work, fetching, blackening = self._work(), self._fetching(api), self._blackening()

        def spoken() -> None:
            voice.ring()
            fetching.bell.set()
            blackening.bell.set()

        work.spoken = fetching.spoken = blackening.spoken = spoken

        nursery.start("signals", partial(stop_on_signal, nursery, voice, self.silent))
        nursery.start("leading", partial(self._lead, work, fetching, blackening, voice))
        await self._receive(nursery, api, work)
        gc.collect()
        gc.freeze()
        log.info("ready as @%s", self.app.me)

    async def _lead(self, work: Work, fetching: Fetching, blackening: Blackening, voice: Voice) -> None:
        # One process works and speaks for a token: Telegram limits the token, and order within a chat needs one hand.
        async with leadership(self.database, "tipoff"), asyncio.TaskGroup() as leading:
            leading.create_task(work.run(), name="working")
            leading.create_task(fetching.run(), name="fetching")
            leading.create_task(blackening.run(), name="blackening")
            leading.create_task(self._speak(voice), name="speaking")
            leading.create_task(Feeding(self.app, self.database, self.clock.now, voice.ring).run(), name="feeding")
            leading.create_task(self._schedule(voice).run(), name="ticking")

    async def _speak(self, voice: Voice) -> None:
        self.silent.clear()
        try:
            await voice.run()
        finally:
            self.silent.set()

    async def _receive(self, nursery: Nursery, api: str, work: Work) -> None:
        async def accept(updates: list[dict[str, Any]]) -> int:
            new = await intake.accept(self.database, self.app.keys, updates, self.clock.now())
            work.bell.set()
            return new

        if self.configuration.telegram.mode == "polling":
            await self.bot(DeleteWebhook(drop_pending_updates=False))
            nursery.start("receiving", Polling(self.client, api, accept).run)
        else:
            await self._set_webhook()
        nursery.start("window", partial(self._keep_window_open, accept))

    async def _keep_window_open(self, accept: Accept) -> None:
        web = self.configuration.web
        secret = self.secrets.webhook if self.configuration.telegram.mode == "webhook" else None
        app = application(lambda: examine(self.database, self.folder.root, self.clock.now()), accept, secret)
        async with serving(app, web.host, web.port):
            await asyncio.Event().wait()

    async def _set_webhook(self) -> None:
        telegram = self.configuration.telegram
        assert telegram.webhook_url is not None
        await self.bot(
            SetWebhook(
                url=f"{telegram.webhook_url}/telegram",
                secret_token=self.secrets.webhook,
                allowed_updates=ALLOWED_UPDATES,
            )
        )

    def _voice(self) -> Voice:
        return Voice(
            self.database,
            self.app.keys,
            token=self.secrets.token,
            api_url=self.configuration.telegram.api_url,
            evidence=self.folder,
            zone=self.app.zone,
            district=self.app.district,
            ground=self.app.ground,
            pace=pace_of(self.configuration),
            clock=self.clock.now,
        )

    def _work(self) -> Work:
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_routers(*doors())
        return Work(self.app, self.database, dispatcher, self.bot, self.clock.now, _silent)

    def _schedule(self, voice: Voice) -> Schedule:
        return Schedule(self.app, self.database, self.folder, self.clock.now, voice.ring, self.clock.minute)

    def _blackening(self) -> Blackening:
        # A press of its own: a photo for the public waits for no workbook.
        return Blackening(self.app, self.database, self.folder, Press(), self.clock.now, _silent)

    def _fetching(self, api: str) -> Fetching:
        files = f"{self.configuration.telegram.api_url}/file/bot{self.secrets.token}"
        return Fetching(
            self.app, self.database, self.folder, PictureCleaner(), self.client, api, files, self.clock.now, _silent
        )


def _silent() -> None:
    """Nobody is listening yet."""


def _bot(configuration: Configuration, token: str) -> Bot:
    # aiogram calls few methods here: it answers presses and leaves groups. What matters is said by the voice.
    server = TelegramAPIServer.from_base(configuration.telegram.api_url)
    return Bot(token, session=AiohttpSession(api=server))


async def stop_on_signal(nursery: Nursery, voice: Voice, silent: asyncio.Event) -> None:
    """Ends everything after a signal; `silent` is set while the voice does not speak."""
    await _signalled()
    log.info("stopping")
    # What is on its way to Telegram is waited for: cut off, it would be in doubt and said once more.
    voice.stop()
    try:
        async with asyncio.timeout(STOP_WITHIN_S):
            await silent.wait()
    except TimeoutError:
        # Asked to stop, it stops: what is cut off is in doubt, as after a crash, and no more than that.
        log.warning("something is still on its way to Telegram after %s s", STOP_WITHIN_S)
    nursery.stop()


async def _signalled() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()
