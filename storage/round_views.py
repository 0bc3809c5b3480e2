"""What the publicity office is shown of rounds. Subscribers are counted, never listed."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import aliased

from domain.broadcast import AMENDS, CopyState, Going, Outcome, Round
from domain.exposure import Part
from domain.people import DeskKind
from domain.published import Piece
from domain.round_view import Doubt, Place, Results, RoundFacts, Unreached
from storage import desks, exposures, rounds
from storage.database import Tx
from storage.tables import Broadcast, Copy, DeskRow, Exposure, Outlet

_NAMED = 200
"""Chats with a name that are listed at most; more would not fit into one message anyway."""


async def round_facts(tx: Tx, broadcast_id: int, chat_id: int) -> RoundFacts | None:
    """How far the round is; None for any group but the office's, or for no round."""
    desk, row = await desks.desk_of_chat(tx, chat_id), await rounds.get(tx, broadcast_id)
    if row is None or desk is None or desk.kind != DeskKind.PUBLICITY:
        return None
    title = (await exposures.parts(tx, row.exposure_id)).get(Part.TITLE)
    counts = await rounds.counts(tx, broadcast_id)
    going, verb = Going(row.state), Round(row.verb)
    left = await _unreached(tx, row) if verb in AMENDS else Unreached()
    return RoundFacts(row.id, row.exposure_id, title.text if title else "", verb, going, counts, left)


async def _unreached(tx: Tx, row: Broadcast) -> Unreached:
    """What that amendment leaves standing, as far as is known now: what a later one has reached is left out."""
    before = aliased(Copy)
    stands = select(before.id).where(before.id == Copy.previous_id, before.live).exists()
    failed = (Copy.broadcast_id == row.id) & (Copy.state == CopyState.FAILED.value)
    missed = failed & (Copy.previous_id.is_(None) | stands)
    series = select(Exposure.series_id).where(Exposure.id == row.exposure_id).scalar_subquery()
    rehearsed = select(Broadcast.id).where(Broadcast.id == Copy.broadcast_id, Broadcast.verb == Round.REHEARSE.value)
    # Literal, so that the index of what is in doubt is used.
    doubt = (Copy.state == literal(CopyState.IN_DOUBT.value, literal_execute=True)) & (Copy.series_id == series)
    doubtful = doubt & (Copy.broadcast_id < row.id) & ~rehearsed.exists()
    places, people = await _where(tx, missed)
    unsure, unsure_people = await _where(tx, doubtful)
    rounds_ = select(Copy.broadcast_id).where(doubtful).distinct().order_by(Copy.broadcast_id.desc())
    return Unreached(places, people, unsure, unsure_people, list(await tx.scalars(rounds_)))


async def _where(tx: Tx, which: ColumnElement[bool]) -> tuple[list[tuple[str, Piece]], int]:
    """These copies: by name and piece, and how many are subscribers'."""
    names, private = await _names(tx), Copy.recipient.like("p:%")
    query = select(Copy.recipient, Copy.piece).where(which, ~private).order_by(Copy.id).limit(_NAMED)
    named = [(names.get(to, to), Piece(piece)) for to, piece in await tx.execute(query)]
    people = await tx.scalar(select(func.count()).select_from(Copy).where(which, private))
    return named, int(people or 0)


async def results(tx: Tx, facts: RoundFacts) -> Results:
    """What became of it, chat by chat."""
    mine, private = Copy.broadcast_id == facts.broadcast_id, Copy.recipient.like("p:%")
    names = await _names(tx)
    # What went wrong first: of very many chats the last are not listed.
    wrong = Copy.state.not_in([CopyState.FAILED.value, CopyState.IN_DOUBT.value])
    query = select(Copy).where(mine, ~private).order_by(wrong, Copy.id).limit(_NAMED)
    places = [
        Place(
            names.get(each.recipient, each.recipient),
            Piece(each.piece),
            CopyState(each.state),
            _outcome(each.outcome),
            each.why or "",
        )
        for each in await tx.scalars(query.execution_options(populate_existing=True))
    ]
    grouped = select(Copy.state, Copy.outcome, func.count()).where(mine, private).group_by(Copy.state, Copy.outcome)
    people = {(CopyState(state), _outcome(outcome)): n for state, outcome, n in await tx.execute(grouped)}
    return Results(facts, places, people)


async def doubts(tx: Tx, broadcast_id: int, limit: int) -> list[Doubt]:
    """The round's copies in doubt, oldest first."""
    names = await _names(tx)
    mine = (Copy.broadcast_id == broadcast_id) & (Copy.state == CopyState.IN_DOUBT.value)
    query = select(Copy.id, Copy.recipient, Copy.piece).where(mine).order_by(Copy.id).limit(limit)
    return [Doubt(copy_id, names.get(to, ""), Piece(piece)) for copy_id, to, piece in await tx.execute(query)]


async def _names(tx: Tx) -> Mapping[str, str]:
    """What groups and channels are called, by recipient."""
    named: Select[int | None, str] = select(DeskRow.chat_id, DeskRow.name).where(DeskRow.chat_id.is_not(None))
    found = {str(chat_id): title for chat_id, title in await tx.execute(select(Outlet.chat_id, Outlet.title))}
    return found | {str(chat_id): name for chat_id, name in await tx.execute(named)}


def _outcome(value: str | None) -> Outcome | None:
    return Outcome(value) if value else None
