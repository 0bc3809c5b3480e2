"""Where further photos of an exposure come from: what the office adds itself, and what a reporter sent."""

from domain.exposure import Status
from domain.exposure_photo import MOST_CANDIDATES, SENTENCE
from domain.outgoing import Notice
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from services import choosing_photos, exposure_cards, office
from services.drafting import FILE_LIMIT_BYTES
from services.notes import Attachment, album_in_group
from services.office import InHand
from services.reach import Hand
from services.turn import Turn
from storage import evidence, exposure_photos
from storage.tables import EvidenceRow


async def may_add(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """Whether `by` may give the exposure another photo. Refusals: those of `to_edit`, `photos_too_many`."""
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if len(await exposure_photos.of_exposure(turn.tx, exposure_id)) >= MOST_CANDIDATES:
        return refuse("photos_too_many", limit=str(MOST_CANDIDATES))
    return held


async def add(turn: Turn, by: Hand, exposure_id: int, file: Attachment | None, album: str | None) -> Refusal | None:
    """Wants a photo that somebody of the office sent; its card comes once it is fetched and cleaned.

    `album` is Telegram's media_group_id. Refusals: those of `may_add`, `photo_wanted`, `file_too_large`.
    """
    held = await may_add(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if file is None:
        return refuse("photo_wanted")
    if file.size is not None and file.size > FILE_LIMIT_BYTES:
        return refuse("file_too_large")
    row = evidence.want(
        turn.tx, turn.app.keys, file.file_id, turn.now,
        by_staff=True,
        album=album_in_group(turn, by.chat_id, album) if album else None,
        as_file=file.as_file,
    )  # fmt: skip
    await turn.tx.flush()
    await exposure_photos.add(turn.tx, exposure_id, [row.id])
    # No edit: nothing that was submitted changes by it. But if it is chosen, whoever brought it had a hand in the text.
    facts: dict[str, object] = {"evidence": row.id}
    await office.record(turn, held, "photo_added", Status(held.exposure.status), facts=facts)
    return None


async def album_of(turn: Turn, chat_id: int, media_group_id: str) -> int | None:
    """The exposure to which an album's earlier items were added, for an item that came without naming it."""
    return await exposure_photos.of_album(turn.tx, album_in_group(turn, chat_id, media_group_id))


async def may_use_material(turn: Turn, by: Hand, exposure_id: int) -> int | Refusal:
    """How many photos the reporter sent that could be used. Refusals: those of `to_edit`, `no_material`."""
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    sent = await _material(turn, held)
    return len(sent) if sent else refuse("no_material")


async def use_material(turn: Turn, by: Hand, exposure_id: int, words: str) -> Refusal | None:
    """Makes candidates of what the reporter sent, for somebody who wrote `SENTENCE` word for word.

    Before that the office is shown none of it; whoever wrote it stands in the exposure's chain, and approves it no
    more. Refusals: those of `may_use_material`, `material_sentence`, `exposure_has_changed`.
    """
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    sent = await _material(turn, held)
    if not sent:
        return refuse("no_material")
    if _bare(words) != _bare(SENTENCE):
        return refuse("material_sentence")
    lost = await office.edited(turn, held, "photo", facts={"photo": 0, "did": "material", "photos": len(sent)})
    if lost is not None:
        return lost
    await exposure_photos.add(turn.tx, exposure_id, sent)
    await exposure_cards.refresh(turn, exposure_id)
    return None


async def arrived(turn: Turn, row: EvidenceRow) -> None:
    """A photo that the office added is fetched and cleaned: its card comes."""
    for photo in await exposure_photos.of_evidence(turn.tx, row.id):
        await choosing_photos.bring(turn, photo.id)
        await exposure_cards.refresh(turn, photo.exposure_id)


async def refused(turn: Turn, row: EvidenceRow) -> None:
    """It can't be had, or is no picture: the office is told, and it is a candidate no more."""
    group = await exposure_cards.office_group(turn)
    for photo in await exposure_photos.of_evidence(turn.tx, row.id):
        await exposure_photos.forget(turn.tx, photo.id)
        if group is not None:
            turn.tell_group(group, Notice("exposure_photo_refused", {"number": photo.exposure_id}))


async def _material(turn: Turn, held: InHand) -> list[int]:
    row = held.exposure
    if row.case_id is None:
        return []
    known = {each.evidence_id for each, _ in await exposure_photos.of_exposure(turn.tx, row.id)}
    sent = await exposure_photos.kept_of_case(turn.tx, row.case_id, by_staff=False)
    return [each for each in sent if each not in known]


def _bare(words: str) -> str:
    """Without what a keyboard adds by itself."""
    return "".join(each for each in clean(words, 200) if each.isalnum())
