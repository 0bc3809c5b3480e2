"""Drawing a copy of an exposure at the last moment: it goes out only if its round goes on, exactly as it was frozen,
and only where it may."""

from delivery.fate import Dead, Fate, Later, Recalled, Withheld
from delivery.parcels import Album, Parcel, Rewrite, TakeDown, Text, Thin
from domain.broadcast import TAKES_DOWN, UNPLACED, Going, Round
from domain.exposure import OUT
from domain.outgoing import Expanded
from domain.published import Form, Frozen, Piece, Rich
from storage.addressing import Address, is_person
from storage.copies import CopyFacts, facts, on_its_way_to
from storage.database import Tx
from storage.outbox import to_group
from wording import copies as texts
from wording.translate import words

_NOT_HERE = "it was not approved for this chat"
_MOST = 10
"""Photos of one album (core.telegram.org/bots/api#sendmediagroup)."""


async def parcel(tx: Tx, recipient: str, address: Address, copy_id: int) -> Parcel | Fate:
    """What is to be done in that chat, or why nothing is."""
    found = await facts(tx, copy_id)
    if found is None:
        return Dead("there is no such copy")
    if found.going is not Going.RUNNING:
        return Recalled()
    if found.recipient != recipient:
        # Claimed in one name, while its group became a supergroup: row and copy have followed, and it is claimed anew.
        followed = await on_its_way_to(tx, copy_id) == found.recipient
        return Later("its group became a supergroup", 0) if followed else Dead(_NOT_HERE, untrue=True)
    if found.verb in TAKES_DOWN and found.amends:
        # Needs no text: what was altered since it was approved is taken down all the more.
        return _taken_down(found, address)
    frozen = _as_frozen(found)
    if frozen is None:
        return Withheld("it is not what was approved")
    if not _may_go(found):
        return Dead(_NOT_HERE, untrue=True)
    return _amendment(found, frozen, address) if found.amends else _piece(found, frozen, address)


async def expansion(tx: Tx, recipient: str, address: Address, what: Expanded) -> Parcel | None:
    """The whole text in that message; None where the copy does not stand there any more, or is not as approved."""
    found = await facts(tx, what.copy_id)
    if found is None or not found.live or found.recipient != recipient:
        return None
    frozen = _as_frozen(found)
    # What was withdrawn meanwhile, and is still to be deleted here, is not shown at greater length.
    if frozen is None or not _may_go(found) or what.message_id not in (found.message_ids or []):
        return None
    message = texts.text(words(address.lang), frozen.full, found.copy_id, Form.FULL, subscriber=is_person(recipient))
    return Rewrite([what.message_id], message)


def _as_frozen(found: CopyFacts) -> Frozen | None:
    try:
        frozen = Frozen.from_json(found.frozen or {})
    except (KeyError, TypeError, ValueError):
        return None
    return frozen if frozen.digest == found.digest else None


def _may_go(found: CopyFacts) -> bool:
    """A rehearsal reaches the office's own group and nothing else; what is not out is not published."""
    if found.verb is Round.REHEARSE:
        return found.at_home and found.home is not None and found.recipient == to_group(found.home)
    return found.verb not in TAKES_DOWN and found.status in OUT


def _piece(found: CopyFacts, frozen: Frozen, address: Address) -> Parcel | Fate:
    if found.piece == Piece.TEXT:
        return Text(texts.text(
            words(address.lang), _words(found, frozen), found.copy_id, Form(found.form),
            subscriber=is_person(found.recipient),
        ), frozen.pictures)  # fmt: skip
    if not 0 < len(frozen.pictures) <= _MOST:
        return Dead("an album has one to ten photos")
    return Album(frozen.pictures, frozen.caption if found.form == Form.ALBUM else None)


def _words(found: CopyFacts, frozen: Frozen) -> Rich:
    """An album without photos is the text that would have been its caption."""
    return {Form.FULL: frozen.full, Form.SHORT: frozen.short, Form.ALBUM: frozen.caption}[Form(found.form)]


def _taken_down(found: CopyFacts, address: Address) -> Parcel | Fate:
    if not found.before:
        return Dead(UNPLACED)
    w = words(address.lang)
    notice = texts.expired(w) if found.verb is Round.EXPIRE else texts.withdrawn(w)
    return TakeDown(found.before, notice, found.piece == Piece.ALBUM)


def _amendment(found: CopyFacts, frozen: Frozen, address: Address) -> Parcel | Fate:
    if not found.before:
        return Dead(UNPLACED)
    w = words(address.lang)
    if found.piece == Piece.ALBUM:
        return _thinned(found, found.before, frozen, texts.withdrawn(w))
    subscriber = is_person(found.recipient)
    message = texts.text(w, _words(found, frozen), found.copy_id, Form(found.form), subscriber=subscriber)
    return Rewrite(found.before, message)


def _thinned(found: CopyFacts, before: list[int], frozen: Frozen, notice: str) -> Parcel | Fate:
    """Which photos stay: a correction takes photos away and adds none, so that messages and photos go in step."""
    shown = [each.sha256 for each in Frozen.from_json(found.frozen_before or {}).pictures]
    left = {each.sha256 for each in frozen.pictures}
    if not shown or len(before) % len(shown) or not left <= set(shown):
        return Dead("a correction can only take photos away")
    albums = [before[at : at + len(shown)] for at in range(0, len(before), len(shown))]
    kept = [[each for each, photo in zip(album, shown, strict=True) if photo in left] for album in albums]
    keep = [each for album in kept for each in album]
    caption = frozen.caption if found.form == Form.ALBUM else None
    drop = [each for each in before if each not in keep]
    return Thin(drop, keep, [each[0] for each in kept if each], caption, notice)
