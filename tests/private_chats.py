"""Citizens' private chats, for tests: raw updates in, through the inbox, the worker and the doors; words out.

Nothing is left out but the wires: updates are accepted and worked as the program does, and `District.speak` says what
was queued.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from bot.working import Work
from domain.draft import Draft
from handlers.doors import doors
from services import intake, keeping
from services.keeping import Picture, Wanted
from storage import cases, correspondents, evidence
from storage.correspondents import key_of
from storage.database import Database
from storage.tables import CaseRow, EvidenceRow
from storage.vault import Kept
from tests.district import REPORTER, District, Spoken, photo

Json = dict[str, Any]


def worker(district: District, database: Database | None = None) -> Work:
    """The program's own worker with every door; `database` is another process's view of the same data."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_routers(*doors())
    return Work(
        district.app, database or district.database, dispatcher, Bot("1:test"), lambda: district.now, lambda: None
    )


@dataclass
class PrivateChats:
    """All private chats of one district. `answers` is what was to be called at once, after the commits."""

    district: District
    answers: list[TelegramMethod[bool]] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(5000))

    def __post_init__(self) -> None:
        self.work = worker(self.district)

    async def deliver(self, *updates: Json) -> None:
        """Updates arrive, are worked until none waits, and everything queued is said."""
        await self.accept(*updates)
        await self.settle()

    async def accept(self, *updates: Json) -> int:
        """Updates arrive and wait."""
        return await intake.accept(self.district.database, self.district.app.keys, updates, self.district.now)

    async def settle(self) -> None:
        """Works what waits and says what was queued, albums' quiet time over."""
        while await self.work.work_once(self.answers.append):
            pass
        self.district.now += self.district.app.terms.album_quiet
        await self.district.speak()

    async def fetched(self, point: tuple[float, float] | None = None) -> list[Wanted]:
        """Every wanted file has been fetched and cleaned; `point` is what their EXIF says."""
        async with self.district.database.write() as tx:
            wanted = await keeping.claim(tx, self.district.app.keys, self.district.now, 100)
        for each in wanted:
            kept = Kept(f"{each.handle}.sealed", f"{each.handle}.jpg", "0" * 64)
            async with self.district.turn() as turn:
                await keeping.keep(turn, each, Picture(kept, 800, 600, 1, point))
        await self.district.speak()
        return wanted


@dataclass
class Citizen:
    """Somebody in their private chat."""

    chats: PrivateChats
    user_id: int = REPORTER
    lang: str = "zh-hans"

    @property
    def key(self) -> str:
        """Their pseudonym."""
        return key_of(self.chats.district.app.keys, self.user_id)

    @property
    def read(self) -> list[Spoken]:
        """Everything they were told, oldest first."""
        return [each for each in self.chats.district.spoken if each.recipient == f"p:{self.key}"]

    @property
    def last(self) -> Spoken:
        """The newest thing they were told."""
        return self.read[-1]

    def message(self, **content: Any) -> Json:
        """An update with a message of theirs; `message_id` may be given."""
        text = content.get("text")
        if isinstance(text, str) and text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return {"update_id": next(self.chats.ids), "message": self._body(content)}

    def edit(self, message_id: int, **content: Any) -> Json:
        """An update with an edited message of theirs."""
        body = self._body({"message_id": message_id, "edit_date": 1772415100} | content)
        return {"update_id": next(self.chats.ids), "edited_message": body}

    def press(self, data: str) -> Json:
        """An update with a press, of a button that exists or not."""
        shown = self._body({"text": "…"}) | {"from": {"id": 1, "is_bot": True, "first_name": "tipoff"}}
        query = {"id": "q", "from": self._person, "chat_instance": "c", "data": data, "message": shown}
        return {"update_id": next(self.chats.ids), "callback_query": query}

    async def says(self, text: str, **more: Any) -> int:
        """Sends a text; gives the message's id."""
        return await self.sends(text=text, **more)

    async def sends(self, **content: Any) -> int:
        """Sends anything; gives the message's id."""
        update = self.message(**content)
        await self.chats.deliver(update)
        return int(update["message"]["message_id"])

    async def sends_photo(self, file_id: str, **more: Any) -> int:
        """Sends a photo."""
        return await self.sends(photo=photo(file_id), **more)

    async def replies(self, to: Spoken, **content: Any) -> int:
        """Replies to something they were told."""
        bot = {"id": 1, "is_bot": True, "first_name": "tipoff"}
        return await self.sends(reply_to_message=self._body({"message_id": to.message_id}) | {"from": bot}, **content)

    async def edits(self, message_id: int, **content: Any) -> None:
        """Edits a message."""
        await self.chats.deliver(self.edit(message_id, **content))

    async def presses(self, label: str) -> str:
        """Taps the newest button with that label; gives the line it was answered with."""
        shown = next(each for each in reversed(self.read) if any(label in one["text"] for one in each.buttons))
        return await self.forges(shown.button(label))

    async def forges(self, data: str) -> str:
        """Presses a button with that data, whether anybody was ever shown it or not."""
        before = len(self.chats.answers)
        await self.chats.deliver(self.press(data))
        (answer,) = self.chats.answers[before:]
        assert isinstance(answer, AnswerCallbackQuery)
        return answer.text or ""

    async def draft(self) -> Draft | None:
        """The report they are writing, as the database has it."""
        async with self.chats.district.database.read() as tx:
            row = await correspondents.get(tx, self.key)
            kept = None if row is None else correspondents.read_draft(self.chats.district.app.keys, row)
        return None if kept is None else Draft.from_json(kept)

    async def reports(self) -> list[CaseRow]:
        """What they have filed, newest first."""
        async with self.chats.district.database.read() as tx:
            return await cases.of_reporter(tx, self.key)

    async def files(self, case_id: int) -> list[EvidenceRow]:
        """The files of a report."""
        async with self.chats.district.database.read() as tx:
            return list(await evidence.of_case(tx, case_id))

    async def comes_to_the_summary(self, words: str = "后巷卖过期牛奶", address: str = "东街道12号") -> None:
        """Answers everything but the last question."""
        await self.says(words)
        await self.forges("d:v:expired")
        await self.says(address)
        await self.forges("d:skip")
        await self.forges("d:skip")
        assert "请核对后提交" in self.last.text

    async def reports_something(self, words: str = "后巷卖过期牛奶", address: str = "东街道12号") -> CaseRow:
        """Files a plain report."""
        await self.comes_to_the_summary(words, address)
        await self.presses("提交举报")
        return (await self.reports())[0]

    @property
    def _person(self) -> Json:
        return {"id": self.user_id, "is_bot": False, "first_name": "举报者本名", "language_code": self.lang}

    def _body(self, content: Json) -> Json:
        chat = {"id": self.user_id, "type": "private", "first_name": "举报者本名"}
        return {"message_id": next(self.chats.ids), "date": 1772415000, "chat": chat, "from": self._person} | content
