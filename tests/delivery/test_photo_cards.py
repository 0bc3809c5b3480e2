"""A photo's card is a picture: edited in place from the cleaned copy to the grid to what is published."""

import hashlib

from domain.blackening import cell
from domain.outgoing import PhotoCard
from services import choosing_photos
from storage import exposure_photos
from tests.delivery.conftest import Stage
from tests.district import EAST, OFFICE
from tests.exposure_photos import BY, blackening, draft, scene


async def choose(stage: Stage, photo_id: int) -> None:
    """Chosen, with one black cell."""
    async with stage.district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    async with stage.district.turn() as turn:
        await choosing_photos.toggle(turn, BY, photo_id, cell("B2"))


async def test_one_message_shows_the_photo_then_its_grid_then_what_is_published(stage: Stage) -> None:
    await stage.district.publicity()
    exposure_id, [photo_id] = await draft(stage.district, 1, stage.evidence)
    await stage.queue(OFFICE, PhotoCard(photo_id, anew=True))
    await stage.say_all()
    await choose(stage, photo_id)
    await stage.say_all()
    async with stage.district.turn() as turn:
        await exposure_photos.confirm(turn.tx, photo_id, BY.user_id, stage.district.now)
    assert await blackening(stage.district, stage.evidence).blacken_once() == 1
    await stage.say_all()
    heard = [each for each in await stage.heard(OFFICE) if each["file_sha256"]]
    assert [each["method"] for each in heard] == ["sendPhoto", "editMessageMedia", "editMessageMedia"]
    plain, grid, published = [each["file_sha256"] for each in heard]
    assert plain == [hashlib.sha256(scene()).hexdigest()]
    assert grid not in (plain, published)
    async with stage.district.database.read() as tx:
        [picture] = await exposure_photos.pictures(tx, exposure_id)
    assert published == [picture.sha256]
    [card] = [each for each in await stage.control.messages(OFFICE) if each["photos"]]
    assert card["protected"] and card["edited"]
    assert [len(row) for row in card["buttons"]] == [1, 1]


async def test_no_other_group_is_shown_a_photo(stage: Stage) -> None:
    await stage.district.publicity()
    _, [photo_id] = await draft(stage.district, 1, stage.evidence)
    await stage.queue(EAST, PhotoCard(photo_id, anew=True))
    await stage.say_all()
    assert await stage.heard(EAST) == []


async def test_a_deleted_card_is_sent_anew_with_its_grid(stage: Stage) -> None:
    await stage.district.publicity()
    _, [photo_id] = await draft(stage.district, 1, stage.evidence)
    await stage.queue(OFFICE, PhotoCard(photo_id, anew=True))
    await stage.say_all()
    [card] = [each for each in await stage.heard(OFFICE) if each["file_sha256"]]
    await stage.control.delete(OFFICE, card["message_ids"][0])
    await choose(stage, photo_id)
    await stage.say_all()
    assert [each["method"] for each in await stage.heard(OFFICE) if each["file_sha256"]] == ["sendPhoto", "sendPhoto"]
    *_, again = [each for each in await stage.control.messages(OFFICE) if each["photos"]]
    assert again["message_id"] != card["message_ids"][0]
    assert [len(row) for row in again["buttons"]] == [8] * 6 + [2, 1, 1]


async def test_a_file_that_is_not_the_confirmed_one_is_never_shown(stage: Stage) -> None:
    await stage.district.publicity()
    exposure_id, [photo_id] = await draft(stage.district, 1, stage.evidence)
    await choose(stage, photo_id)
    async with stage.district.turn() as turn:
        await exposure_photos.confirm(turn.tx, photo_id, BY.user_id, stage.district.now)
    await blackening(stage.district, stage.evidence).blacken_once()
    async with stage.district.database.read() as tx:
        [picture] = await exposure_photos.pictures(tx, exposure_id)
    (stage.evidence.root / "published" / picture.copy).write_bytes(scene(10))
    await stage.queue(OFFICE, PhotoCard(photo_id, anew=True))
    await stage.say_all()
    assert [each for each in await stage.heard(OFFICE) if each["file_sha256"]] == []
    assert (await stage.rows())[-1].state == "dead"
