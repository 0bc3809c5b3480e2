"""Standing messages that are about no single case: drawn from the database, edited where they stand in a chat."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from domain.asking import Asked, Verb
from domain.exposure_photo import PhotoFacts
from domain.outgoing import BatchCard, ExposureCard, Mark, PhotoCard, Progress, SweepCard
from storage.addressing import Address, standing_board, standing_sweep
from storage.database import Tx
from storage.exposure_cards import batch_facts, exposure_facts
from storage.photo_cards import photo_facts
from storage.round_views import round_facts
from storage.sweeps import sweep_facts
from wording import batch_cards, exposure_cards, exposure_photos, rounds, sweep_cards
from wording.message import Message

Board = SweepCard | ExposureCard | BatchCard | PhotoCard | Progress


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands there from now on; `edits` is the message it takes the place of, None for a new one.

    `photo` is the picture whose caption `message` is (`delivery/photo_cards.py`).
    """

    message: Message
    edits: int | None
    mark: Mark
    ask: str
    photo: PhotoFacts | None = None


async def board(tx: Tx, zone: ZoneInfo, recipient: str, address: Address, what: Board) -> Shown | None:
    """The message for that chat; None where there is nothing to show it, or nobody asked for a new one."""
    match what:
        case SweepCard():
            return await _sweep(tx, recipient, address, what)
        case ExposureCard():
            return await _exposure(tx, recipient, address, what)
        case BatchCard():
            return await _batch(tx, zone, recipient, address, what)
        case PhotoCard():
            return await _photo(tx, recipient, address, what)
        case Progress():
            return await _progress(tx, recipient, address, what)


async def _sweep(tx: Tx, recipient: str, address: Address, what: SweepCard) -> Shown | None:
    facts = await sweep_facts(tx, what.sweep_id, address.chat_id, what.after)
    if facts is None:
        return None
    ask = Asked(Verb.SWEEPS, what.sweep_id).data
    standing = None if what.anew else await standing_sweep(tx, recipient, ask)
    return Shown(sweep_cards.render(facts, address.lang), standing, Mark.SWEEP, ask)


async def _exposure(tx: Tx, recipient: str, address: Address, what: ExposureCard) -> Shown | None:
    facts = await exposure_facts(tx, what.exposure_id, address.chat_id)
    if facts is None:
        return None
    if what.publish_by:
        facts = replace(facts, publish_by=date.fromisoformat(what.publish_by), late=what.late)
    ask = Asked(Verb.DRAFT, what.exposure_id).data
    standing = None if what.anew else await standing_board(tx, recipient, ask)
    return Shown(exposure_cards.render(facts, address.lang), standing, Mark.BOARD, ask)


async def _batch(tx: Tx, zone: ZoneInfo, recipient: str, address: Address, what: BatchCard) -> Shown | None:
    facts = await batch_facts(tx, what.batch_id, address.chat_id)
    ask = Asked(Verb.BATCH, what.batch_id).data
    standing = None if what.anew else await standing_board(tx, recipient, ask)
    if facts is None or (standing is None and not what.anew):
        # A batch changes with every card in it: whoever did not ask for its card is not sent one.
        return None
    return Shown(batch_cards.render(facts, address.lang, zone), standing, Mark.BOARD, ask)


async def _photo(tx: Tx, recipient: str, address: Address, what: PhotoCard) -> Shown | None:
    facts = await photo_facts(tx, what.photo_id, address.chat_id)
    ask = Asked(Verb.SNAP, what.photo_id, exposure_photos.SHOW).data
    standing = None if what.anew else await standing_board(tx, recipient, ask)
    if facts is None or facts.copy is None or (standing is None and not what.anew):
        return None
    return Shown(exposure_photos.render(facts, address.lang), standing, Mark.BOARD, ask, facts)


async def _progress(tx: Tx, recipient: str, address: Address, what: Progress) -> Shown | None:
    facts = await round_facts(tx, what.broadcast_id, address.chat_id)
    if facts is None:
        return None
    ask = Asked(Verb.ROUND, what.broadcast_id).data
    standing = None if what.anew else await standing_board(tx, recipient, ask)
    return Shown(rounds.progress(facts, what, address.lang), standing, Mark.BOARD, ask)
