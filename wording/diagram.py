"""The page about a case's statuses, drawn from the table itself: `python -m wording.diagram > docs/statuses.md`."""

import sys

from domain.case import MOVES, OUTCOME_NEEDS, Actor, Move, Need, Outcome, Status
from wording.terms import outcome_name, status_name
from wording.translate import words

_BY = {
    Actor.ROUTING: "the program",
    Actor.CITIZEN: "reporter",
    Actor.TOWN: "town",
    Actor.DEPARTMENT: "department",
    Actor.DUTY_DESK: "duty desk",
    Actor.SUPERVISOR: "supervisor",
    Actor.CHECKER: "whoever looked back",
}
_NEEDS = {
    Need.OUTCOME: "an outcome",
    Need.EXPLANATION: "a reason or explanation",
    Need.MEASURE: "a measure",
    Need.DEADLINE: "a deadline",
    Need.RESPONSIBLE: "a responsible person",
    Need.PHOTO_AFTER: "an officer's photo of the rectified place",
    Need.PENALTY: "the penalty",
    Need.PENALTY_DOCUMENT: "the penalty document's number",
    Need.DESTINATION: "where it goes",
}
_HEAD = """# The statuses of a case

Drawn from `MOVES` in `domain/case.py` by `make diagram`; a test holds the two together. Every move leaves one event.
"""


def page() -> str:
    """The whole page, in Markdown with a Mermaid diagram."""
    return "\n".join([_HEAD, "```mermaid", *_drawing(), "```", "", *_moves(), "", *_outcomes(), ""])


def _drawing() -> list[str]:
    w = words("zh")
    names = [f"    {status} : {status} {status_name(w, status)}" for status in Status]
    arrows = [f"    {status} --> {arrow.to} : {_actors(arrow)}" for status, out in MOVES.items() for arrow in out]
    ends = [f"    {status} --> [*]" for status, out in MOVES.items() if not out]
    return ["stateDiagram-v2", *names, f"    [*] --> {Status.RECEIVED}", *arrows, *ends]


def _moves() -> list[str]:
    rows = [
        f"| `{status}` | `{arrow.to}` | {_actors(arrow)} | {_needed(arrow.needs)} |"
        for status, out in MOVES.items()
        for arrow in out
    ]
    return ["| from | to | by | needs |", "|---|---|---|---|", *rows]


def _outcomes() -> list[str]:
    zh, en = words("zh"), words("en")
    rows = [
        f"| `{each}` | {outcome_name(zh, each)} | {outcome_name(en, each)} | {_needed(OUTCOME_NEEDS[each])} |"
        for each in Outcome
    ]
    return ["| outcome | 中文 | English | also needs |", "|---|---|---|---|", *rows]


def _actors(arrow: Move) -> str:
    return ", ".join(name for actor, name in _BY.items() if actor in arrow.by)


def _needed(needs: frozenset[Need]) -> str:
    return ", ".join(text for need, text in _NEEDS.items() if need in needs) or "–"


if __name__ == "__main__":
    sys.stdout.write(page())
