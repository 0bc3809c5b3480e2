"""A preview is what will be published, piece by piece, in one private chat and in no group."""

import hashlib

from sqlalchemy import update

from domain.exposure import Status
from domain.outgoing import Preview
from domain.published import Picture, freeze, whole
from storage.tables import Exposure
from tests.delivery.conftest import NEIGHBOUR, Stage, jpeg
from tests.district import EAST
from tests.publicity import PARTS, exposure


async def frozen_with_photos(stage: Stage, *shades: int) -> int:
    """A submitted exposure with such photos, which stand in the evidence folder."""
    await stage.district.publicity()
    exposure_id, pictures = await exposure(stage.district, Status.SUBMITTED), []
    for shade in shades:
        content, name = jpeg(shade), f"{shade:032x}.jpg"
        await stage.evidence.keep_published(name, content)
        pictures.append(Picture(shade, name, hashlib.sha256(content).hexdigest()))
    frozen = freeze(PARTS, pictures)
    async with stage.district.database.write() as tx:
        change = update(Exposure).where(Exposure.id == exposure_id)
        await tx.execute(change.values(frozen=frozen.to_json(), digest=frozen.digest))
    return exposure_id


async def test_the_whole_of_it_arrives_as_its_album_and_its_text(stage: Stage) -> None:
    shown = await frozen_with_photos(stage, 1, 2)
    await stage.queue(stage.neighbour, *(Preview(shown, "full", piece) for piece in ("album", "text")))
    await stage.say_all()
    chat = [each for each in await stage.control.messages(NEIGHBOUR) if (each.get("from") or {}).get("is_bot")]
    assert [len(each["photos"]) for each in chat] == [1, 1, 0]
    assert chat[-1]["text"] == whole(PARTS).text
    assert [each["type"] for each in chat[-1]["entities"]] == ["bold"]


async def test_an_album_alone_carries_the_words_as_its_caption(stage: Stage) -> None:
    shown = await frozen_with_photos(stage, 1)
    await stage.queue(stage.neighbour, Preview(shown, "album", "album"))
    await stage.say_all()
    assert (await stage.texts(NEIGHBOUR))[-1] == freeze(PARTS).caption.text


async def test_a_preview_queued_for_a_group_is_not_said(stage: Stage) -> None:
    shown = await frozen_with_photos(stage, 1)
    await stage.queue(EAST, Preview(shown, "full", "album"), Preview(shown, "full", "text"))
    await stage.say_all()
    assert await stage.texts(EAST) == []


async def test_a_photo_that_is_not_the_confirmed_one_is_not_shown(stage: Stage) -> None:
    shown = await frozen_with_photos(stage, 1)
    await stage.evidence.keep_published(f"{1:032x}.jpg", jpeg(2))
    await stage.queue(stage.neighbour, Preview(shown, "full", "album"))
    await stage.say_all()
    assert (await stage.rows())[-1].state == "dead"
