"""Photos of exposures, for tests: of officers, of a reporter, as they lie in the evidence folder."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.blackening import Blackening
from domain.exposure_photo import PhotoFacts, likeness_of
from papers.press import Press
from services import choosing_photos
from services.choosing_photos import Candidates
from storage import evidence, photo_cards
from storage.vault import EvidenceFolder
from tests.district import OFFICE, QIAN, District, hand
from tests.publicity import closed_case, exposure

BY = hand(QIAN, OFFICE)


def scene(shade: int = 200) -> bytes:
    """A cleaned copy: bright, with a red «face» in the cell B2."""
    picture = Image.new("RGB", (640, 480), (shade, shade, shade))
    ImageDraw.Draw(picture).rectangle((90, 90, 150, 150), fill=(250, 20, 20))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


async def photo(
    district: District, case_id: int, *, by_staff: bool = True, folder: EvidenceFolder | None = None
) -> int:
    """A photo of the case, fetched and cleaned; in the folder where there is one. Returns its evidence id."""
    async with district.turn() as turn:
        row = evidence.want(turn.tx, turn.app.keys, "file", turn.now, case_id=case_id, by_staff=by_staff)
        await turn.tx.flush()
        if folder is not None:
            await folder.keep(row.handle, b"original", scene())
        row.state, row.copy, row.source = "kept", f"{row.handle}.jpg", None
        return row.id


async def draft(district: District, photos: int = 1, folder: EvidenceFolder | None = None) -> tuple[int, list[int]]:
    """A draft about a case with officers' photos: its id, and the candidates' ids."""
    case_id = await closed_case(district)
    for _ in range(photos):
        await photo(district, case_id, folder=folder)
    exposure_id = await exposure(district, case_id=case_id)
    return exposure_id, [each.photo_id for each in (await candidates(district, exposure_id)).photos]


async def candidates(district: District, exposure_id: int) -> Candidates:
    """What 钱 is offered."""
    async with district.turn() as turn:
        found = await choosing_photos.candidates(turn, BY, exposure_id)
    assert isinstance(found, Candidates)
    return found


async def facts_of(district: District, photo_id: int) -> PhotoFacts:
    """The photo as its card would show it now."""
    async with district.database.read() as tx:
        found = await photo_cards.photo_facts(tx, photo_id, OFFICE)
    assert found is not None
    return found


async def confirmed(district: District, photo_id: int, boxes: Sequence[Sequence[int]] = ()) -> None:
    """Chosen and confirmed by 钱, with no boxes, or with those that it has."""
    async with district.turn() as turn:
        assert await choosing_photos.choose(turn, BY, photo_id, published=True) is None
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, BY, photo_id, likeness_of(boxes)) is None


def blackening(district: District, folder: EvidenceFolder, press: Press | None = None) -> Blackening:
    """The part of the program that makes the copies, on the district's clock."""
    return Blackening(district.app, district.database, folder, press or Press(), lambda: district.now, lambda: None)
