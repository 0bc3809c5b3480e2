"""A first text for an exposure, from what the ledger established: parts that an editor then goes through.

Nothing of a report goes in: neither what was said nor when, nor where; of the time only the month in which the case was
concluded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.case import Outcome
from domain.exposure import Class, Part
from domain.plain_text import clean
from domain.published import LONGEST, Rich
from domain.surnames import as_somebody, looks_like_a_person
from domain.taxonomy import LawReference

DUTIES: dict[str, range] = {"食品安全法": range(109, 122)}
"""Articles on supervision (chapter 8 of the Food Safety Law): they bind authorities, so no business violates them."""

LIABILITY: dict[str, range] = {"食品安全法": range(122, 150)}
"""Articles on legal liability (chapter 9 of the Food Safety Law): by them one is penalised, the others are violated."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says of a decided case. `violation` is the category's official wording, `law` its articles;
    `month` is (year, month) of the conclusion. `found_by_staff`: on an inspection, not by somebody's report."""

    district: str
    batch_number: int
    agency: str
    business: str
    violation: str
    law: Sequence[LawReference]
    outcome: Outcome
    conclusion: str
    measure: str
    penalty: str
    document: str
    destination: str
    found_by_staff: bool
    month: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences with blanks in braces, which `compose` fills; `wording/composed.py` has them.

    `bases` says, for each class, under which article it may be published.
    """

    lead: str
    title: str
    title_referred: str
    from_clue: str
    from_inspection: str
    facts: str
    measure: str
    violated: str
    basis: str
    penalised: str
    banned: str
    referred: str
    masked: str
    nobody: str
    bases: Mapping[Class, str]


def compose(known: Known, phrases: Phrases, *, full_names: bool) -> dict[Part, Rich]:
    """The parts that can be written from the ledger; the others are left to the editor."""
    party = shown_party(known.business, phrases, full_names=full_names)
    violated, basis = by_liability(known.law)
    source = phrases.from_inspection if known.found_by_staff else phrases.from_clue
    title = phrases.title_referred if known.outcome is Outcome.REFERRED else phrases.title
    year, month = known.month
    texts = {
        Part.LEAD: phrases.lead.format(district=known.district, number=known.batch_number),
        Part.TITLE: title.format(agency=known.agency, party=party, violation=known.violation),
        Part.FACTS: phrases.facts.format(source=source, year=year, month=month, facts=known.conclusion)
        + (phrases.measure.format(measure=known.measure) if known.measure else ""),
        Part.VIOLATED: phrases.violated.format(articles=enumerated(violated)) if violated else "",
        Part.BASIS: phrases.basis.format(articles=enumerated(basis)) if basis else "",
        Part.PENALTY: _result(known, phrases),
    }
    return {part: Rich(clean(text, LONGEST)) for part, text in texts.items() if text}


def renumbered(lead: Rich, was: int, to: int) -> Rich:
    """The preamble with its own issue's number made another's, where nothing is formatted that would move."""
    if lead.entities:
        return lead
    return Rich(re.sub(rf"第\s*{was}\s*期", f"第{to}期", lead.text), [])


def _result(known: Known, phrases: Phrases) -> str:
    if known.outcome is Outcome.REFERRED:
        return phrases.referred.format(agency=known.agency, destination=known.destination)
    if known.penalty:
        return phrases.penalised.format(agency=known.agency, document=known.document, penalty=known.penalty)
    return phrases.banned.format(agency=known.agency)


def by_liability(law: Sequence[LawReference]) -> tuple[list[str], list[str]]:
    """The articles that were violated, and those by which one is penalised. A law named without an article is neither
    (a text for the public cites exactly or not at all), nor is an article that tells authorities what to do."""
    cited = [each for each in law if each.article and each.article not in DUTIES.get(each.law.zh, ())]
    penal = [each.zh for each in cited if each.article in LIABILITY.get(each.law.zh, ())]
    return [each.zh for each in cited if each.zh not in penal], penal


def enumerated(articles: Sequence[str]) -> str:
    """In the form of decisions: articles that follow each other from one law name it once."""
    shown, before = [], ""
    for each in articles:
        law, _, article = each.partition("》")
        shown.append(article if article and law == before else each)
        before = law
    return "、".join(shown)


def shown_party(business: str, phrases: Phrases, *, full_names: bool) -> str:
    """A business by the district's rule, a person as 姓某 whatever the rule."""
    if not business:
        return phrases.nobody
    if looks_like_a_person(business):
        return as_somebody(business)
    return business if full_names else phrases.masked
