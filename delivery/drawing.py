"""From claimed rows to what is sent: opened, put into words, addressed. Read from the database at the last moment."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from delivery import copies
from delivery.boards import Board, board
from delivery.fate import Arrived, Dead, Fate, Unexpected
from delivery.orders import Order, order_of
from delivery.parcels import Album, Parcel
from delivery.previews import preview
from domain.exposure_photo import PhotoFacts
from domain.outgoing import (
    BatchCard,
    Card,
    Copy,
    Document,
    Expanded,
    ExposureCard,
    Mark,
    Notice,
    PhotoCard,
    Photos,
    Preview,
    Progress,
    Say,
    SweepCard,
    Worded,
    from_json,
)
from storage.addressing import Address, Picture, addresses, pictures, standing_card
from storage.case_cards import card_facts
from storage.database import Database, Tx
from storage.outbox_claims import Claimed
from storage.sealing import KeyRing, SealBroken
from wording import cards, notices
from wording.message import Message
from wording.translate import words

_LOG = logging.getLogger(__name__)
_ALBUM = 10
"""Items of one `sendMediaGroup` at most (core.telegram.org/bots/api#sendmediagroup)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One request in all but form. `edits` is the message to change, where there is one; `left_over` evidence ids
    did not fit into the album. `order` is a document still to be made, `photo` what `message` is the caption of,
    `parcel` what is done with a copy of an exposure. `repeat` is the first line that marks a possible repeat."""

    row: Claimed
    address: Address
    message: Message | None = None
    pictures: Sequence[Picture] = ()
    left_over: Sequence[int] = ()
    order: Order | None = None
    photo: PhotoFacts | None = None
    parcel: Parcel | None = None
    edits: int | None = None
    reply_to: int | None = None
    mark: Mark | None = None
    ask: str | None = None

    @property
    def messages(self) -> int:
        """How many messages it is, as Telegram counts them against the chat's pace."""
        return len(self.parcel.pictures) if isinstance(self.parcel, Album) else max(1, len(self.pictures))

    @property
    def repeat(self) -> str:
        """In the recipient's language; empty when nothing can have arrived before."""
        w = words(self.address.lang)
        return w("（可能重复）") if self.row.repeat else ""


class _NothingToSay(Exception):
    """There is no such case or picture any more, nothing to edit, or nobody to have the document."""


async def draw(
    database: Database, keys: KeyRing, zone: ZoneInfo, rows: Sequence[Claimed]
) -> list[tuple[Claimed, Drawn | Fate]]:
    """Draws each row; one that can't be drawn gets its fate instead of keeping the others waiting."""
    drawn: list[tuple[Claimed, Drawn | Fate]] = []
    while len(drawn) < len(rows):
        async with database.read() as tx:
            drawn += await _draw_until_failure(_Desk(tx, keys, zone), rows[len(drawn) :])
    return drawn


@dataclass(frozen=True, slots=True)
class _Desk:
    tx: Tx
    keys: KeyRing
    zone: ZoneInfo


async def _draw_until_failure(desk: _Desk, rows: Sequence[Claimed]) -> list[tuple[Claimed, Drawn | Fate]]:
    # A failed query spoils its transaction for all that follows: the rows after it are drawn in a fresh one.
    drawn: list[tuple[Claimed, Drawn | Fate]] = []
    book = await addresses(desk.tx, desk.keys, {row.recipient for row in rows})
    for row in rows:
        try:
            drawn.append((row, await _draw(desk, row, book.get(row.recipient))))
        except _NothingToSay:
            drawn.append((row, Arrived()))
        except SealBroken as broken:
            _LOG.critical("Outbox row %s was altered or moved: %s", row.id, broken)
            drawn.append((row, Dead("the seal is broken")))
        except Exception as error:
            _LOG.exception("Outbox row %s can't be drawn", row.id)
            drawn.append((row, Unexpected(type(error).__name__)))
            break
    return drawn


async def _draw(desk: _Desk, row: Claimed, address: Address | SealBroken | None) -> Drawn | Fate:
    if isinstance(address, SealBroken):
        raise address
    if address is None:
        return Dead("there is no such correspondent")
    what = from_json(json.loads(desk.keys.open(row.payload, "outbox", "payload", row.recipient)))
    if isinstance(what, Copy):
        found = await copies.parcel(desk.tx, row.recipient, address, what.copy_id)
        return Drawn(row, address, parcel=found) if isinstance(found, Parcel) else found
    if isinstance(what, Preview):
        shown = await preview(desk.tx, address, what)
        return Drawn(row, address, parcel=shown) if shown else Arrived()
    if isinstance(what, Expanded):
        whole = await copies.expansion(desk.tx, row.recipient, address, what)
        return Drawn(row, address, parcel=whole) if whole else Arrived()
    card = await _card_above(desk.tx, row, address)
    drawn = Drawn(row, address, mark=Mark.CASE if row.case_id else None, reply_to=card)
    return await _put_into_words(desk.tx, desk.zone, drawn, what)


async def _card_above(tx: Tx, row: Claimed, address: Address) -> int | None:
    if row.case_id is None or not address.is_group:
        return None
    return await standing_card(tx, row.recipient, row.case_id)


async def _put_into_words(tx: Tx, zone: ZoneInfo, drawn: Drawn, what: Worded) -> Drawn:
    match what:
        case Say():
            mark = Mark.ASK if what.ask else drawn.mark
            message = Message(what.text, what.entities, what.markup)
            return replace(
                drawn, message=message, edits=what.instead_of, reply_to=what.reply_to, mark=mark, ask=what.ask
            )
        case Notice():
            message = notices.render(what, drawn.address.lang, zone)
            return replace(drawn, message=message, reply_to=what.reply_to or drawn.reply_to)
        case Card():
            return await _card(tx, zone, drawn, what)
        case SweepCard() | ExposureCard() | BatchCard() | PhotoCard() | Progress():
            return await _board(tx, zone, drawn, what)
        case Photos():
            found = await pictures(tx, what.evidence_ids[:_ALBUM])
            if not found:
                raise _NothingToSay
            return replace(drawn, pictures=found, left_over=what.evidence_ids[_ALBUM:])
        case Document():
            order = await order_of(tx, what.paper_id, drawn.address)
            if order is None:
                raise _NothingToSay
            return replace(drawn, order=order)


async def _card(tx: Tx, zone: ZoneInfo, drawn: Drawn, what: Card) -> Drawn:
    facts = await card_facts(tx, what.case_id, drawn.address.chat_id)
    standing = None if what.anew else drawn.reply_to
    if facts is None or (standing is None and not facts.here):
        # A desk that no longer has the case gets its old card changed, never a new one.
        raise _NothingToSay
    message = cards.render(facts, lang=drawn.address.lang, zone=zone)
    return replace(drawn, message=message, edits=standing, reply_to=None, mark=Mark.CARD)


async def _board(tx: Tx, zone: ZoneInfo, drawn: Drawn, what: Board) -> Drawn:
    shown = await board(tx, zone, drawn.row.recipient, drawn.address, what)
    if shown is None:
        raise _NothingToSay
    return replace(drawn, message=shown.message, edits=shown.edits, mark=shown.mark, ask=shown.ask, photo=shown.photo)
