"""The buttons about other cases: link, not the same, and what else there is on a business."""

from collections.abc import Awaitable, Callable

from domain.asking import Verb
from domain.case import Outcome, Status
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import w
from services import linking, offending
from services.following import Report
from services.offending import Gathered
from services.reach import forged
from wording import repeats as texts

_GATHERED = {Verb.SHOP: Gathered.PREMISES, Verb.SOURCE: Gathered.SUPPLIER}


async def _link(p: Press) -> Refusal | None:
    other = _id(p.asked.detail)
    if other is None or other == p.asked.about:
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await linking.link(p.turn, p.by, p.asked.about, other))


async def _unlike(p: Press) -> Refusal | None:
    other = _id(p.asked.detail)
    if other is None or other == p.asked.about:
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await linking.dismiss(p.turn, p.by, p.asked.about, other))


async def _others(p: Press) -> Refusal | None:
    before = _id(p.asked.detail)
    if p.asked.detail and before is None:
        return await forged(p.turn, p.by.user_id)
    found = await offending.others(p.turn, p.by, p.asked.about, _GATHERED[p.asked.verb], before)
    if isinstance(found, Refusal):
        return found
    rows = [_row(each) for each in found.cases]
    app = p.turn.app
    p.prompt(texts.case_list(w, p.asked, found.name, rows, app.taxonomy, app.zone, found.next_before))
    return None


def _row(case: Report) -> texts.Row:
    outcome = Outcome(case.outcome) if case.outcome else None
    return (case.id, case.number, case.received_at, case.violation, Status(case.status), outcome)


def _id(detail: str) -> int | None:
    return int(detail) if detail.isascii() and detail.isdigit() and len(detail) < 19 else None


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.LINK: _link,
    Verb.UNLIKE: _unlike,
    Verb.SHOP: _others,
    Verb.SOURCE: _others,
}
"""Merged into `handlers.town.presses`."""
