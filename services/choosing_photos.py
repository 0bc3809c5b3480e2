"""Photos of an exposure: shown, chosen, blackened, confirmed; each step is an edit of the exposure."""

from dataclasses import dataclass

from domain.blackening import EVERYTHING, Box, Unit, boxes_of, toggled, units_of
from domain.exposure import EDITABLE, Status
from domain.exposure_photo import MOST_CHOSEN, PhotoFacts, likeness_of
from domain.outgoing import PhotoCard
from domain.refusal import Refusal, refuse
from services import exposure_cards, office
from services.office import InHand
from services.reach import Hand
from services.turn import Turn
from storage import exposure_photos, exposures, photo_cards
from storage.tables import ExposurePhoto

SHOWN = 8
"""Photos that one press brings: a group takes 20 messages a minute."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The photos an exposure may be given. `material` is how many the reporter sent that nobody has asked for."""

    photos: list[PhotoFacts]
    material: int
    editable: bool


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo before somebody who may change it."""

    row: ExposurePhoto
    held: InHand


async def candidates(turn: Turn, by: Hand, exposure_id: int) -> Candidates | Refusal:
    """What there is to choose from: the photos officers took, and what was added. Refusals: those of `in_hand`."""
    held = await office.in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row, material = held.exposure, 0
    editable = Status(row.status) in EDITABLE
    if row.case_id is not None and editable:
        taken = await exposure_photos.kept_of_case(turn.tx, row.case_id, by_staff=True)
        await exposure_photos.add(turn.tx, row.id, taken)
        sent = await exposure_photos.kept_of_case(turn.tx, row.case_id, by_staff=False)
        known = {each.evidence_id for each, _ in await exposure_photos.of_exposure(turn.tx, row.id)}
        material = len(set(sent) - known)
    return Candidates(await photo_cards.all_facts(turn.tx, row.id), material, editable)


async def show(turn: Turn, by: Hand, photo_id: int) -> Refusal | None:
    """Brings the photo's card. Refusals: those of `in_hand`, `photo_coming`."""
    photo = await exposure_photos.get(turn.tx, photo_id)
    held = await office.in_hand(turn, by, photo.exposure_id if photo else 0)
    if isinstance(held, Refusal):
        return held
    facts = await photo_cards.photo_facts(turn.tx, photo_id, by.chat_id)
    if facts is None or facts.copy is None:
        return refuse("photo_coming")
    await bring(turn, photo_id)
    return None


async def show_all(turn: Turn, by: Hand, exposure_id: int) -> Refusal | None:
    """Brings the first cards, at most `SHOWN`. Refusals: those of `in_hand`."""
    found = await candidates(turn, by, exposure_id)
    if isinstance(found, Refusal):
        return found
    for each in found.photos[:SHOWN]:
        await bring(turn, each.photo_id)
    return None


async def choose(turn: Turn, by: Hand, photo_id: int, *, published: bool) -> Refusal | None:
    """Takes the photo for the public, or leaves it out. Refusals: those of `to_edit`, `photos_full`, `photo_coming`."""
    photo = await _photo(turn, by, photo_id)
    if isinstance(photo, Refusal):
        return photo
    if published and not photo.row.published:
        facts = await photo_cards.all_facts(turn.tx, photo.row.exposure_id)
        if sum(each.chosen for each in facts) >= MOST_CHOSEN:
            return refuse("photos_full", limit=str(MOST_CHOSEN))
        if not any(each.photo_id == photo_id and each.copy for each in facts):
            return refuse("photo_coming")
    if photo.row.published == published:
        await _show_again(turn, photo.row)
        return None
    return await _edit(turn, photo, "chosen" if published else "left_out", published=published)


async def toggle(turn: Turn, by: Hand, photo_id: int, units: frozenset[Unit]) -> Refusal | None:
    """Blackens these quarters of cells, or clears them when all of them were black.

    Refusals: those of `to_edit`, `photo_not_chosen`, `photo_all_black`.
    """
    photo = await _chosen(turn, by, photo_id)
    if isinstance(photo, Refusal):
        return photo
    boxes = toggled(photo.row.boxes, units)
    if units_of(boxes) == EVERYTHING:
        return refuse("photo_all_black")
    return await _edit(turn, photo, "boxes", boxes=boxes)


async def clear(turn: Turn, by: Hand, photo_id: int) -> Refusal | None:
    """Takes all boxes away. Refusals: those of `to_edit`, `photo_not_chosen`."""
    photo = await _chosen(turn, by, photo_id)
    return photo if isinstance(photo, Refusal) else await _edit(turn, photo, "boxes", boxes=[])


