"""Desks and their groups, the staff and their seats, the one-time codes that bind a group."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Update, bindparam, insert, select, update

from domain.people import DeskKind, Person, Role, Seat
from storage.database import Tx
from storage.guarded import changed
from storage.tables import BindCode, DeskRow, SeatRow, StaffRow

# Put together once: every report asks for desks, and that would cost more each time than the answer does.
_BY_ID = select(DeskRow).where(DeskRow.id == bindparam("desk_id")).execution_options(populate_existing=True)
_OF_CHAT = select(DeskRow).where(DeskRow.chat_id == bindparam("chat_id"))
_NAMED = select(DeskRow).where(DeskRow.name == bindparam("name"))
_FIRST_OF_KIND: Select[DeskRow] = select(DeskRow).where(DeskRow.kind == bindparam("kind")).order_by(DeskRow.id).limit(1)


async def desk(tx: Tx, desk_id: str) -> DeskRow | None:
    """The desk as it stands in the database now."""
    return await tx.scalar(_BY_ID, {"desk_id": desk_id})


async def desk_of_chat(tx: Tx, chat_id: int) -> DeskRow | None:
    """Which desk a group is; None for a group bound to none."""
    return await tx.scalar(_OF_CHAT, {"chat_id": chat_id})


async def duty_desk(tx: Tx) -> DeskRow | None:
    """The desk that gets whatever has no other."""
    return await tx.scalar(_FIRST_OF_KIND, {"kind": DeskKind.DUTY})


async def supervisors(tx: Tx) -> DeskRow | None:
    """The supervisors' desk."""
    return await tx.scalar(_FIRST_OF_KIND, {"kind": DeskKind.SUPERVISOR})


async def desk_named(tx: Tx, name: str) -> DeskRow | None:
    """The desk of that name: a town's is its boundary's."""
    return await tx.scalar(_NAMED, {"name": name})


async def desks(
    tx: Tx, kinds: Sequence[DeskKind] = tuple(DeskKind), after: str = "", limit: int = 500
) -> list[DeskRow]:
    """Desks of those kinds in order of their ids, which follow the configuration; `after` is the last id seen."""
    query = select(DeskRow).where(DeskRow.kind.in_(kinds), DeskRow.id > after).order_by(DeskRow.id).limit(limit)
    return list(await tx.scalars(query))


async def set_up(tx: Tx, desk_id: str, kind: DeskKind, name: str) -> None:
    """Makes the desk, or gives it the kind and name that the configuration says now; its group and staff stay."""
    row = await tx.get(DeskRow, desk_id)
    if row is None:
        await tx.execute(insert(DeskRow).values(id=desk_id, kind=kind, name=name))
    elif (row.kind, row.name) != (kind, name):
        row.kind, row.name = kind, name
        await tx.flush()


async def bind(tx: Tx, desk_id: str, chat_id: int, now: datetime) -> None:
    """Makes the group the desk's. Raises IntegrityError when it is another desk's: ask `desk_of_chat` before."""
    await _change_desk(tx, desk_id, chat_id=chat_id, bound_at=now, unreachable_at=None)


