"""A district whose voice speaks to a real sandbox over HTTP."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from delivery.pace import Pace
from delivery.voice import Voice
from domain.outgoing import Lane, Outgoing
from storage import correspondents, evidence, outbox
from storage.outbox import Queued, to_group, to_person
from storage.sealing import KeyRing
from storage.tables import OutboxRow
from storage.vault import EvidenceFolder
from tests.district import DUTY, EAST, OFFICE, REPORTER, WEST, District
from tests.sandbox_process import Control, Json, SandboxProcess

TOKEN = "7000011:CANARY-token-that-nobody-may-ever-read"
NEIGHBOUR = 5550456
"""Another citizen, who reads English."""
FAST = Pace(
    overall_per_s=1000, chat_per_s=1000, chat_burst=100, group_per_min=60_000, group_burst=100, broadcast_per_s=1000
)
GIVEN_UP_AFTER_S = 30.0


@dataclass
class Stage:
    """The district, its voice's evidence, and the sandbox that hears it."""

    district: District
    control: Control
    evidence: EvidenceFolder
    neighbour: str
    url: str

    async def queue(self, recipient: str | int, *what: Outgoing, lane: Lane = Lane.NOTICE) -> None:
        """Queues things to say, as a use case would."""
        name = to_group(recipient) if isinstance(recipient, int) else to_person(recipient)
        async with self.district.database.write() as tx:
            rows = [Queued(name, each, lane) for each in what]
            await outbox.put(tx, self.district.app.keys, rows, datetime.now(UTC))

    @asynccontextmanager
    async def voice(self, url: str = "", **more: Any) -> AsyncIterator[Voice]:
        """A voice at work until the block ends; then it is stopped as the program stops it."""
        app = self.district.app
        given = {"pace": FAST, "answer_within_s": 1.0} | more
        given |= {"token": TOKEN, "api_url": url or self.url, "evidence": self.evidence, "zone": app.zone}
        given |= {"district": app.district, "ground": app.ground}
        voice = Voice(self.district.database, app.keys, **given)
        async with asyncio.TaskGroup() as group:
            group.create_task(voice.run())
            try:
                yield voice
            finally:
                voice.stop()

    async def say_all(self, **more: Any) -> None:
        """A voice speaks until nothing is left to say."""
        async with self.voice(**more):
            await self.settled()

    async def settled(self) -> None:
        """Waits until every row has come to an end."""
        await self.until(lambda rows: not any(row.state in ("pending", "sending") for row in rows))

    async def until(self, seen: Callable[[list[OutboxRow]], bool]) -> None:
        """Waits until the outbox is seen like that; fails with its rows if it never is."""
        deadline = time.monotonic() + GIVEN_UP_AFTER_S
        while not seen(rows := await self.rows()):
            assert time.monotonic() < deadline, [(row.id, row.state, row.trouble) for row in rows]
            await asyncio.sleep(0.02)

    async def rows(self) -> list[OutboxRow]:
        """The outbox, oldest first."""
        async with self.district.database.read() as tx:
            return list(await tx.scalars(select(OutboxRow).order_by(OutboxRow.id)))

    async def heard(self, chat_id: int) -> list[Json]:
        """What Telegram accepted for that chat, in order."""
        return await self.control.record(chat_id=chat_id)

    async def texts(self, chat_id: int) -> list[str]:
        """The texts of what was accepted."""
        return [each["text"] or each["caption"] or "" for each in await self.heard(chat_id)]

    async def photos(self, case_id: int, count: int) -> list[int]:
        """Kept evidence of the case, each picture different."""
        found: list[int] = []
        for n in range(count):
            async with self.district.turn() as turn:
                row = evidence.want(turn.tx, turn.app.keys, f"file{n}", turn.now, case_id=case_id)
                await turn.tx.flush()
                kept = await self.evidence.keep(row.handle, b"original", jpeg(n))
                await evidence.mark_kept(turn.tx, row.id, kept, 90, 60, None, None)
                found.append(row.id)
        return found


def jpeg(shade: int) -> bytes:
    """A small picture of one colour."""
    picture = io.BytesIO()
    Image.new("RGB", (90, 60), (20 * shade % 256, 90, 120)).save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
async def control(sandbox: SandboxProcess) -> AsyncIterator[Control]:
    """A fresh world with the district's groups, and two citizens who have written to the bot."""
    async with Control(sandbox.url) as control:
        await control.reset()
        bots = [{"token": TOKEN, "status": "member"}]
        group = {"type": "group", "members": [{"user_id": 101, "status": "creator"}], "bots": bots}
        groups = [group | {"id": each, "title": str(each)} for each in (EAST, WEST, DUTY, OFFICE)]
        people = [
            {"id": REPORTER, "first_name": "甲", "language_code": "zh-hans"},
            {"id": NEIGHBOUR, "first_name": "B", "language_code": "en"},
            {"id": 101, "first_name": "陈"},
        ]
        await control.world(
            bots=[{"token": TOKEN, "username": "tip_bot", "first_name": "T"}], people=people, chats=groups
        )
        for person in (REPORTER, NEIGHBOUR):
            await control.message(person, person, text="/start")
        yield control


@pytest.fixture
async def stage(district: District, keys: KeyRing, control: Control, sandbox: SandboxProcess, tmp_path: Path) -> Stage:
    """A district that has settled in, not yet speaking."""
    async with district.turn() as turn:
        neighbour = correspondents.meet(turn.tx, keys, NEIGHBOUR, "en", turn.now).key
    folder = EvidenceFolder(tmp_path / "evidence", keys)
    folder.prepare()
    return Stage(district, control, folder, neighbour, sandbox.url)
