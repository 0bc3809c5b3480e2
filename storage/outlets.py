"""Channels and groups that are no desk's, in which the office publishes."""

from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update

from storage.database import Tx
from storage.guarded import changed
from storage.tables import Outlet


async def get(tx: Tx, outlet_id: int) -> Outlet | None:
    """The outlet as it stands in the database now."""
    return await tx.get(Outlet, outlet_id, populate_existing=True)


async def of_chat(tx: Tx, chat_id: int) -> Outlet | None:
    """The outlet that this chat is, was, or was proposed as."""
    query = select(Outlet).where(Outlet.chat_id == chat_id)
    return await tx.scalar(query.execution_options(populate_existing=True))


async def propose(tx: Tx, kind: str, chat_id: int, title: str, username: str | None, by: int, now: datetime) -> Outlet:
    """Keeps a chat that waits for the office's word; one that had ended waits anew."""
    known = await of_chat(tx, chat_id)
    columns: dict[str, object] = {
        "kind": kind, "title": title[:128], "username": username, "added_by": by, "added_at": now,
        "confirmed_by": None, "confirmed_at": None, "ended_at": None, "ended_by": None, "unreachable_at": None,
    }  # fmt: skip
    if known is None:
        await tx.execute(insert(Outlet).values(chat_id=chat_id, form="full", **columns))
    else:
        await tx.execute(update(Outlet).where(Outlet.id == known.id).values(**columns))
    row = await of_chat(tx, chat_id)
    assert row is not None, "just kept"
    return row


async def confirm(tx: Tx, outlet_id: int, form: str, by: int, now: datetime) -> bool:
    """It counts from now; False when somebody has decided before."""
    open_ = (Outlet.id == outlet_id) & Outlet.confirmed_at.is_(None) & Outlet.ended_at.is_(None)
    return await changed(tx, update(Outlet).where(open_).values(form=form, confirmed_by=by, confirmed_at=now))


async def reform(tx: Tx, outlet_id: int, form: str) -> bool:
    """Another form from the next round on; False for one that has ended or was never confirmed."""
    standing = (Outlet.id == outlet_id) & Outlet.confirmed_at.is_not(None) & Outlet.ended_at.is_(None)
    return await changed(tx, update(Outlet).where(standing).values(form=form))


async def end(tx: Tx, outlet_id: int, by: int, now: datetime) -> bool:
    """It counts no more; False when it had ended."""
    open_ = (Outlet.id == outlet_id) & Outlet.ended_at.is_(None)
    return await changed(tx, update(Outlet).where(open_).values(ended_at=now, ended_by=by))


async def standing(tx: Tx) -> list[Outlet]:
    """Those that have not ended, confirmed or not, oldest first."""
    query = select(Outlet).where(Outlet.ended_at.is_(None)).order_by(Outlet.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def mark_unreachable(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot can't publish there any more, since `now`."""
    there = (Outlet.chat_id == chat_id) & Outlet.unreachable_at.is_(None)
    await tx.execute(update(Outlet).where(there).values(unreachable_at=now))


async def mark_reachable(tx: Tx, chat_id: int) -> None:
    """The bot may publish there again."""
    await tx.execute(update(Outlet).where(Outlet.chat_id == chat_id).values(unreachable_at=None))


async def rename(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup and goes on under another id."""
    if await of_chat(tx, old) is None:
        return
    # The new chat may have been proposed in the same moment, as one the bot was added to: it is the same one.
    undecided = or_(Outlet.confirmed_at.is_(None), Outlet.ended_at.is_not(None))
    await tx.execute(delete(Outlet).where(Outlet.chat_id == new, undecided))
    if await of_chat(tx, new) is None:
        await tx.execute(update(Outlet).where(Outlet.chat_id == old).values(chat_id=new, unreachable_at=None))
