"""Desks that work together: invited to help, let go; and a case handed on to another one by the duty desk."""

from collections.abc import Awaitable, Callable

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import w
from services import assigning, handing_on, joining
from services.reach import Hand
from services.turn import Turn
from wording import together as texts


async def _desk(p: Press) -> Refusal | None:
    """What nobody has begun goes at once; what has begun goes with a reason."""
    held = await handing_on.may_assign(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    if held.case.status not in handing_on.BEGUN:
        return only_refusal(await assigning.assign_to_desk(p.turn, p.by, p.asked.about, p.asked.detail))
    found = await handing_on.may_hand_on(p.turn, p.by, p.asked.about, p.asked.detail)
    if isinstance(found, Refusal):
        return found
    said = texts.ask_why_handed_on(w, held.case.number, found[1].name, p.by.user_id, p.name)
    p.prompt(said, Asked(Verb.DESK, held.case.id, p.asked.detail))
    return None


async def _joint(p: Press) -> Refusal | None:
    known = await joining.company(p.turn, p.by, p.asked.about)
    if isinstance(known, Refusal):
        return known
    guests, others = ([(each.id, each.name) for each in found] for found in (known.guests, known.others))
    p.prompt(texts.choose_company(w, known.held.case.id, known.held.case.number, guests, others))
    return None


async def _invite(p: Press) -> Refusal | None:
    found = await joining.may_invite(p.turn, p.by, p.asked.about, p.asked.detail)
    if isinstance(found, Refusal):
        return found
    held, desk = found
    said = texts.ask_what_for(w, held.case.number, desk.name, p.by.user_id, p.name)
    p.prompt(said, Asked(Verb.INVITE, held.case.id, p.asked.detail))
    return None


async def _part(p: Press) -> Refusal | None:
    if p.asked.detail:
        return only_refusal(await joining.release(p.turn, p.by, p.asked.about, p.asked.detail))
    return only_refusal(await joining.leave(p.turn, p.by, p.asked.about))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.DESK: _desk,
    Verb.JOINT: _joint,
    Verb.INVITE: _invite,
    Verb.PART: _part,
}
"""Merged into `handlers.town.presses`."""

ANSWERS: dict[Verb, Callable[[Turn, Hand, Asked, str], Awaitable[object]]] = {
    Verb.DESK: lambda turn, by, asked, text: handing_on.hand_on(turn, by, asked.about, asked.detail, text),
    Verb.INVITE: lambda turn, by, asked, text: joining.invite(turn, by, asked.about, asked.detail, text),
}
"""Merged into `handlers.town.replies`."""
