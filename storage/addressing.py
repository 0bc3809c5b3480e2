"""Whom the voice reaches, under which message it speaks, and who can't be reached any more."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, literal, select, update

from domain.outgoing import Mark
from storage import desks, outlets, subscriptions
from storage.database import Tx
from storage.sealing import KeyRing, SealBroken
from storage.tables import CaseRow, Correspondent, DeskRow, EvidenceRow, Outlet, SentMessage

_PERSON = "p:"
_NEWEST_CARD = select(func.max(SentMessage.message_id)).where(
    SentMessage.recipient == bindparam("recipient"),
    SentMessage.case_id == bindparam("case_id"),
    SentMessage.mark == Mark.CARD,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a recipient is spoken to, and in which language. `is_group` also holds for channels.

    `marked`: it is marked as unreachable, so far.
    """

    chat_id: int
    lang: str
    is_group: bool
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned copy by its name in the evidence folder; `file_id` is our own earlier upload's, if there was one."""

    id: int
    copy: str
    file_id: str | None


def is_person(recipient: str) -> bool:
    """Whether it is a private chat, as `to_person` names it."""
    return recipient.startswith(_PERSON)


async def addresses(tx: Tx, keys: KeyRing, recipients: Collection[str]) -> dict[str, Address | SealBroken]:
    """Resolves recipients made by `to_group` and `to_person`; those without a row are left out.

    An address that was altered or moved is given as the error it is, so that it keeps nobody else waiting.
    """
    people = [each.removeprefix(_PERSON) for each in recipients if is_person(each)]
    groups = [each for each in recipients if not is_person(each)]
    return (await _groups(tx, groups) if groups else {}) | (await _people(tx, keys, people) if people else {})


async def _groups(tx: Tx, recipients: Collection[str]) -> dict[str, Address | SealBroken]:
    desks_ = select(DeskRow.chat_id).where(DeskRow.unreachable_at.is_not(None))
    gone = set(await tx.scalars(desks_.union_all(select(Outlet.chat_id).where(Outlet.unreachable_at.is_not(None)))))
    return {each: Address(int(each), "zh", is_group=True, marked=int(each) in gone) for each in recipients}


async def _people(tx: Tx, keys: KeyRing, people: Collection[str]) -> dict[str, Address | SealBroken]:
    columns = (Correspondent.key, Correspondent.address, Correspondent.lang, Correspondent.blocked_at)
    found: dict[str, Address | SealBroken] = {}
    for key, sealed, lang, blocked_at in await tx.execute(select(*columns).where(Correspondent.key.in_(people))):
        try:
            chat_id = int(keys.open(sealed, "correspondent", "address", key))
        except SealBroken as broken:
            found[_PERSON + key] = broken
        else:
            found[_PERSON + key] = Address(chat_id, lang, is_group=False, marked=blocked_at is not None)
    return found


async def standing_card(tx: Tx, recipient: str, case_id: int) -> int | None:
    """The message id of the case's latest card in that chat."""
    return await tx.scalar(_NEWEST_CARD, {"recipient": recipient, "case_id": case_id})


async def standing_sweep(tx: Tx, recipient: str, sweep: str) -> int | None:
    """The message id of the sweep's latest message in that chat; `sweep` is its `SentMessage.ask`."""
    # The mark is literal text: with a bound parameter SQLite would not use the partial index.
    marked = SentMessage.mark == literal(Mark.SWEEP.value, literal_execute=True)
    here = (SentMessage.recipient == recipient) & (SentMessage.ask == sweep)
    return await tx.scalar(select(func.max(SentMessage.message_id)).where(here, marked))


async def standing_board(tx: Tx, recipient: str, ask: str) -> int | None:
    """The message id of the latest standing message (`Mark.BOARD`) of that `SentMessage.ask` in that chat."""
    marked = SentMessage.mark == literal(Mark.BOARD.value, literal_execute=True)
    here = (SentMessage.recipient == recipient) & (SentMessage.ask == ask)
    return await tx.scalar(select(func.max(SentMessage.message_id)).where(here, marked))


async def pictures(tx: Tx, evidence_ids: Sequence[int]) -> list[Picture]:
    """The kept ones of these files, in the order asked for."""
    query = select(EvidenceRow.id, EvidenceRow.copy, EvidenceRow.file_id)
    rows = await tx.execute(query.where(EvidenceRow.id.in_(evidence_ids), EvidenceRow.copy.is_not(None)))
    found = {row_id: Picture(row_id, copy, file_id) for row_id, copy, file_id in rows if copy}
    return [found[each] for each in evidence_ids if each in found]


async def remember_uploads(tx: Tx, uploads: Iterable[tuple[int, str]]) -> None:
    """Keeps (evidence id, file id) of our own uploads, so that the next send needs no bytes."""
    for evidence_id, file_id in uploads:
        await tx.execute(update(EvidenceRow).where(EvidenceRow.id == evidence_id).values(file_id=file_id))


async def mark_unreachable(tx: Tx, recipient: str, now: datetime) -> None:
    """Blocked, kicked or deactivated. Whoever blocked the bot has no subscription any more."""
    if is_person(recipient):
        person = Correspondent.key == recipient.removeprefix(_PERSON)
        await tx.execute(update(Correspondent).where(person).values(blocked_at=now))
        await subscriptions.end_all(tx, recipient.removeprefix(_PERSON), now)
    else:
        await desks.mark_unreachable(tx, int(recipient), now)
        await outlets.mark_unreachable(tx, int(recipient), now)


async def mark_reached(tx: Tx, recipient: str) -> None:
    """A message arrived where none did before."""
    if is_person(recipient):
        person = Correspondent.key == recipient.removeprefix(_PERSON)
        await tx.execute(update(Correspondent).where(person).values(blocked_at=None))
    else:
        await desks.mark_reachable(tx, int(recipient))
        await outlets.mark_reachable(tx, int(recipient))


async def undelivered(tx: Tx, case_id: int, chat_id: int) -> tuple[str, str] | None:
    """The case's number and the name of the desk whose group did not get it; None if either is unknown."""
    number = await tx.scalar(select(CaseRow.number).where(CaseRow.id == case_id))
    desk = await desks.desk_of_chat(tx, chat_id)
    return (number, desk.name) if number and desk else None
