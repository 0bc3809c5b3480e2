"""What the database holds, one module a subject. Importing this package registers every table."""

from storage.tables.cases import CannedAnswer, CaseEvent, CaseRow, MorningDigest, NoteRow, Statement
from storage.tables.desks import Attempt, BindCode, DeskRow, SeatRow, StaffRow
from storage.tables.evidence import EvidenceRow
from storage.tables.messages import InboxRow, OutboxRow, SentMessage
from storage.tables.people import Correspondent
from storage.tables.schema import KeyCheck, Table

__all__ = [
    "Attempt",
    "BindCode",
    "CannedAnswer",
    "CaseEvent",
    "CaseRow",
    "Correspondent",
    "DeskRow",
    "EvidenceRow",
    "InboxRow",
    "KeyCheck",
    "MorningDigest",
    "NoteRow",
    "OutboxRow",
    "SeatRow",
    "SentMessage",
    "StaffRow",
    "Statement",
    "Table",
]
