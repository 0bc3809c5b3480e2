"""Fetching files from the sandbox: cleaned before anybody sees them, asked for again while Telegram is away."""

import io
import struct
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import select, update

from bot.fetching import DOWNLOAD_LIMIT_BYTES, Fetching
from services import keeping
from storage.pictures import PictureCleaner
from storage.sealing import KeyRing
from storage.tables import EvidenceRow
from storage.vault import EvidenceFolder
from tests.district import REPORTER, District
from tests.private_chats import Citizen, PrivateChats
from tests.sandbox_process import Control, SandboxProcess, file

TOKEN = "100000001:AAcanaryCANARYcanaryCANARYcanaryCAN"


@pytest.fixture
async def control(sandbox: SandboxProcess) -> AsyncIterator[Control]:
    async with Control(sandbox.url) as control:
        await control.reset()
        bots = [{"token": TOKEN, "username": "fetching_bot", "first_name": "b"}]
        await control.world(bots=bots, people=[{"id": REPORTER, "first_name": "举报者本名"}])
        yield control


@pytest.fixture
async def fetching(
    district: District, keys: KeyRing, sandbox: SandboxProcess, tmp_path: Path
) -> AsyncIterator[Fetching]:
    folder = EvidenceFolder(tmp_path / "evidence", keys)
    folder.prepare()
    async with httpx.AsyncClient(trust_env=False) as client:
        yield Fetching(
            district.app, district.database, folder, PictureCleaner(), client, f"{sandbox.url}/bot{TOKEN}",
            f"{sandbox.url}/file/bot{TOKEN}", lambda: district.now, lambda: None,
        )  # fmt: skip


def jpeg() -> bytes:
    shown = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CANARYSERIAL"
    Image.new("RGB", (320, 240), "red").save(shown, "JPEG", exif=exif)
    return shown.getvalue()


