"""/ledger: the ledger in a group, turned and narrowed in place. The buttons carry the filter; nothing is remembered."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.asking import Verb
from domain.ledger import Listing
from domain.ledger_filter import Filter, Leaf, Menu, read_period
from domain.refusal import Refusal, refuse
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import ledgers
from services.clocks import today
from services.reach import forged
from services.turn import Turn
from wording import ledger_choices as choices
from wording import ledger_list as texts
from wording.message import Message as Said


async def begin(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/ledger, or /ledger FROM TO: the first page."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    typed = (command.args or "").strip()[:64]
    period = read_period(typed) if typed else (None, None)
    found: Listing | Refusal = refuse("bad_period")
    if period is not None:
        found = await ledgers.page(turn, by, Leaf(Filter(since=period[0], until=period[1])), 0)
    if isinstance(found, Refusal):
        explain(turn, message, found)
    else:
        say(turn, by.chat_id, texts.ledger_page(w, found, turn.app.taxonomy), to=message.message_id)
    return None


async def exports(message: Message, turn: Turn) -> Answers | None:
    """/exports: which documents were made lately, and who asked for them."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    found = await ledgers.exports(turn, by)
    if isinstance(found, Refusal):
        explain(turn, message, found)
        return None
    told = [(each.paper.made_at, each.who, each.desk, each.paper.kind, each.paper.rows) for each in found]
    say(turn, by.chat_id, texts.export_list(w, told, turn.app.zone), to=message.message_id)
    return None


async def _page(p: Press) -> Refusal | None:
    leaf = Leaf.read(p.asked.detail)
    if leaf is None:
        return await forged(p.turn, p.by.user_id)
    found = await ledgers.page(p.turn, p.by, leaf, p.asked.about)
    if isinstance(found, Refusal):
        return found
    _in_its_place(p, texts.ledger_page(w, found, p.turn.app.taxonomy))
    return None


async def _sift(p: Press) -> Refusal | None:
    asked, who = Filter.read(p.asked.detail), await ledgers.reader(p.turn, p.by)
    if isinstance(who, Refusal):
        return who
    said = await _menu(p, asked, who) if asked is not None else None
    if said is None:
        return await forged(p.turn, p.by.user_id)
    _in_its_place(p, said)
    return None


async def _menu(p: Press, asked: Filter, who: ledgers.Reader) -> Said | None:
    taxonomy, which = p.turn.app.taxonomy, p.asked.about
    match which:
        case Menu.STATE:
            return choices.choose_state(w, asked)
        case Menu.KIND:
            return choices.choose_kind(w, asked, taxonomy)
        case Menu.SOURCE:
            return choices.choose_source(w, asked)
        case Menu.PERIOD:
            return choices.choose_period(w, asked, today(p.turn))
    if which >= Menu.DESKS:
        found = [(each.id, each.name) for each in await ledgers.desks_to_choose(p.turn)] if who.oversees else []
        return choices.choose_desk(w, asked, found, which - Menu.DESKS) if found else None
    return choices.choose_category(w, asked, which - Menu.GROUP, taxonomy) if which >= Menu.GROUP else None


async def _export(p: Press) -> Refusal | None:
    asked = Filter.read(p.asked.detail)
    if asked is None or p.asked.about >= len(ledgers.FILES):
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await ledgers.export(p.turn, p.by, asked, ledgers.FILES[p.asked.about]))


def _in_its_place(p: Press, said: Said) -> None:
    """The list's message changes in place, so that turning pages does not fill the group."""
    p.turn.tell_group(p.by.chat_id, replace(said.to_say(), instead_of=p.message_id))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.LEDGER: _page,
    Verb.SIFT: _sift,
    Verb.EXPORT: _export,
}
