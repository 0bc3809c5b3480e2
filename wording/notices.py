"""Notices by their keys: one sentence or two about a case, put into words at the moment of sending."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from domain.outgoing import Notice
from wording.afterwards import AFTERWARDS_NOTICES
from wording.citizen_notices import CITIZEN_NOTICES
from wording.exposure_gate import GATE_NOTICES
from wording.exposure_photos import PHOTO_NOTICES
from wording.filing_notices import FILING_NOTICES
from wording.ledger import LEDGER_NOTICES
from wording.ledger_list import LEDGER_LIST_NOTICES
from wording.look_backs import LOOK_BACK_NOTICES
from wording.message import Message
from wording.officer_notices import OFFICER_NOTICES
from wording.planning_notices import PLANNING_NOTICES
from wording.recusing import RECUSAL_NOTICES
from wording.reminders import CLOCK_NOTICES
from wording.repeats import REPEAT_NOTICES
from wording.round_notices import ROUND_NOTICES
from wording.sweep_notices import SWEEP_NOTICES
from wording.together import TOGETHER_NOTICES
from wording.translate import Words, words
from wording.verdicts import VERDICT_NOTICES
from wording.writing import WRITING_NOTICES

NOTICES: dict[str, Callable[[Words, Mapping[str, Any]], Message]] = {
    **AFTERWARDS_NOTICES,
    **CITIZEN_NOTICES,
    **FILING_NOTICES,
    **GATE_NOTICES,
    **CLOCK_NOTICES,
    **LEDGER_NOTICES,
    **LEDGER_LIST_NOTICES,
    **LOOK_BACK_NOTICES,
    **OFFICER_NOTICES,
    **PHOTO_NOTICES,
    **VERDICT_NOTICES,
    **PLANNING_NOTICES,
    **RECUSAL_NOTICES,
    **TOGETHER_NOTICES,
    **REPEAT_NOTICES,
    **ROUND_NOTICES,
    **SWEEP_NOTICES,
    **WRITING_NOTICES,
}
"""Every notice there is, by `Notice.key`."""


def render(notice: Notice, lang: str, zone: ZoneInfo) -> Message:
    """The notice in that language, at most 4096 UTF-16 units. Raises KeyError for an unknown key or a missing fact.

    `zone` is the district's, for notices that name a moment.
    """
    return NOTICES[notice.key](words(lang), {**notice.params, "zone": zone})
