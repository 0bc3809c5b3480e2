"""Showing an exposure to one of the office exactly as it will look, in private: nothing of it reaches anybody else."""

from domain.broadcast import pieces
from domain.exposure import Status
from domain.outgoing import Notice, Preview
from domain.plain_text import utf16_len
from domain.published import LONGEST, Form
from domain.refusal import Refusal, refuse
from services import office
from services.reach import Hand
from services.turn import Turn
from storage import correspondents, exposure_photos
from storage.exposure_previews import as_it_stands


async def preview(turn: Turn, by: Hand, exposure_id: int, form: Form) -> Refusal | None:
    """Sends the exposure in that form to whoever asks, in their private chat: what was frozen, or the draft as it
    stands.

    Refusals: those of `office.in_hand`, `preview_needs_start` for somebody the bot may not write to, `nothing_to_show`,
    `exposure_too_long` (with `over`).
    """
    held = await office.in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    key = correspondents.key_of(turn.app.keys, by.user_id)
    chat = await correspondents.get(turn.tx, key)
    if chat is None or chat.blocked_at is not None:
        return refuse("preview_needs_start", me=turn.app.me)
    frozen = await as_it_stands(turn.tx, row)
    shown = frozen.in_form(form)
    if not shown.text:
        return refuse("nothing_to_show")
    if utf16_len(shown.text) > LONGEST:
        return refuse("exposure_too_long", over=str(utf16_len(shown.text) - LONGEST))
    unready = 0 if row.frozen else len(await exposure_photos.unready(turn.tx, row.id))
    facts = {"id": row.id, "form": form.value, "frozen": row.status != Status.DRAFT, "unready": unready}
    turn.tell_person(key, Notice("exposure_preview", facts))
    for piece in pieces(form, pictures=bool(frozen.pictures)):
        turn.tell_person(key, Preview(row.id, form.value, piece.value))
    return None
