"""Identities planted everywhere a report can carry one, and looked for everywhere it must not be."""

import io
import json

from PIL import Image
from pypdf import PdfReader
from sqlalchemy import MetaData, select

from storage.database import Database
from tests.sandbox_process import file
from tests.stories.district import District
from tests.stories.navigators import Citizen, labels, readable

TOWN = "珠光街道"
USER_ID = 7314159265
CANARIES = ("7314159265", "金丝雀", "canary_username", "canary-file-name", "CANARYSERIAL", "CANARYCOMMENT")


def photo_full_of_canaries() -> bytes:
    """A photo as a phone takes it: place, camera serial, comment."""
    exif = Image.Exif()
    exif[0x010F] = "CANARYSERIAL"
    exif[0x9286] = "CANARYCOMMENT"
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 18.0), 3: "E", 4: (113.0, 16.0, 12.0)})
    shown = io.BytesIO()
    Image.new("RGB", (800, 600), "orange").save(shown, "JPEG", exif=exif)
    return shown.getvalue()


async def test_no_identity_leaves_its_seal(own_district: District) -> None:
    assert own_district.control is not None
    control = own_district.control
    # Given a reporter whose account and files carry their identity
    await control.world(
        people=[{"id": USER_ID, "first_name": "金丝雀", "username": "canary_username", "language_code": "zh-hans"}]
    )
    citizen, officer = Citizen(control, USER_ID, USER_ID), own_district.officer(TOWN)
    picture = photo_full_of_canaries()
    assert b"CANARYSERIAL" in picture
    # When they report with such a file, are asked, answer, edit, and are told the end
    await control.message(USER_ID, USER_ID, documents=[file(picture, "canary-file-name.jpg", "image/jpeg")])
    await citizen.chooses_kind()
    offered = await citizen.reads("拍摄位置", anywhere=True)
    await citizen.presses("用这个位置", offered)
    await settle_the_town(citizen)
    await citizen.reads("看到了什么")
    await citizen.says("有人在后院灌装白酒")
    await citizen.presses("✅ 就这些", await citizen.reads("已收到 1 张照片"))
    await citizen.presses("跳过", await citizen.reads("举报的是谁"))
    await citizen.reads("请核对后提交")
    number, _ = await citizen.submits()
    await officer.acts("✋ 接办", number)
    await officer.acts("❓ 问举报人", number)
    await officer.replies(await officer.reads("要问举报人的话"), "几点？")
    await citizen.replies(await citizen.reads("几点"), "凌晨")
    await officer.reads("凌晨")
    # And the duty desk has the ledger made into a file
    duty = own_district.on_duty()
    await duty.says("/ledger")
    await duty.presses("📄 导出 CSV")
    export = await duty.wait_for(lambda each: bool(each.get("document")), "the ledger's file")
    exported = (await control.file(export["document"]["url"])).decode("utf-8-sig")
    # And an officer has the whole story told, and printed with the form
    await officer.acts("📜 全部经过", number)
    told = await officer.reads("举报人：补充")
    await officer.presses("📄 PDF（含照片）", told)
    await officer.presses("🖨 举报登记表", told)
    await officer.reads("请核对后打印")
    # And the program meets an update it stumbles over, and ends
    await control.update({"message": {"from": {"id": USER_ID, "first_name": "金丝雀"}, "chat": {"id": USER_ID}}})
    await own_district.quiet()
    assert own_district.end() == 0
    printed = [await control.file(each["document"]["url"]) for each in await officer.from_bot() if each["document"]]
    assert len(printed) == 2
    # Then nothing outside their own chat and the seals holds them
    everywhere = {
        "the group": json.dumps(await officer.from_bot(), ensure_ascii=False),
        "the duty desk": json.dumps(await own_district.on_duty().from_bot(), ensure_ascii=False),
        "the ledger's file": exported + json.dumps(export, ensure_ascii=False),
        "what is printed": "".join(written_in(each) for each in printed),
        "the log": own_district.log(),
        "the database": await dumped(own_district.database_url),
        "the copies": "".join(
            each.read_bytes().decode("latin-1") for each in (own_district.folder / "evidence" / "copies").iterdir()
        ),
        "the originals": "".join(
            each.read_bytes().decode("latin-1") for each in (own_district.folder / "evidence" / "originals").iterdir()
        ),
    }
    leaks = {(where, canary) for where, text in everywhere.items() for canary in CANARIES if canary in text}
    assert not leaks
    assert number in everywhere["the group"]
    assert "凌晨" in everywhere["what is printed"]
    assert number in everywhere["the database"]
    assert number in exported


def written_in(pdf: bytes) -> str:
    """The text of a PDF, what it says of itself, and its bytes as they are."""
    read = PdfReader(io.BytesIO(pdf))
    pages = "".join(page.extract_text() for page in read.pages)
    photos = "".join(image.data.decode("latin-1") for page in read.pages for image in page.images)
    return f"{pages} {read.metadata} {photos} {pdf.decode('latin-1')}"


async def settle_the_town(citizen: Citizen) -> None:
    """The place of the photo may lie near a border."""
    message = await citizen.wait_for(
        lambda each: "看到了什么" in readable(each) or "请确认" in readable(each), "the next question"
    )
    if "请确认" in readable(message):
        town = TOWN if TOWN in labels(message) else labels(message)[0]
        await citizen.presses(town, message)


async def dumped(url: str) -> str:
    """Every row of every table as text; bytes as they are, so that plain text in a blob is seen."""
    database = Database(url)
    metadata, rows = MetaData(), []
    async with database.engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                rows.append(" ".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in row))  # noqa: PERF401  (an async loop)
    await database.close()
    return "\n".join(rows)