async def undo(turn: Turn, by: Hand, photo_id: int) -> Refusal | None:
    """Puts the boxes back as they were before the last change; a second time, as they are now.

    Refusals: those of `to_edit`, `photo_not_chosen`, `photo_nothing_to_undo`.
    """
    photo = await _chosen(turn, by, photo_id)
    if isinstance(photo, Refusal):
        return photo
    past = [each.facts for each in await exposures.events(turn.tx, photo.row.exposure_id) if each.what == "photo"]
    was = next((each["was"] for each in reversed(past) if each.get("photo") == photo_id and "was" in each), None)
    if was is None:
        return refuse("photo_nothing_to_undo")
    return await _edit(turn, photo, "boxes", boxes=boxes_of(units_of(was)))


async def reopen(turn: Turn, by: Hand, photo_id: int) -> Refusal | None:
    """Takes the confirmation back, so that boxes can be changed. Refusals: those of `to_edit`, `photo_not_chosen`."""
    photo = await _chosen(turn, by, photo_id)
    return photo if isinstance(photo, Refusal) else await _edit(turn, photo, "reopened")


async def confirm(turn: Turn, by: Hand, photo_id: int, seen: str) -> Refusal | None:
    """Somebody has looked: the boxes that `seen` names (`likeness_of`) hide what must be hidden. Has the copy made.

    Refusals: those of `to_edit`, `photo_not_chosen`, `photo_has_changed`, `photo_confirmed`.
    """
    photo = await _chosen(turn, by, photo_id)
    if isinstance(photo, Refusal):
        return photo
    if likeness_of(photo.row.boxes) != seen:
        await _show_again(turn, photo.row)
        return refuse("photo_has_changed")
    if photo.row.state in ("wanted", "made"):
        return refuse("photo_confirmed")
    facts: dict[str, object] = {"photo": photo_id, "did": "confirmed", "boxes": photo.row.boxes}
    lost = await office.edited(turn, photo.held, "photo", facts=facts)
    if lost is not None:
        return lost
    await exposure_photos.confirm(turn.tx, photo_id, by.user_id, turn.now)
    await _show_again(turn, photo.row)
    return None


async def _photo(turn: Turn, by: Hand, photo_id: int) -> _Photo | Refusal:
    row = await exposure_photos.get(turn.tx, photo_id)
    held = await office.to_edit(turn, by, row.exposure_id if row else 0)
    if isinstance(held, Refusal):
        return held
    assert row is not None, "no exposure has the id 0"
    return _Photo(row, held)


async def _chosen(turn: Turn, by: Hand, photo_id: int) -> _Photo | Refusal:
    photo = await _photo(turn, by, photo_id)
    return photo if isinstance(photo, Refusal) or photo.row.published else refuse("photo_not_chosen")


async def _edit(
    turn: Turn, photo: _Photo, did: str, *, boxes: list[Box] | None = None, published: bool | None = None
) -> Refusal | None:
    """The edit, its event and the change: what was confirmed, frozen or approved before is gone with it."""
    facts: dict[str, object] = {"photo": photo.row.id, "did": did}
    if boxes is not None:
        facts |= {"was": photo.row.boxes, "boxes": [list(each) for each in boxes]}
    lost = await office.edited(turn, photo.held, "photo", facts=facts)
    if lost is not None:
        return lost
    await exposure_photos.change(turn.tx, photo.row.id, boxes=boxes, published=published)
    await _show_again(turn, photo.row)
    return None


async def _show_again(turn: Turn, row: ExposurePhoto) -> None:
    await refresh(turn, row.id)
    await exposure_cards.refresh(turn, row.exposure_id)


async def refresh(turn: Turn, photo_id: int) -> None:
    """Has the photo's card drawn anew where it stands."""
    group = await exposure_cards.office_group(turn)
    if group is not None:
        turn.tell_group(group, PhotoCard(photo_id), topic=f"photo:{photo_id}")


async def bring(turn: Turn, photo_id: int) -> None:
    """Puts the photo's card at the bottom of the group."""
    # A topic of its own: a refresh that comes on top must not take the place of the card it is to refresh.
    group = await exposure_cards.office_group(turn)
    if group is not None:
        turn.tell_group(group, PhotoCard(photo_id, anew=True), topic=f"photo:{photo_id}:anew")