async def mark_unreachable(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot can't speak in that group any more, since `now`."""
    await tx.execute(update(DeskRow).where(DeskRow.chat_id == chat_id).values(unreachable_at=now))


async def mark_reachable(tx: Tx, chat_id: int) -> None:
    """The bot is back in that group."""
    await tx.execute(update(DeskRow).where(DeskRow.chat_id == chat_id).values(unreachable_at=None))


async def _change_desk(tx: Tx, desk_id: str, **columns: object) -> None:
    await tx.execute(update(DeskRow).where(DeskRow.id == desk_id).values(**columns))


async def person(tx: Tx, user_id: int) -> Person:
    """Somebody as the database knows them at this moment; a stranger has no name and no seats."""
    found = await _people(tx, StaffRow.user_id == user_id)
    return found[0] if found else Person(user_id, "")


async def people_at(tx: Tx, desk_id: str) -> list[Person]:
    """Everybody who has a seat at the desk now."""
    here = select(SeatRow.user_id).where(SeatRow.desk_id == desk_id, SeatRow.until.is_(None))
    return await _people(tx, StaffRow.user_id.in_(here))


async def _people(tx: Tx, which: ColumnElement[bool]) -> list[Person]:
    query = (
        select(StaffRow.user_id, StaffRow.name, SeatRow.desk_id, DeskRow.kind, SeatRow.role)
        .outerjoin(SeatRow, (SeatRow.user_id == StaffRow.user_id) & SeatRow.until.is_(None))
        .outerjoin(DeskRow, DeskRow.id == SeatRow.desk_id)
        .where(which)
        .order_by(StaffRow.user_id, SeatRow.id)
    )
    names: dict[int, str] = {}
    seats: dict[int, list[Seat]] = {}
    for user_id, name, desk_id, kind, role in await tx.execute(query):
        names[user_id] = name
        seats.setdefault(user_id, [])
        if desk_id is not None:
            seats[user_id].append(Seat(desk_id, DeskKind(kind), Role(role)))
    return [Person(user_id, names[user_id], tuple(seats[user_id])) for user_id in names]


async def name_of(tx: Tx, user_id: int | None) -> str | None:
    """The name colleagues see, also of somebody who has left; None for nobody."""
    return None if user_id is None else await tx.scalar(select(StaffRow.name).where(StaffRow.user_id == user_id))


async def remember(tx: Tx, user_id: int, name: str, now: datetime) -> None:
    """Keeps the name of somebody who asked for a seat; a name alone gives no right."""
    staff = await tx.get(StaffRow, user_id, populate_existing=True)
    if staff is None:
        await tx.execute(insert(StaffRow).values(user_id=user_id, name=name, since=now))
    else:
        staff.name = name
        await tx.flush()


async def enrol(tx: Tx, user_id: int, name: str, desk_id: str, role: Role, now: datetime) -> None:
    """Gives somebody a seat at the desk, or opens the one they once had; the name is the one last given."""
    await remember(tx, user_id, name, now)
    mine = (SeatRow.user_id == user_id) & (SeatRow.desk_id == desk_id)
    if not await changed(tx, update(SeatRow).where(mine).values(role=role, until=None)):
        await tx.execute(insert(SeatRow).values(user_id=user_id, desk_id=desk_id, role=role, since=now))


async def dismiss(tx: Tx, user_id: int, desk_id: str, now: datetime) -> bool:
    """Ends the seat; False when there was none open."""
    return await changed(tx, _open_seat(user_id, desk_id).values(until=now))


async def set_role(tx: Tx, user_id: int, desk_id: str, role: Role) -> bool:
    """Changes what somebody is at the desk; False when they have no open seat there."""
    return await changed(tx, _open_seat(user_id, desk_id).values(role=role))


def _open_seat(user_id: int, desk_id: str) -> Update:
    return update(SeatRow).where(SeatRow.user_id == user_id, SeatRow.desk_id == desk_id, SeatRow.until.is_(None))


async def add_code(tx: Tx, digest: str, desk_id: str, made_by: int, now: datetime, expires_at: datetime) -> None:
    """Keeps a bind code's keyed hash; the code itself is never stored."""
    row = {"digest": digest, "desk_id": desk_id, "made_by": made_by, "made_at": now, "expires_at": expires_at}
    await tx.execute(insert(BindCode).values(**row))


async def use_code(tx: Tx, digest: str, now: datetime) -> str | None:
    """Spends the code and returns its desk's id; None, alike, for a wrong, used or expired one.

    One UPDATE decides: of two who send the same code at once, the second changes no row.
    """
    fresh = (BindCode.digest == digest) & BindCode.used_at.is_(None) & (BindCode.expires_at > now)
    if not await changed(tx, update(BindCode).where(fresh).values(used_at=now)):
        return None
    return await tx.scalar(select(BindCode.desk_id).where(BindCode.digest == digest))
