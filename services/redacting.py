"""Comparing an exposure's text with what is known: finding what a person has to decide on."""

from domain.case import Outcome
from domain.echoes import Overheard
from domain.exposure import EDITABLE, Class, Status
from domain.ledger_differences import Ledger
from domain.redaction import Known, flags
from domain.surnames import looks_like_a_person
from services.turn import Turn
from storage import cases, exposure_flags, exposures, reported_words
from storage.tables import CaseRow, Exposure

_MASKED = "某"


async def evaluate(turn: Turn, exposure_id: int) -> None:
    """Brings the exposure's flags up to date with its text, and with the ledger as it is now.

    Cheap enough for every edit. The reporters' words are read for it and go nowhere: what a flag holds are words of
    the exposure itself.
    """
    row = await exposures.get(turn.tx, exposure_id)
    if row is None or Status(row.status) not in EDITABLE:
        return
    found = flags(await exposures.parts(turn.tx, row.id), await _known(turn, row))
    await exposure_flags.settle(turn.tx, row.id, found)


async def _known(turn: Turn, row: Exposure) -> Known:
    case = await cases.get(turn.tx, row.case_id) if row.case_id is not None else None
    businesses = {row.party, case.business if case else ""} if not turn.app.publicity.full_names else set()
    unnamed = tuple(sorted(each for each in businesses if each and _MASKED not in each))
    if case is None:
        return Known(_elsewhere(row), people=_people(row.party), businesses=unnamed)
    names = [each for each in (row.party, case.business) if each]
    overheard = Overheard(await reported_words.words_of(turn.tx, case.id), names)
    people = _people(row.party, case.business, case.responsible)
    return Known(_ledger(turn, row, case), overheard, people, unnamed)


def _people(*names: str) -> tuple[str, ...]:
    """Those of the parties and responsible people who are persons: the public never reads their names."""
    return tuple(sorted({each.strip() for each in names if looks_like_a_person(each.strip())}))


def _elsewhere(row: Exposure) -> Ledger | None:
    """What somebody typed of a case that was handled elsewhere; a report on progress tells of no case at all."""
    if Class(row.class_) is Class.PROGRESS:
        return None
    days = frozenset({row.decided_on} if row.decided_on else ())
    return Ledger(documents=(row.document,), days=days, elsewhere=True)


def _ledger(turn: Turn, row: Exposure, case: CaseRow) -> Ledger:
    """What officers established. The day on which a report came in is not among it: it leads to the reporter."""
    moments = [each.astimezone(turn.app.zone).date() for each in (case.concluded_at, case.closed_at) if each]
    days = frozenset({each for each in (*moments, case.rectify_by, row.decided_on) if each})
    return Ledger(
        words="\n".join((case.penalty, case.conclusion, case.measure, case.destination)),
        documents=(case.penalty_document or row.document,),
        days=days,
        outcome=Outcome(case.outcome) if case.outcome else None,
    )
