"""What the database holds, one module a subject. Importing this package registers every table."""

from storage.tables.broadcasts import Broadcast, Copy, Outlet, Subscription
from storage.tables.businesses import BusinessRow, ConflictRow
from storage.tables.cases import CannedAnswer, CaseEvent, CaseRow, MorningDigest, NoteRow, Statement
from storage.tables.desks import Attempt, BindCode, DeskRow, SeatRow, StaffRow
from storage.tables.evidence import EvidenceRow
from storage.tables.exposures import (
    Batch,
    Exposure,
    ExposureApproval,
    ExposureEvent,
    ExposureFlag,
    ExposurePart,
    ExposurePhoto,
    Slot,
)
from storage.tables.joint import CoHandler
from storage.tables.likeness import LikenessRow
from storage.tables.looking_back import LookBack
from storage.tables.messages import InboxRow, OutboxRow, SentMessage
from storage.tables.papers import Paper
from storage.tables.people import Correspondent
from storage.tables.schema import KeyCheck, Table
from storage.tables.sweeps import Sweep, SweepFinding, SweepPlace

__all__ = [
    "Attempt",
    "Batch",
    "BindCode",
    "Broadcast",
    "BusinessRow",
    "CannedAnswer",
    "CaseEvent",
    "CaseRow",
    "CoHandler",
    "ConflictRow",
    "Copy",
    "Correspondent",
    "DeskRow",
    "EvidenceRow",
    "Exposure",
    "ExposureApproval",
    "ExposureEvent",
    "ExposureFlag",
    "ExposurePart",
    "ExposurePhoto",
    "InboxRow",
    "KeyCheck",
    "LikenessRow",
    "LookBack",
    "MorningDigest",
    "NoteRow",
    "OutboxRow",
    "Outlet",
    "Paper",
    "SeatRow",
    "SentMessage",
    "Slot",
    "StaffRow",
    "Statement",
    "Subscription",
    "Sweep",
    "SweepFinding",
    "SweepPlace",
    "Table",
]
