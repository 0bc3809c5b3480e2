"""Whom a round reaches: its copies, made by one INSERT … SELECT for each kind of target, however many there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, null, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from domain.broadcast import CopyState, pieces
from domain.people import DeskKind
from domain.published import Form, Piece
from storage.database import Tx
from storage.tables import Broadcast, Copy, Correspondent, DeskRow, Exposure, Outlet, Subscription

_COLUMNS = ["broadcast_id", "series_id", "recipient", "piece", "form", "state", "live", "previous_id"]
_COMING = (CopyState.WAITING, CopyState.QUEUED, CopyState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Reach:
    """For which round copies are made.

    `pictures`: it has photos. `past` are the rounds of the series before it (`past_rounds`): a chat does not get what
    they brought, or may still bring; with `again` it does.
    """

    round_id: int
    series_id: int
    pictures: bool
    past: Sequence[int] = ()
    again: bool = False


async def outlets(tx: Tx, reach: Reach) -> None:
    """For each channel or group that the office confirmed and can reach."""
    found = select(cast(Outlet.chat_id, String(80)).label("recipient"), Outlet.form.label("form"))
    await _bring(tx, reach, found.where(_outlet()))


async def towns(tx: Tx, reach: Reach, form: str) -> None:
    """For each town's group that can be reached."""
    found = select(cast(DeskRow.chat_id, String(80)).label("recipient"), literal(form).label("form"))
    await _bring(tx, reach, found.where(_town()))


async def subscribers(tx: Tx, reach: Reach, form: str, *, town: str | None, category: str | None) -> None:
    """For each person who asked for all, for this town or this category, and did not block the bot.

    Whoever asked for several of these gets it once all the same.
    """
    found = select(literal("p:").concat(Correspondent.key).label("recipient"), literal(form).label("form"))
    await _bring(tx, reach, found.where(_subscriber([(town, category)])))


async def how_many(
    tx: Tx, whom: Collection[str], concerns: Collection[tuple[str | None, str | None]]
) -> tuple[int, int, int]:
    """How many outlets, towns' groups and subscribers a publication would reach; `whom` as a batch's `reach` says.

    `concerns` are the (town, category) of its texts: who gets any of them counts once.
    """
    counts = {
        "outlets": select(func.count()).select_from(Outlet).where(_outlet()),
        "desks": select(func.count()).select_from(DeskRow).where(_town()),
        "subscribers": select(func.count()).select_from(Correspondent).where(_subscriber(concerns)),
    }
    outlets_, towns_, people = [
        int(await tx.scalar(query) or 0) if each in whom else 0 for each, query in counts.items()
    ]
    return outlets_, towns_, people


async def one_chat(tx: Tx, reach: Reach, recipient: str) -> None:
    """The whole of it to that one chat and to nobody else: a rehearsal."""
    found = select(literal(recipient).label("recipient"), literal(Form.FULL.value).label("form"))
    await _bring(tx, reach, found)


async def standing(tx: Tx, reach: Reach, *, corrected: bool) -> None:
    """For each copy that stands, to edit or delete it.

    A chat that has photos with the beginning as their caption, of which a correction leaves none, gets the beginning
    as a text of its own: a copy that takes no other's place.
    """
    stands = (Copy.series_id == reach.series_id) & Copy.live
    await _insert(tx, _amending(reach).where(stands).order_by(Copy.id))
    if corrected and not reach.pictures:
        bare = stands & (Copy.form == Form.ALBUM.value) & (Copy.piece == Piece.ALBUM.value)
        text = literal(Piece.TEXT.value)
        await _insert(tx, _rows(reach, Copy.recipient, text, Copy.form, null()).where(bare).order_by(Copy.id))


async def late(tx: Tx, reach: Reach, copy_id: int) -> None:
    """The same for a copy that came to stand after the round had begun."""
    await _insert(tx, _amending(reach).where(Copy.id == copy_id))


