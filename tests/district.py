"""A small district at work, for tests: two towns, a duty desk, six people, on a real database.

`speak` is the voice without its wire: it claims, draws and settles with the program's own functions, and gives every
message an id, so that replies and edits find what they belong to.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot import cron
from delivery.drawing import Drawn, draw
from delivery.parcels import Album, Text
from domain import look_back
from domain.case import Status
from domain.chase import Plan
from domain.clock import Periods
from domain.coordinates import Datum
from domain.gazetteer import Gazetteer
from domain.ground import Boundaries
from domain.lapse import Lapse
from domain.outgoing import Lane
from domain.people import DeskKind, Role
from domain.workdays import Calendar
from handlers import district as administrators
from handlers import publicity, town
from services.app import App, Phones, Publicity, Terms
from services.reach import Hand
from services.turn import Turn
from storage import cases, correspondents, desks, evidence, look_backs, outbox, outbox_claims
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import CaseRow, Correspondent
from storage.vault import EvidenceFolder
from wording.cards import shipped_taxonomy

EAST, WEST, DUTY, SUPERVISION, OFFICE, ELSEWHERE = -1001, -1002, -1003, -1004, -1005, -1999
CHEN, WANG, LI = 101, 102, 103
"""陈 leads the east town's desk, 王 and 李 are its officers."""
WU, ZHOU, ADMIN, STRANGER = 201, 301, 401, 999
"""吴 leads the west town's desk, 周 the duty desk; the administrator has no seat; the stranger is nobody."""
HE, XU = 501, 502
"""何 leads the supervisors and 许 is one of them, in districts that are `supervised`."""
QIAN, SUN, ZHENG = 601, 602, 603
"""钱 edits in the publicity office, 孙 and 郑 lead it, in districts with `publicity`."""
REPORTER = 5550123
NAMES = {
    CHEN: "陈",
    WANG: "王",
    LI: "李",
    WU: "吴",
    ZHOU: "周",
    ADMIN: "管理员",
    HE: "何",
    XU: "许",
    QIAN: "钱",
    SUN: "孙",
    ZHENG: "郑",
    STRANGER: "路人",
    REPORTER: "举报者本名",
}

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def square(name: str, west: float) -> dict[str, Any]:
    """A town of one by one hundredth of a degree."""
    east = west + 0.01
    ring = [[west, 23.1], [east, 23.1], [east, 23.11], [west, 23.11], [west, 23.1]]
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def district_app(keys: KeyRing) -> App:
    """The district's rules; its boundaries are two squares side by side."""
    ground = _ground()
    return App(
        district="示例区",
        prefix="SL",
        zone=ZoneInfo("Asia/Shanghai"),
        admins=frozenset({ADMIN}),
        keys=keys,
        ground=ground,
        datum="wgs84",
        neighbours=None,
        overrides={},
        phones=Phones("12315", "120", "12388"),
        me="tipoff_test_bot",
        gazetteer=Gazetteer.of_district(ground.names, None),
        taxonomy=shipped_taxonomy(),
        calendar=_calendar(),
        terms=Terms(9, 5, 100, timedelta(hours=24), timedelta(seconds=2)),
        periods=Periods(),
        chasing=Plan(ZoneInfo("Asia/Shanghai")),
        looking_back=look_back.Terms(),
        lapse=Lapse(ZoneInfo("Asia/Shanghai")),
        publicity=Publicity(agency="示例区市场监督管理局"),
        next_fire=_next_fire(),
    )


@cache
def _ground() -> Boundaries:
    features = [square("东街道", 113.2), square("西街道", 113.21)]
    return Boundaries.from_geojson({"type": "FeatureCollection", "features": features}, Datum.WGS84)


@cache
def _next_fire() -> Callable[[str, datetime], datetime | None]:
    return cron.calculator(ZoneInfo("Asia/Shanghai"))


@cache
def _calendar() -> Calendar:
    return Calendar.of_china(range(2026, 2028))


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message as it left: a new one, or an edit of `edits`."""

    recipient: str
    message_id: int
    text: str
    markup: dict[str, Any] | None
    edits: int | None
    reply_to: int | None
    photos: int
    ask: str | None

    def button(self, label: str) -> str:
        """What the button with that label says when pressed."""
        found = [each["callback_data"] for each in self.buttons if label in each["text"]]
        assert len(found) == 1, f"{label!r} is on {len(found)} of the buttons {[each['text'] for each in self.buttons]}"
        return str(found[0])

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons, row after row."""
        return [each for row in (self.markup or {}).get("inline_keyboard", []) for each in row]


