"""Notes under a case: what officers write there, what of it is told to the reporter, and what the reporter answers."""

from dataclasses import dataclass

from domain.case import Actor, Status
from domain.outgoing import Photos
from domain.people import Right
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from services import cards, clocks
from services.drafting import FILE_LIMIT_BYTES
from services.handling import LONGEST_TEXT
from services.reach import Grasp, Hand, grasp
from services.turn import Turn
from storage import cases, evidence
from storage.tables import CaseRow, EvidenceRow, NoteRow


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or a picture sent as a file. `size` is in bytes, None where Telegram tells none."""

    file_id: str
    as_file: bool
    size: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer's message holds, and where it stands. `album` is Telegram's media_group_id."""

    message_id: int
    text: str
    attachment: Attachment | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A note of case `number`.

    `joined`: the message belongs to an album whose note is there already. `too_large`: its file stays out. A desk
    that only helps leaves it to the one that leads what the reporter is told: `may_share`.
    """

    note: NoteRow
    number: str
    joined: bool = False
    too_large: bool = False
    may_share: bool = True


async def add_note(turn: Turn, by: Hand, case_id: int, what: Written) -> Noted | Refusal:
    """Keeps an officer's message as a note, internal until somebody shares it; an album is one note.

    Refusals: those of `grasp`, `empty_note`, `too_long` (with `limit`).
    """
    held = await grasp(turn, by, case_id, Right.NOTE)
    return held if isinstance(held, Refusal) else await keep_note(turn, by, held, what)


async def keep_note(turn: Turn, by: Hand, held: Grasp, what: Written) -> Noted | Refusal:
    """As `add_note`, for a right that has been decided. Refusals: `empty_note`, `too_long` (with `limit`)."""
    text = _fitting(what.text)
    if isinstance(text, Refusal):
        return text
    if not text and what.attachment is None:
        return refuse("empty_note")
    first = await _note_of_album(turn, by, held, what)
    note = first or await _new_note(turn, by, held, what.message_id, text)
    if first is not None and text and not first.text:
        first.text = text
    too_large = _attach(turn, by, note, what)
    await turn.tx.flush()
    await cards.refresh(turn, held.case)
    return Noted(note, held.case.number, first is not None, too_large, may_share=not held.as_guest)


async def _new_note(turn: Turn, by: Hand, held: Grasp, message_id: int, text: str) -> NoteRow:
    note = NoteRow(
        case_id=held.case.id, author_id=by.user_id, text=text, at=turn.now, chat_id=by.chat_id, message_id=message_id
    )
    await cases.add_note(turn.tx, note)
    await _happened(turn, held, "noted", note.id)
    return note


async def _note_of_album(turn: Turn, by: Hand, held: Grasp, what: Written) -> NoteRow | None:
    """The note that an earlier item of the same album, by the same person on the same case, has made."""
    if what.album is None:
        return None
    note = await cases.note_of_album(turn.tx, album_in_group(turn, by.chat_id, what.album))
    return note if note and (note.case_id, note.author_id) == (held.case.id, by.user_id) else None


def _attach(turn: Turn, by: Hand, note: NoteRow, what: Written) -> bool:
    """Wants the message's file for the note; True when it is too large to be had, and the text alone is kept."""
    file = what.attachment
    if file is None:
        return False
    too_large = file.size is not None and file.size > FILE_LIMIT_BYTES
    evidence.want(
        turn.tx, turn.app.keys, file.file_id, turn.now,
        case_id=note.case_id,
        note_id=note.id,
        album=album_in_group(turn, by.chat_id, what.album) if what.album else None,
        as_file=file.as_file,
        trouble="file_too_large" if too_large else None,
    )  # fmt: skip
    return too_large


def album_in_group(turn: Turn, chat_id: int, media_group_id: str) -> str:
    """The pseudonym under which an album's items find each other."""
    return turn.app.keys.pseudonym("album", f"{chat_id} {media_group_id}")


async def case_of_album(turn: Turn, chat_id: int, media_group_id: str) -> int | None:
    """The case an album's earlier items were added to, for an item that came without naming it."""
    return await evidence.case_of_album(turn.tx, album_in_group(turn, chat_id, media_group_id))


