"""Finding earlier cases that a case looks like, and putting them before whoever may see both."""

from domain.case import OPEN
from domain.coordinates import Datum, Point, to_wgs84
from domain.likeness import NEAR_M, WINDOW, Likeness, Traits, likeness, telling
from domain.outgoing import Card
from services.turn import Turn
from storage import desks
from storage import likeness as found
from storage.likeness import Candidate, Kind
from storage.tables import CaseRow

SUGGESTED = 3
"""Earlier cases kept for one that looks like many; the card shows them one after another."""

Compared = CaseRow | Candidate


async def look(turn: Turn, row: CaseRow) -> list[int]:
    """Compares the case with those around it, about the same premises or with the same picture.

    Called when it is filed and whenever it has a new photo. Returns the cases whose suggestions are new, so
    that their cards are drawn anew: a photo that came late may show a later case to be like this one. The duty desk
    gets the card of a case that looks like another desk's, because nobody else may see both.
    """
    if row.duplicate_of is not None:
        return []
    hashes = (await found.pictures(turn.tx, [row.id])).get(row.id, ())
    others = await found.candidates(turn.tx, row.id, _kinds(row, hashes), turn.now - WINDOW)
    # Without a picture of its own there is none to compare theirs with.
    theirs = await found.pictures(turn.tx, [each.id for each in others]) if others and hashes else {}
    me = _traits(turn, row, hashes)
    pairs = [(each, likeness(me, _traits(turn, each, theirs.get(each.id, ())))) for each in others]
    likely = sorted((pair for pair in pairs if pair[1].likely), key=lambda pair: (-pair[1].score, pair[0].id))
    return await _suggest(turn, row, likely)


async def look_again(turn: Turn, row: CaseRow) -> list[int]:
    """As `look`, after something was put right: what was alike only by the mistake is no longer suggested."""
    await found.forget(turn.tx, row.id)
    return await look(turn, row)


def _kinds(row: CaseRow, hashes: tuple[int, ...]) -> list[Kind]:
    kinds: list[Kind] = []
    point = _point(row)
    if point is not None:
        kinds.append(found.around(point, NEAR_M, row.received_at))
    if row.business_id is not None:
        kinds.append(found.of_business(row.business_id))
    if clear := [each for each in hashes if telling(each)]:
        kinds.append(found.with_picture(clear))
    return kinds


def _traits(turn: Turn, case: Compared, hashes: tuple[int, ...]) -> Traits:
    violations = turn.app.taxonomy.violations
    group = violations.group_of(case.violation).id if case.violation in violations else None
    return Traits(case.received_at, case.violation, group, _point(case), case.business_id, hashes)


def _point(case: Compared) -> Point | None:
    if case.lat is None or case.lon is None:
        return None
    return to_wgs84(Point(case.lat, case.lon), Datum(case.datum or Datum.WGS84))


def _head(case: Compared) -> int:
    """A report that was linked stands for the case it was linked to."""
    return case.duplicate_of or case.id


async def _suggest(turn: Turn, row: CaseRow, likely: list[tuple[Candidate, Likeness]]) -> list[int]:
    best: dict[tuple[int, int], tuple[Candidate, Likeness]] = {}
    for other, alike in likely:
        later = row if row.id > _head(other) else other
        if later.status in OPEN and later.duplicate_of is None and _head(other) != row.id:
            best.setdefault((later.id, min(row.id, _head(other))), (other, alike))
    kept = dict(list(best.items())[:SUGGESTED])
    news = await found.keep(turn.tx, {pair: alike for pair, (_, alike) in kept.items()}, turn.now)
    foreign = {pair[0] for pair in news if kept[pair][0].desk_id != row.desk_id}
    await _tell_duty_desk(turn, sorted(foreign))
    return sorted({later for later, _ in news})


async def _tell_duty_desk(turn: Turn, case_ids: list[int]) -> None:
    duty = await desks.duty_desk(turn.tx) if case_ids else None
    if duty is not None and duty.chat_id is not None:
        for case_id in case_ids:
            turn.tell_group(duty.chat_id, Card(case_id), topic=f"card:{case_id}")
