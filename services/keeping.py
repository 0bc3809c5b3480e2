"""What becomes of a wanted file: kept and shown where it belongs, or refused and explained."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.draft import Draft, Source
from domain.outgoing import Notice, Photos
from services import adding_photos, cards, drafting, photo_place, suggesting
from services.turn import Turn
from storage import cases, correspondents, evidence
from storage.database import Tx
from storage.sealing import KeyRing
from storage.tables import EvidenceRow
from storage.vault import Kept

LEASE = timedelta(seconds=90)
ATTEMPTS = 12
"""With doubling pauses from five seconds to an hour: about six hours of Telegram being away."""

Wanted = evidence.Wanted


@dataclass(frozen=True, slots=True)
class Picture:
    """A fetched and cleaned file. `point` is (latitude, longitude) from the original's EXIF, `dhash` 64 bits."""

    kept: Kept
    width: int
    height: int
    dhash: int | None
    point: tuple[float, float] | None


async def claim(tx: Tx, keys: KeyRing, now: datetime, limit: int) -> list[Wanted]:
    """Files to fetch now, each leased for `LEASE`."""
    return await evidence.claim_wanted(tx, keys, now, LEASE, limit)


async def anything_due(tx: Tx, now: datetime) -> bool:
    """Whether a file may be fetched now."""
    first = await evidence.next_wanted(tx)
    return first is not None and first <= now


async def keep(turn: Turn, wanted: Wanted, picture: Picture) -> None:
    """The file is in the vault: its row says so, and it is shown under the card if its report is filed already."""
    place = photo_place.sealed(turn.app.keys, wanted.handle, picture.point)
    row = await evidence.mark_kept(
        turn.tx, wanted.id, picture.kept, picture.width, picture.height, picture.dhash, place
    )
    if row is None:
        return
    if row.case_id is not None:
        await _show(turn, row, row.case_id)
    elif row.owner is None:
        await adding_photos.arrived(turn, row)
    elif picture.point is not None and row.as_file:
        await _offer_place(turn, row, row.owner)


async def refuse(turn: Turn, wanted: Wanted, trouble: str) -> None:
    """The file can't be had or is no picture: its sender is told, by the key `file_<trouble>`, and a draft counts one
    photo less: a report for which only photos spoke is not filed without any."""
    # Whose draft counts it is held first, as the worker does: in the other order the two could wait for each other.
    owner = await evidence.owner_of(turn.tx, wanted.id)
    writer = await correspondents.hold(turn.tx, owner) if owner is not None else None
    row = await evidence.mark_refused(turn.tx, wanted.id, trouble)
    if row is None:
        return
    if row.by_staff:
        await _tell_officers(turn, row)
        await adding_photos.refused(turn, row)
        return
    if row.owner is not None and writer is not None:
        await drafting.lose_photo(turn, writer)
    sender = row.owner or await _reporter_of(turn, row)
    if sender is not None:
        turn.tell_person(sender, Notice("file_refused", {"trouble": trouble}, row.case_id))


async def postpone(turn: Turn, wanted: Wanted) -> None:
    """Telegram did not give it this time; after the last attempt it is refused."""
    if wanted.attempts >= ATTEMPTS:
        await refuse(turn, wanted, "not_fetched")
    else:
        await put_off(turn, wanted)


async def put_off(turn: Turn, wanted: Wanted) -> None:
    """The disk took nothing, for which no file is to blame: asked for again for as long as that lasts."""
    pause = timedelta(seconds=min(5 * 2 ** min(wanted.attempts, ATTEMPTS), 3600))
    await evidence.postpone(turn.tx, wanted.id, turn.now + pause)


async def _show(turn: Turn, row: EvidenceRow, case_id: int) -> None:
    """The reporter's photos go under the card; an officer's stands in their own group already, and goes to the other
    groups at work on a joint case."""
    case = await cases.get(turn.tx, case_id)
    if case is None:
        return
    if not row.by_staff:
        # The hash comes with the file, often after filing: only now can the picture be known again.
        for like in await suggesting.look(turn, case):
            await cards.refresh_id(turn, like)
    if row.announced:
        return
    groups = await cards.groups_of(turn, case)
    if row.by_staff:
        note = await cases.note(turn.tx, row.note_id) if row.note_id is not None else None
        groups = [each for each in groups if note and each != note.chat_id] if len(groups) > 1 else []
    if groups:
        row.announced = True
        # The card counts its photos.
        await cards.refresh(turn, case)
        for group in groups:
            turn.tell_group(group, Photos(case_id, [row.id]))


async def _offer_place(turn: Turn, row: EvidenceRow, owner: str) -> None:
    writer = await correspondents.get(turn.tx, owner)
    kept = None if writer is None else correspondents.read_draft(turn.app.keys, writer)
    draft = None if kept is None else Draft.from_json(kept)
    if draft is not None and (draft.spot is None or draft.spot.source is Source.TOWN):
        turn.tell_person(owner, Notice("photo_has_place", {"evidence": row.id}))


async def _tell_officers(turn: Turn, row: EvidenceRow) -> None:
    case = await cases.get(turn.tx, row.case_id) if row.case_id is not None else None
    if case is not None:
        await cards.tell_group(turn, case, "photo_refused")


async def _reporter_of(turn: Turn, row: EvidenceRow) -> str | None:
    case = await cases.get(turn.tx, row.case_id) if row.case_id is not None else None
    return None if case is None else case.reporter