async def edit_note(turn: Turn, by: Hand, message_id: int, text: str) -> Noted | Refusal | None:
    """Adds a version to the note that message became; the earlier ones stay. None when it became none.

    Only its author can edit a message, so a note of somebody else is as good as none. Refusals: those of `grasp`,
    `too_long` (with `limit`).
    """
    old = await cases.note_of_message(turn.tx, by.chat_id, message_id)
    words = _fitting(text)
    if old is None or old.author_id != by.user_id or words == old.text:
        return None
    held = await grasp(turn, by, old.case_id, Right.NOTE)
    if isinstance(held, Refusal):
        return held
    if isinstance(words, Refusal):
        return words
    note = NoteRow(
        case_id=old.case_id, author_id=by.user_id, text=words, at=turn.now,
        chat_id=by.chat_id, message_id=message_id, version=old.version + 1,
    )  # fmt: skip
    await cases.add_note(turn.tx, note)
    await _happened(turn, held, "note_edited", note.id)
    await cards.refresh(turn, held.case)
    return Noted(note, held.case.number, may_share=not held.as_guest)


async def share_note(turn: Turn, by: Hand, note_id: int) -> NoteRow | Refusal:
    """Tells the reporter what a note says, composed anew, with its photos' cleaned copies; once.

    The newest version of the note is told, whichever version's button was pressed. Refusals: those of `grasp`
    (a note that is not there is a case that is not there), `nobody_to_tell`, `photos_coming`, `already_shared`.
    """
    pressed = await cases.note(turn.tx, note_id)
    held = await grasp(turn, by, pressed.case_id if pressed else 0, Right.ASK)
    if isinstance(held, Refusal) or pressed is None:
        return held if isinstance(held, Refusal) else refuse("no_such_case")
    note = await _newest(turn, pressed)
    photos = await _photos_of(turn, pressed)
    if any(each.state == "wanted" for each in photos):
        return refuse("photos_coming")
    kept = [each.id for each in photos if each.state == "kept"]
    if not note.text and not kept:
        return refuse("empty_note")
    if held.case.reporter is None or held.case.status == Status.WITHDRAWN:
        return refuse("nobody_to_tell")
    if not await cases.share_note(turn.tx, note.id, by.user_id, turn.now):
        return refuse("already_shared")
    await cards.tell_reporter(turn, held.case, "note_shared", text=note.text)
    if kept:
        turn.tell_person(held.case.reporter, Photos(held.case.id, kept))
    await _happened(turn, held, "note_shared", note.id)
    await cards.refresh(turn, held.case)
    return note


async def reporter_answered(turn: Turn, row: CaseRow, text: str) -> NoteRow:
    """Keeps what the reporter added as a note and shows it under the card; photos follow by themselves once kept.

    Called by the citizen's side, which has matched the case to its reporter. `text` may be empty for a photo alone.
    """
    words = clean(text, LONGEST_TEXT)
    note = NoteRow(case_id=row.id, author_id=None, text=words, at=turn.now)
    await cases.add_note(turn.tx, note)
    await cases.add_event(turn.tx, turn.app.keys, row.id, "answered", turn.now, Actor.CITIZEN, facts={"note": note.id})
    await clocks.hear(turn, row)
    await cards.tell_group(turn, row, "answered", text=words)
    await cards.refresh(turn, row)
    return note


async def _newest(turn: Turn, note: NoteRow) -> NoteRow:
    if note.chat_id is None or note.message_id is None:
        return note
    return await cases.note_of_message(turn.tx, note.chat_id, note.message_id) or note


async def _photos_of(turn: Turn, note: NoteRow) -> list[EvidenceRow]:
    """Files hang on the note's first version; every version of the same message shares them."""
    versions = {each.id for each in await cases.notes(turn.tx, note.case_id) if _same_message(each, note)}
    return [each for each in await evidence.of_case(turn.tx, note.case_id) if each.note_id in versions]


def _same_message(one: NoteRow, other: NoteRow) -> bool:
    if other.message_id is None:
        return one.id == other.id
    return (one.chat_id, one.message_id) == (other.chat_id, other.message_id)


def _fitting(text: str) -> str | Refusal:
    words = clean(text, LONGEST_TEXT + 1)
    return words if clean(words, LONGEST_TEXT) == words else refuse("too_long", limit=str(LONGEST_TEXT))


async def _happened(turn: Turn, held: Grasp, what: str, note_id: int) -> None:
    await cases.add_event(
        turn.tx,
        turn.app.keys,
        held.case.id,
        what,
        turn.now,
        held.actor,
        actor_id=held.person.user_id,
        facts={"note": note_id},
    )
