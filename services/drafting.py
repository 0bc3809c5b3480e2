"""Gathering a report: each message adds to the draft in the database, so that a restart loses nothing."""

from dataclasses import replace

from domain import draft as drafts
from domain.draft import Draft
from domain.refusal import Refusal, refuse
from services.turn import Turn
from storage import correspondents, evidence
from storage.tables import Correspondent

PROMPT = "prompt"
"""The topic of questions: a newer one takes the place of one that was not sent yet."""

FILE_LIMIT_BYTES = 20 * 2**20
"""What a bot may download (core.telegram.org/bots/api#getfile)."""


def draft_of(turn: Turn) -> Draft | None:
    """The report this correspondent is writing."""
    assert turn.correspondent is not None
    kept = correspondents.read_draft(turn.app.keys, turn.correspondent)
    return None if kept is None else Draft.from_json(kept)


def keep(turn: Turn, draft: Draft | None) -> None:
    """Keeps the draft as it is now; None ends it."""
    assert turn.correspondent is not None
    content = None if draft is None else draft.to_json()
    correspondents.write_draft(turn.app.keys, turn.correspondent, content, turn.now)


def begin(turn: Turn, draft: Draft) -> Draft:
    """The draft as one whose writer has been told what is kept; from now on it has a mark of its own."""
    return replace(draft, begun=True, mark=draft.mark or f"{int(turn.now.timestamp() * 1000):x}")


async def lose_photo(turn: Turn, writer: Correspondent) -> None:
    """A file of theirs could not be taken: the draft no longer counts it. `writer` is held by this transaction."""
    kept = correspondents.read_draft(turn.app.keys, writer)
    if kept is not None:
        draft = drafts.lose_photo(Draft.from_json(kept))
        correspondents.write_draft(turn.app.keys, writer, draft.to_json(), turn.now)


async def discard(turn: Turn) -> None:
    """The citizen gives the draft up; its files are forgotten with it."""
    assert turn.correspondent is not None
    await evidence.drop_draft(turn.tx, turn.correspondent.key)
    keep(turn, None)


async def start_photos_again(turn: Turn, draft: Draft) -> Draft:
    """Drops the photos sent so far, to be replaced by others."""
    assert turn.correspondent is not None
    await evidence.drop_draft(turn.tx, turn.correspondent.key)
    return drafts.drop_photos(draft)


def add_photo(
    turn: Turn, draft: Draft, file_id: str, *, as_file: bool, album: str | None, size: int | None
) -> Draft | Refusal:
    """Notes a photo or a file as wanted and counts it.

    Refusals: `too_many_photos` (with `limit`), `file_too_large`. `size` is in bytes, None where Telegram tells none.
    """
    assert turn.correspondent is not None
    if draft.photos >= turn.app.terms.photos_limit:
        return refuse("too_many_photos", limit=str(turn.app.terms.photos_limit))
    if size is not None and size > FILE_LIMIT_BYTES:
        return refuse("file_too_large")
    evidence.want(turn.tx, turn.app.keys, file_id, turn.now, owner=turn.correspondent.key, album=album, as_file=as_file)
    return drafts.add_photo(draft)


def album_name(turn: Turn, media_group_id: str | None) -> str | None:
    """The pseudonym under which an album's items find each other."""
    if media_group_id is None:
        return None
    assert turn.correspondent is not None
    return turn.app.keys.pseudonym("album", f"{turn.correspondent.key} {media_group_id}")
