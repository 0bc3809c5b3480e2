"""What the cards of an exposure's photos show; for the publicity office's group and no other."""

from domain.exposure import EDITABLE, Status
from domain.exposure_photo import Origin, PhotoFacts
from domain.people import DeskKind
from domain.published import Picture
from storage import desks, exposure_photos, exposures
from storage.database import Tx
from storage.tables import EvidenceRow, ExposurePhoto


async def photo_facts(tx: Tx, photo_id: int, chat_id: int) -> PhotoFacts | None:
    """The photo for that group; None for any group but the office's, or a photo that is none any more."""
    desk = await desks.desk_of_chat(tx, chat_id)
    photo = await exposure_photos.get(tx, photo_id)
    if photo is None or desk is None or desk.kind != DeskKind.PUBLICITY:
        return None
    found = await all_facts(tx, photo.exposure_id)
    return next((each for each in found if each.photo_id == photo_id), None)


async def all_facts(tx: Tx, exposure_id: int) -> list[PhotoFacts]:
    """Every candidate of the exposure: the staff's first, the reporter's last."""
    row = await exposures.get(tx, exposure_id)
    assert row is not None, "the key holds it"
    editable = Status(row.status) in EDITABLE
    rows = await exposure_photos.of_exposure(tx, exposure_id)
    return [
        await _facts(tx, photo, evidence, at, len(rows), editable=editable)
        for at, (photo, evidence) in enumerate(rows, start=1)
    ]


async def _facts(
    tx: Tx, photo: ExposurePhoto, evidence: EvidenceRow, nth: int, of: int, *, editable: bool
) -> PhotoFacts:
    name = await desks.name_of(tx, photo.confirmed_by) if photo.confirmed_by is not None else None
    made = photo.state == "made" and photo.copy is not None and photo.sha256 is not None
    return PhotoFacts(
        photo_id=photo.id,
        exposure_id=photo.exposure_id,
        nth=nth,
        of=of,
        origin=_origin(evidence),
        copy=evidence.copy,
        chosen=photo.published,
        boxes=tuple(tuple(each) for each in photo.boxes),
        confirmed_by=name or "",
        state=photo.state,
        picture=Picture(photo.id, photo.copy or "", photo.sha256 or "") if made else None,
        editable=editable,
    )


def _origin(evidence: EvidenceRow) -> Origin:
    if not evidence.by_staff:
        return Origin.REPORT
    return Origin.STAFF if evidence.case_id is not None else Origin.OFFICE
