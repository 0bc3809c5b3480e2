"""The ledger's moves in a group: each button, and the reply that its question asks for."""

from collections.abc import Awaitable, Callable

from domain.asking import Asked, Verb, desk_handle
from domain.refusal import Refusal, refuse
from domain.taxonomy import Severity
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import w
from services import closing, grading, prosecuting, rectifying, referring
from services.reach import Hand, forged
from services.turn import Turn
from wording import ledger


async def _rectify(p: Press) -> Refusal | None:
    held = await rectifying.may_rectify(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    case, days = held.case, p.asked.detail
    if not days:
        p.prompt(ledger.choose_term(w, case.id, case.number), Asked(Verb.RECTIFY, case.id))
        return None
    if days not in ledger.QUICK_TERMS:
        return await forged(p.turn, p.by.user_id)
    p.prompt(ledger.ask_measure(w, case.number, days, p.by.user_id, p.name), Asked(Verb.RECTIFY, case.id, days))
    return None


async def _charge(p: Press) -> Refusal | None:
    held = await prosecuting.may_prosecute(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(ledger.ask_grounds(w, held.case.number, p.by.user_id, p.name), Asked(Verb.CHARGE, held.case.id))
    return None


async def _refer(p: Press) -> Refusal | None:
    found = await referring.departments_for(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    held, desks = found
    names = {desk_handle(each.id): each.name for each in desks}
    if not p.asked.detail:
        named = [(each.id, each.name) for each in desks]
        p.prompt(ledger.choose_department(w, held.case.id, held.case.number, named))
        return None
    if p.asked.detail not in names:
        return refuse("no_such_desk")
    said = ledger.ask_referral(w, held.case.number, names[p.asked.detail], p.by.user_id, p.name)
    p.prompt(said, Asked(Verb.REFER, held.case.id, p.asked.detail))
    return None


async def _acknowledge(p: Press) -> Refusal | None:
    return only_refusal(await referring.acknowledge(p.turn, p.by, p.asked.about))


async def _send_back(p: Press) -> Refusal | None:
    held = await referring.may_send_back(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(ledger.ask_send_back(w, held.case.number, p.by.user_id, p.name), Asked(Verb.BACK, held.case.id))
    return None


async def _grade(p: Press) -> Refusal | None:
    if p.asked.detail and p.asked.detail not in set(Severity):
        return await forged(p.turn, p.by.user_id)
    severity = Severity(p.asked.detail) if p.asked.detail else None
    held = await grading.may_grade(p.turn, p.by, p.asked.about, severity)
    if isinstance(held, Refusal):
        return held
    case = held.case
    if severity is None:
        p.prompt(ledger.choose_severity(w, case.id, case.number, case.severity))
    else:
        said = ledger.ask_grade_reason(w, case.number, severity, p.by.user_id, p.name)
        p.prompt(said, Asked(Verb.GRADE, case.id, severity))
    return None


async def _field(p: Press) -> Refusal | None:
    if p.asked.detail and p.asked.detail not in grading.FIELDS:
        return await forged(p.turn, p.by.user_id)
    held = await grading.may_fill(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    case, name = held.case, p.asked.detail
    if not name:
        p.prompt(ledger.choose_field(w, case.id, case.number))
    else:
        p.prompt(ledger.ask_field(w, case.number, name, p.by.user_id, p.name), Asked(Verb.FIELD, case.id, name))
    return None


async def _close(p: Press) -> Refusal | None:
    return only_refusal(await closing.close(p.turn, p.by, p.asked.about))


async def _reopen(p: Press) -> Refusal | None:
    held = await closing.may_reopen(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(ledger.ask_reopening(w, held.case.number, p.by.user_id, p.name), Asked(Verb.REOPEN, held.case.id))
    return None


async def _rebut(p: Press) -> Refusal | None:
    held = await closing.may_rebut(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(ledger.ask_rebuttal(w, held.case.number, p.by.user_id, p.name), Asked(Verb.REBUT, held.case.id))
    return None


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.RECTIFY: _rectify,
    Verb.CHARGE: _charge,
    Verb.REFER: _refer,
    Verb.ACK: _acknowledge,
    Verb.BACK: _send_back,
    Verb.GRADE: _grade,
    Verb.FIELD: _field,
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
    Verb.REBUT: _rebut,
}
"""Merged into `handlers.town.presses`."""

ANSWERS: dict[Verb, Callable[[Turn, Hand, Asked, str], Awaitable[object]]] = {
    Verb.RECTIFY: lambda turn, by, asked, text: rectifying.rectify(turn, by, asked.about, text, asked.detail),
    Verb.CHARGE: lambda turn, by, asked, text: prosecuting.prosecute(turn, by, asked.about, text),
    Verb.REFER: lambda turn, by, asked, text: referring.refer(turn, by, asked.about, asked.detail, text),
    Verb.BACK: lambda turn, by, asked, text: referring.send_back(turn, by, asked.about, text),
    Verb.GRADE: lambda turn, by, asked, text: grading.grade(turn, by, asked.about, Severity(asked.detail), text),
    Verb.FIELD: lambda turn, by, asked, text: grading.fill(turn, by, asked.about, asked.detail, text),
    Verb.REOPEN: lambda turn, by, asked, text: closing.reopen(turn, by, asked.about, text),
    Verb.REBUT: lambda turn, by, asked, text: closing.rebut(turn, by, asked.about, text),
}
"""What is done with a reply to each question; what stands beside a question of ours was checked when it was asked."""
