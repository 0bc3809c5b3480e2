"""The buttons in a group. What a button says is only a wish: every right is asked of the database at each press."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from domain.asking import Asked, Verb
from domain.case import Outcome
from domain.people import Right
from domain.refusal import Refusal
from handlers.town import (
    answers,
    entry,
    ledger,
    ledger_list,
    lists,
    looking_back,
    recusing,
    repeats,
    seats,
    stories,
    sweeps,
    timing,
    together,
)
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import Answers, alert, confirm, name_of, w
from services import asking, assigning, canned, concluding, handling, notes, viewing
from services.reach import Hand, forged, grasp
from services.turn import Turn
from wording import ledger as texts
from wording import town


async def press(query: CallbackQuery, turn: Turn) -> Answers:
    """Every press in a group ends here, with a line for the presser: done, or why not."""
    asked = Asked.read(query.data)
    if query.message is None or asked is None or asked.verb not in _PRESSES:
        return alert(query, await forged(turn, query.from_user.id))
    by = Hand(query.from_user.id, query.message.chat.id)
    pressed = Press(turn, by, name_of(query.from_user), query.message.message_id, asked)
    refusal = await _PRESSES[asked.verb](pressed)
    return alert(query, refusal) if refusal else confirm(query, town.done(w, asked.verb))


async def _take(p: Press) -> Refusal | None:
    return only_refusal(await handling.take_up(p.turn, p.by, p.asked.about))


async def _return(p: Press) -> Refusal | None:
    held = await handling.may_return(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(town.ask_reason(w, held.case.id, held.case.number), Asked(Verb.RETURN, held.case.id))
    return None


async def _because(p: Press) -> Refusal | None:
    reason = town.quick_reason(w, p.asked.detail)
    if reason is None:
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await handling.return_to_duty(p.turn, p.by, p.asked.about, reason))


async def _hand(p: Press) -> Refusal | None:
    found = await assigning.colleagues_for(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    held, people = found
    p.prompt(town.choose_colleague(w, held.case.id, held.case.number, [(each.user_id, each.name) for each in people]))
    return None


async def _to(p: Press) -> Refusal | None:
    if not p.asked.detail.isdigit():
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await assigning.hand_over(p.turn, p.by, p.asked.about, int(p.asked.detail[:18])))


async def _assign(p: Press) -> Refusal | None:
    found = await assigning.desks_for(p.turn, p.by, p.asked.about, p.asked.detail)
    if isinstance(found, Refusal):
        return found
    held, desks = found
    named = [(each.id, each.name) for each in desks]
    p.prompt(town.choose_desk(w, held.case.id, held.case.number, named, assigning.DESKS_A_PAGE))
    return None


async def _ask(p: Press) -> Refusal | None:
    held = await asking.may_ask(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(town.ask_question(w, held.case.number, p.by.user_id, p.name), Asked(Verb.ASK, held.case.id))
    await answers.offer(p, held, canned.AS_QUESTION)
    return None


async def _note(p: Press) -> Refusal | None:
    held = await grasp(p.turn, p.by, p.asked.about, Right.NOTE)
    if isinstance(held, Refusal):
        return held
    p.prompt(town.ask_note(w, held.case.number, p.by.user_id, p.name))
    return None


async def _end(p: Press) -> Refusal | None:
    held = await concluding.may_conclude(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(town.choose_outcome(w, held.case.id, held.case.number))
    return None


async def _as(p: Press) -> Refusal | None:
    if p.asked.detail not in set(Outcome):
        return await forged(p.turn, p.by.user_id)
    outcome = Outcome(p.asked.detail)
    held = await concluding.may_conclude(p.turn, p.by, p.asked.about, outcome)
    if isinstance(held, Refusal):
        return held
    form = concluding.form_of(outcome)
    if len(form) > 1:
        said = texts.ask_conclusion(w, held.case.number, outcome, form, p.by.user_id, p.name)
    else:
        said = town.ask_explanation(w, held.case.number, outcome, p.by.user_id, p.name)
    p.prompt(said, Asked(Verb.AS, held.case.id, outcome))
    if len(form) == 1:
        await answers.offer(p, held, outcome)
    return None


async def _share(p: Press) -> Refusal | None:
    return only_refusal(await notes.share_note(p.turn, p.by, p.asked.about))


async def _show(p: Press) -> Refusal | None:
    return only_refusal(await viewing.show(p.turn, p.by, p.asked.about))


async def _page(p: Press) -> Refusal | None:
    return await lists.tell_page(p.turn, p.by, mine=p.asked.verb is Verb.MINE, after=p.asked.about)


async def _seat(p: Press) -> Refusal | None:
    return await seats.decide(p.turn, p.by, p.name, p.asked, p.message_id)


_PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.TAKE: _take,
    Verb.RETURN: _return,
    Verb.BECAUSE: _because,
    Verb.HAND: _hand,
    Verb.TO: _to,
    Verb.ASSIGN: _assign,
    Verb.ASK: _ask,
    Verb.NOTE: _note,
    Verb.END: _end,
    Verb.AS: _as,
    Verb.SHARE: _share,
    Verb.SHOW: _show,
    Verb.OPEN: _page,
    Verb.MINE: _page,
    Verb.JOIN: _seat,
    Verb.ADMIT: _seat,
    Verb.DECLINE: _seat,
    Verb.OUT: _seat,
    Verb.RAISE: _seat,
    Verb.LOWER: _seat,
    Verb.ENTRY: entry.press,
    **answers.PRESSES,
    **ledger.PRESSES,
    **ledger_list.PRESSES,
    **repeats.PRESSES,
    **sweeps.PRESSES,
    **stories.PRESSES,
    **looking_back.PRESSES,
    **timing.PRESSES,
    **together.PRESSES,
    **recusing.PRESSES,
}
