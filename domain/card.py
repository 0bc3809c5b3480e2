"""What a case's card shows: facts only; its words are in `wording/cards.py`."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.case import Outcome, Status
from domain.clock import Kind, Wait
from domain.look_back import Verdict
from domain.people import DeskKind
from domain.repeats import RepeatFacts


@dataclass(frozen=True, slots=True)
class CardNote:
    """A note as the card lists it. `author` is a colleague's name, or None for the reporter."""

    author: str | None
    text: str
    at: datetime
    shared: bool


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the ledger keeps of a case beside the report itself; empty where nobody has filled it in yet.

    `referred_from` is the name of the desk that referred it. `objected`: the reporter's objection waits for an answer.
    """

    external_number: str = ""
    licence: str = ""
    supplier: str = ""
    severity_reason: str = ""
    measure: str = ""
    rectify_by: date | None = None
    responsible: str = ""
    penalty: str = ""
    penalty_document: str = ""
    destination: str = ""
    referred_from: str = ""
    acknowledged: bool = False
    relapses: int = 0
    objected: bool = False
    source: str = "report"


@dataclass(frozen=True, slots=True)
class LookFacts:
    """The newest task of looking back: until when, at which desk, by whom (empty: nobody yet), and how it ended.

    `here` says whether it is this group's to do. `passed` is None for one that was waived, with the reason in `words`.
    """

    due_on: date
    desk: str
    who: str
    here: bool
    done_at: datetime | None = None
    passed: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """How the case's clock stands; `overdue` once its group has been told so."""

    kind: Kind | None = None
    extended: bool = False
    overdue: bool = False
    paused_since: datetime | None = None
    paused_for: Wait | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """Who referred the case to the department that has it, when, and why; `findings` are for that department alone."""

    at: datetime
    by: str
    reason: str
    findings: str = ""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A case as officers may see it. No field leads to the reporter; `verdict` is their answer whether it is gone.

    `received_at` is rounded by the one who draws it; `lat`/`lon` are WGS-84; `border_m` is metres, set only when it
    matters; `for_kind` is the kind of desk whose group the card hangs in, which decides its buttons. `guests` are the
    names of the desks that help, `as_guest` says that this group's is one of them. Where the reporter's words are
    `withheld`, they are not here at all.
    """

    case_id: int
    number: str
    status: Status
    violation: str
    severity: str
    happened: str
    business: str
    place_text: str
    lat: float | None
    lon: float | None
    border_m: int | None
    desk_name: str | None
    holder: str | None
    outcome: Outcome | None
    conclusion: str
    received_at: datetime
    due_on: date | None
    due_provisional: bool
    photos: int
    for_kind: DeskKind
    here: bool = True
    routed_by: str = ""
    notes: tuple[CardNote, ...] = field(default=())
    ledger: LedgerFacts = field(default=LedgerFacts())
    clock: ClockFacts = field(default=ClockFacts())
    repeats: RepeatFacts = field(default=RepeatFacts())
    referral: Referral | None = None
    guests: tuple[str, ...] = field(default=())
    as_guest: bool = False
    withheld: bool = False
    look: LookFacts | None = None
    verdict: Verdict | None = None