def bomb() -> bytes:
    """A PNG of some bytes that says it is 13,000 pixels a side."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(13_000 * 3 + 1) * 20)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def sends(
    district: District, control: Control, content: bytes, name: str = "x.jpg", writer: Citizen | None = None
) -> Citizen:
    """A citizen of the district sends a file that lies with the sandbox; its size is not told."""
    await control.message(REPORTER, REPORTER, documents=[file(content, name, "image/jpeg")])
    answer = await control.http.post(f"/bot{TOKEN}/getUpdates", json={"timeout": 0})
    document = answer.json()["result"][-1]["message"]["document"]
    citizen = writer or Citizen(PrivateChats(district))
    kept = {key: document[key] for key in ("file_id", "file_unique_id", "mime_type")}
    await citizen.sends(document=kept, caption="卖过期牛奶")
    return citizen


async def evidence_of(district: District) -> EvidenceRow:
    async with district.database.read() as tx:
        row = await tx.get(EvidenceRow, 1)
    assert row is not None
    return row


async def refused(district: District, fetching: Fetching, citizen: Citizen) -> tuple[str, Any]:
    """Fetches once; gives what the sender was told, and how the file stands."""
    await fetching.fetch_once()
    await district.speak()
    row = await evidence_of(district)
    assert row.state == "refused"
    draft = await citizen.draft()
    assert draft is not None
    assert draft.words == "卖过期牛奶"
    return citizen.last.text, row.trouble


async def test_a_file_is_kept_sealed_beside_a_copy_without_what_it_told(
    district: District, control: Control, fetching: Fetching
) -> None:
    await sends(district, control, jpeg(), "举报者本名.jpg")
    assert await fetching.fetch_once() == 1
    row = await evidence_of(district)
    assert (row.state, row.source, row.width, row.height) == ("kept", None, 320, 240)
    kept = {path.name: path.read_bytes() for path in fetching.folder.root.rglob("*") if path.is_file()}
    assert set(kept) == {row.original, row.copy}
    assert not [name for name, content in kept.items() if b"CANARYSERIAL" in content or "举报者" in name]
    assert row.original is not None
    assert await fetching.folder.read_original(row.original) == jpeg()
    assert await fetching.fetch_once() == 0


async def test_a_picture_bomb_is_refused_from_its_header_and_its_sender_told(
    district: District, control: Control, fetching: Fetching
) -> None:
    citizen = await sends(district, control, bomb())
    told, trouble = await refused(district, fetching, citizen)
    assert trouble == "picture_too_big"
    assert "尺寸太大" in told


async def test_a_file_that_only_calls_itself_a_picture_is_refused(
    district: District, control: Control, fetching: Fetching
) -> None:
    citizen = await sends(district, control, b"%PDF-1.7 nothing to see")
    told, trouble = await refused(district, fetching, citizen)
    assert trouble == "not_a_picture"
    assert "不是图片" in told


async def test_a_file_beyond_twenty_megabytes_is_refused_and_the_words_stay(
    district: District, control: Control, fetching: Fetching
) -> None:
    citizen = await sends(district, control, b"\xff\xd8\xff" + bytes(DOWNLOAD_LIMIT_BYTES))
    told, trouble = await refused(district, fetching, citizen)
    assert trouble == "file_too_large"
    assert "20 MB" in told


async def test_a_download_longer_than_it_said_is_cut_off(district: District, control: Control) -> None:
    citizen = await sends(district, control, jpeg())

    async def endless(_: httpx.Request) -> httpx.Response:
        if _.url.path.endswith("/getFile"):
            return httpx.Response(200, json={"ok": True, "result": {"file_path": "x"}})
        return httpx.Response(200, content=endless_bytes())

    async def endless_bytes() -> AsyncIterator[bytes]:
        while True:
            yield bytes(2**20)

    async with httpx.AsyncClient(transport=httpx.MockTransport(endless)) as client:
        unkept = EvidenceFolder(Path("/nowhere"), district.app.keys)
        fetching = Fetching(
            district.app, district.database, unkept, PictureCleaner(), client, "http://t", "http://t",
            lambda: district.now, lambda: None,
        )  # fmt: skip
        told, trouble = await refused(district, fetching, citizen)
    assert trouble == "file_too_large"
    assert "20 MB" in told


async def test_a_download_that_fails_is_made_later_and_writes_no_token(
    district: District, control: Control, fetching: Fetching, log: io.StringIO
) -> None:
    citizen = await sends(district, control, jpeg())
    said = len(citizen.read)
    unavailable = "Bad Request: wrong file_id or the file is temporarily unavailable"
    await control.fault("502", "getFile")
    await control.fault("400", "getFile", description=unavailable)
    assert await fetching.fetch_once() == 1
    assert (await evidence_of(district)).state == "wanted"
    assert await fetching.fetch_once() == 0
    district.now += timedelta(minutes=1)
    assert await fetching.fetch_once() == 1
    assert (await evidence_of(district)).state == "wanted"
    district.now += timedelta(minutes=1)
    fetching.file_url += "/nowhere"
    assert await fetching.fetch_once() == 1
    assert (await evidence_of(district)).state == "wanted"
    fetching.file_url = fetching.file_url.removesuffix("/nowhere")
    district.now += timedelta(minutes=1)
    assert await fetching.fetch_once() == 1
    assert (await evidence_of(district)).state == "kept"
    await district.speak()
    assert len(citizen.read) == said
    assert "could not be fetched (HTTPStatusError)" in log.getvalue()
    assert "CANARY" not in log.getvalue()


async def test_a_file_that_the_disk_does_not_take_is_tried_for_as_long_as_that_lasts(
    district: District, control: Control, fetching: Fetching, log: io.StringIO
) -> None:
    await sends(district, control, jpeg())
    vault, fetching.folder = fetching.folder, EvidenceFolder(Path("/nowhere"), district.app.keys)
    async with district.database.write() as tx:
        await tx.execute(update(EvidenceRow).values(attempts=keeping.ATTEMPTS + 60))
    assert await fetching.fetch_once() == 1
    assert "a file can't be kept on this disk now" in log.getvalue()
    row = await evidence_of(district)
    assert (row.state, row.not_before > district.now) == ("wanted", True)
    fetching.folder = vault
    district.now += timedelta(hours=1)
    assert await fetching.fetch_once() == 1
    assert (await evidence_of(district)).state == "kept"


async def test_a_file_whose_address_was_altered_in_the_database_holds_up_no_other(
    district: District, control: Control, fetching: Fetching, log: io.StringIO
) -> None:
    citizen = Citizen(PrivateChats(district))
    await citizen.sends(
        document={"file_id": "altered", "file_unique_id": "u", "mime_type": "image/jpeg"}, caption="卖过期牛奶"
    )
    await sends(district, control, jpeg(), writer=citizen)
    async with district.database.write() as tx:
        await tx.execute(update(EvidenceRow).where(EvidenceRow.id == 1).values(source=b"\x01\x01k" + bytes(40)))
    assert await fetching.fetch_once() == 2
    assert "evidence 1 was altered" in log.getvalue()
    async with district.database.read() as tx:
        rows = await tx.execute(select(EvidenceRow.state, EvidenceRow.trouble).order_by(EvidenceRow.id))
    assert [tuple(row) for row in rows] == [("refused", "not_fetched"), ("kept", None)]


async def test_a_file_that_telegram_has_forgotten_is_explained(
    district: District, control: Control, fetching: Fetching
) -> None:
    citizen = Citizen(PrivateChats(district))
    document = {"file_id": "gone", "file_unique_id": "u", "mime_type": "image/jpeg"}
    await citizen.sends(document=document, caption="卖过期牛奶")
    told, trouble = await refused(district, fetching, citizen)
    assert trouble == "not_fetched"
    assert "重新发送" in told