@dataclass
class District:
    """The district and its clock; `spoken` is everything that was ever said, in order."""

    database: Database
    app: App
    now: datetime = NOW
    spoken: list[Spoken] = field(default_factory=list)
    reporter: str = ""
    _ids: Any = field(default_factory=lambda: count(1000))
    _updates: Any = field(default_factory=lambda: count(1))
    _files: Any = field(default_factory=lambda: count(1))

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """The doors, made when somebody comes to one: the tests of the use cases never do."""
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_routers(publicity.router(), town.router(), administrators.router())
        return dispatcher

    @cached_property
    def bot(self) -> Bot:
        """Whom updates are addressed to; it never says anything."""
        return Bot("1:test")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """A turn in a transaction of its own; what it has to say is queued as the program does."""
        async with self.database.write() as tx:
            turn = Turn(self.app, tx, self.now)
            yield turn
            await outbox.put(tx, self.app.keys, turn.outgoing, self.now)

    async def settle_in(self) -> None:
        """Desks, groups, seats, and a reporter whom the bot has met."""
        async with self.turn() as turn:
            for desk_id, kind, name, chat_id in (
                ("t001", DeskKind.TOWN, "东街道", EAST),
                ("t002", DeskKind.TOWN, "西街道", WEST),
                ("duty", DeskKind.DUTY, "区值班台", DUTY),
            ):
                await desks.set_up(turn.tx, desk_id, kind, name)
                await desks.bind(turn.tx, desk_id, chat_id, self.now)
            for user_id, desk_id, role in (
                (CHEN, "t001", Role.LEAD),
                (WANG, "t001", Role.OFFICER),
                (LI, "t001", Role.OFFICER),
                (WU, "t002", Role.LEAD),
                (ZHOU, "duty", Role.LEAD),
            ):
                await desks.enrol(turn.tx, user_id, NAMES[user_id], desk_id, role, self.now)
            self.reporter = correspondents.meet(turn.tx, self.app.keys, REPORTER, "zh", self.now).key

    async def supervised(self) -> None:
        """The supervisors have their group, too."""
        async with self.turn() as turn:
            await desks.set_up(turn.tx, "supervisor", DeskKind.SUPERVISOR, "区督导组")
            await desks.bind(turn.tx, "supervisor", SUPERVISION, self.now)
            await desks.enrol(turn.tx, HE, NAMES[HE], "supervisor", Role.LEAD, self.now)
            await desks.enrol(turn.tx, XU, NAMES[XU], "supervisor", Role.OFFICER, self.now)

    async def publicity(self) -> None:
        """The publicity office has its group: an editor and two leads."""
        async with self.turn() as turn:
            await desks.set_up(turn.tx, "publicity", DeskKind.PUBLICITY, "区宣传部门")
            await desks.bind(turn.tx, "publicity", OFFICE, self.now)
            for user_id, role in ((QIAN, Role.OFFICER), (SUN, Role.LEAD), (ZHENG, Role.LEAD)):
                await desks.enrol(turn.tx, user_id, NAMES[user_id], "publicity", role, self.now)

    async def case(self, desk_id: str | None = "t001", status: Status | None = None, holder: int | None = None) -> int:
        """A filed case; without a desk it waits for the duty desk."""
        async with self.turn() as turn:
            n = await cases.next_number(turn.tx, 2026)
            row = CaseRow(
                number=f"SL-2026-{n:05d}",
                year=2026,
                status=status or (Status.ASSIGNED if desk_id else Status.RECEIVED),
                violation="unlicensed",
                severity="general",
                happened="后巷有人无证加工熟食",
                lat=23.105,
                lon=113.205,
                datum="wgs84",
                desk_id=desk_id,
                holder_id=holder,
                routed_by="gps",
                received_at=self.now,
                reporter=self.reporter,
            )
            return await cases.insert_case(turn.tx, row)

    async def looked_back(self, case_id: int) -> None:
        """The case's look-back is over; for tests of what comes after it."""
        async with self.turn() as turn:
            task = await look_backs.open_of(turn.tx, case_id)
            assert task is not None
            await look_backs.end(turn.tx, task.id, done_at=self.now, passed=True, chase_at=None)

    async def row(self, case_id: int) -> CaseRow:
        """The case as another reader sees it now."""
        async with self.database.read() as tx:
            found = await cases.get(tx, case_id)
        assert found is not None
        return found

    async def events(self, case_id: int) -> list[str]:
        """What happened to the case, in order."""
        async with self.database.read() as tx:
            return [each.what for each in await cases.events(tx, case_id)]

    async def staff_photo(self, case_id: int, note_id: int) -> int:
        """An officer's photo on the case, fetched and cleaned."""
        async with self.turn() as turn:
            file_id = f"file{next(self._files)}"
            row = evidence.want(turn.tx, self.app.keys, file_id, self.now, case_id=case_id, note_id=note_id)
            await turn.tx.flush()
            return row.id

    async def keep_photos(self, case_id: int) -> None:
        """Every wanted file of the case has been fetched and cleaned."""
        async with self.database.write() as tx:
            for row in await evidence.of_case(tx, case_id):
                row.state, row.copy, row.source = "kept", f"{row.handle}.jpg", None

    async def speak(self) -> list[Spoken]:
        """Says everything that waits; returns what was said by this call."""
        before = len(self.spoken)
        while True:
            async with self.database.write() as tx:
                until = self.now + timedelta(minutes=1)
                claimed = await outbox_claims.claim(tx, self.now, until, "voice", {Lane.NOTICE: 100})
            if not claimed:
                return self.spoken[before:]
            drawn = await draw(self.database, self.app.keys, self.app.zone, claimed)
            async with self.database.write() as tx:
                await outbox_claims.settle_sent(tx, [self._say(row, what) for row, what in drawn], self.now)

    def _say(self, row: outbox_claims.Claimed, what: object) -> outbox_claims.Sent:
        if not isinstance(what, Drawn):
            return outbox_claims.Sent(row)
        message_id = what.edits or next(self._ids)
        said = what.parcel.message if isinstance(what.parcel, Text) else what.message
        photos = len(what.parcel.pictures) if isinstance(what.parcel, Album) else len(what.pictures)
        self.spoken.append(
            Spoken(
                row.recipient, message_id, said.text if said else "", said.markup if said else None, what.edits,
                what.reply_to, photos, what.ask,
            )
        )  # fmt: skip
        return outbox_claims.Sent(row, () if what.edits else (message_id,), what.mark, what.ask)

    async def feed(self, **update: Any) -> list[TelegramMethod[bool]]:
        """One update through the doors; returns what would be called after the commit, and says what was queued."""
        raw = {"update_id": next(self._updates), **update}
        async with self.turn() as turn:
            turn.correspondent = await self._correspondent(turn, raw)
            parsed = Update.model_validate(raw, context={"bot": self.bot})
            answers = await self.dispatcher.feed_update(self.bot, parsed, turn=turn)
        await self.speak()
        return answers if isinstance(answers, list) else []

    async def _correspondent(self, turn: Turn, raw: dict[str, Any]) -> Correspondent | None:
        body = raw.get("message") or raw.get("callback_query") or {}
        chat = body.get("chat") or body.get("message", {}).get("chat") or {}
        if chat.get("type") != "private":
            return None
        key = correspondents.key_of(self.app.keys, chat["id"])
        known = await correspondents.get(turn.tx, key)
        return known or correspondents.meet(turn.tx, self.app.keys, chat["id"], "zh", self.now)

    async def press(self, user_id: int, chat_id: int, data: str, message_id: int = 1) -> str:
        """Somebody presses a button; returns the line Telegram shows them."""
        query = {
            "id": "q",
            "from": person(user_id),
            "chat_instance": "c",
            "data": data,
            "message": {"message_id": message_id, "date": 1772415000, "chat": chat(chat_id), "text": "…"},
        }
        answers = await self.feed(callback_query=query)
        assert len(answers) == 1, "a press is answered once, or the button spins"
        return str(answers[0].model_dump().get("text") or "")

    async def write(self, user_id: int, chat_id: int, text: str | None, **more: Any) -> list[TelegramMethod[bool]]:
        """Somebody writes in a chat; `more` are further fields of the message."""
        return await self.feed(message=self.message(user_id, chat_id, text, **more))

    def message(self, user_id: int, chat_id: int, text: str | None, **more: Any) -> dict[str, Any]:
        """A message as Telegram delivers it; `reply_to` is the id of one of ours."""
        body: dict[str, Any] = {"message_id": next(self._ids), "date": 1772415000, "chat": chat(chat_id)}
        body["from"] = person(user_id)
        if text is not None:
            body["text"] = text
            if text.startswith("/"):
                body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        if (replied := more.pop("reply_to", None)) is not None:
            bot = {"id": 1, "is_bot": True, "first_name": "tipoff", "username": self.app.me}
            body["reply_to_message"] = {"message_id": replied, "date": 1772415000, "chat": chat(chat_id), "from": bot}
        return body | more

    def last(self, chat_id: int) -> Spoken:
        """The newest thing said in that group."""
        return next(each for each in reversed(self.spoken) if each.recipient == str(chat_id))

    def told_reporter(self) -> list[str]:
        """Everything the reporter was told."""
        return [each.text for each in self.spoken if each.recipient == f"p:{self.reporter}"]

    def said_in(self, chat_id: int, containing: str = "") -> list[Spoken]:
        """Everything said in that group whose text contains that."""
        return [each for each in self.spoken if each.recipient == str(chat_id) and containing in each.text]


def folder(district: District) -> EvidenceFolder:
    """A vault that nothing was put into."""
    return EvidenceFolder(Path("no-such-folder"), district.app.keys)


def person(user_id: int) -> dict[str, Any]:
    """Somebody, as Telegram names them."""
    return {"id": user_id, "is_bot": False, "first_name": NAMES.get(user_id, "某人"), "language_code": "zh-hans"}


def chat(chat_id: int) -> dict[str, Any]:
    """A supergroup, or a private chat for a positive id."""
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": NAMES.get(chat_id, "某人")}
    return {"id": chat_id, "type": "supergroup", "title": "群"}


def photo(file_id: str, size: int = 50_000) -> Sequence[dict[str, Any]]:
    """The sizes of a photo."""
    return [
        {"file_id": f"{file_id}-s", "file_unique_id": f"u{file_id}s", "width": 90, "height": 60, "file_size": 900},
        {"file_id": file_id, "file_unique_id": f"u{file_id}", "width": 1280, "height": 853, "file_size": size},
    ]


def hand(user_id: int, chat_id: int = EAST) -> Hand:
    """Somebody acting in a group, the east town's unless said otherwise."""
    return Hand(user_id, chat_id)