async def past_rounds(tx: Tx, series_id: int) -> list[int]:
    """The ids of all rounds with exposures of that series, oldest first."""
    in_series = select(Exposure.id).where(Exposure.series_id == series_id)
    query = select(Broadcast.id).where(Broadcast.exposure_id.in_(in_series), Broadcast.verb != "rehearse")
    return list(await tx.scalars(query.order_by(Broadcast.id)))


async def count(tx: Tx, broadcast_id: int) -> int:
    """How many copies the round has."""
    found = await tx.scalar(select(func.count()).select_from(Copy).where(Copy.broadcast_id == broadcast_id))
    return int(found or 0)


def _outlet() -> ColumnElement[bool]:
    # A group that has become a desk's since is served as that, or, being no town's, not at all.
    desks = select(DeskRow.chat_id).where(DeskRow.chat_id.is_not(None))
    there = Outlet.confirmed_at.is_not(None) & Outlet.ended_at.is_(None) & Outlet.unreachable_at.is_(None)
    return there & Outlet.chat_id.not_in(desks)


def _town() -> ColumnElement[bool]:
    return (DeskRow.kind == DeskKind.TOWN) & DeskRow.chat_id.is_not(None) & DeskRow.unreachable_at.is_(None)


def _subscriber(concerns: Collection[tuple[str | None, str | None]]) -> ColumnElement[bool]:
    towns_, categories = {town for town, _ in concerns if town}, {each for _, each in concerns if each}
    wanted = Subscription.what == "all"
    wanted |= (Subscription.what == "town") & Subscription.value.in_(towns_)
    wanted |= (Subscription.what == "category") & Subscription.value.in_(categories)
    matching = select(Subscription.key).where(wanted, Subscription.until.is_(None))
    return Correspondent.blocked_at.is_(None) & Correspondent.key.in_(matching)


async def _bring(tx: Tx, reach: Reach, found: Select[str, str]) -> None:
    target, piece = found.subquery("target"), _pieces(pictures=reach.pictures)
    stood = aliased(Copy)
    here = (stood.recipient == target.c.recipient) & (stood.piece == piece.c.piece) & stood.broadcast_id.in_(reach.past)
    # What stands already is taken over by what is sent once more, so that a later correction finds both messages.
    before = select(func.max(stood.id)).where(here, stood.live).scalar_subquery() if reach.again else null()
    rows = _rows(reach, target.c.recipient, piece.c.piece, target.c.form, before).where(piece.c.form == target.c.form)
    if reach.past and not reach.again:
        rows = rows.where(~select(stood.id).where(here, or_(stood.live, stood.state.in_(_COMING))).exists())
    # Both pieces of one chat next to each other, the album first: keys are given, and copies sent, in this order.
    await _insert(tx, rows.order_by(target.c.recipient, piece.c.place))


def _pieces(*, pictures: bool) -> Any:
    rows = [
        select(literal(form.value).label("form"), literal(piece.value).label("piece"), literal(place).label("place"))
        for form in Form
        for place, piece in enumerate(pieces(form, pictures=pictures))
    ]
    return union_all(*rows).subquery("pieces")


def _amending(reach: Reach) -> Select[Any]:
    return _rows(reach, Copy.recipient, Copy.piece, Copy.form, Copy.id)


def _rows(reach: Reach, recipient: Any, piece: Any, form: Any, previous: Any) -> Select[Any]:
    waiting = literal(CopyState.WAITING.value)
    return select(
        literal(reach.round_id), literal(reach.series_id), recipient, piece, form, waiting, literal(value=False),
        previous,
    )  # fmt: skip


async def _insert(tx: Tx, rows: Select[Any]) -> None:
    # Whoever is found twice (a town's group that is an outlet, too) gets one copy: the key decides.
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    await tx.execute(kind.insert(Copy).from_select(_COLUMNS, rows, include_defaults=False).on_conflict_do_nothing())
