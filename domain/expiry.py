"""How soon an exposure has to be published, and how long it stays (市场监督管理行政处罚信息公示规定)."""

from calendar import monthrange
from datetime import date

from domain.exposure import CLASSES, Class
from domain.workdays import Calendar, Due

PUBLISH_WITHIN = 20
"""Working days from the decision (article 9)."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_to_publish(decided_on: date, calendar: Calendar) -> Due:
    """Until when a decision is published in time."""
    return calendar.due(decided_on, PUBLISH_WITHIN)


def expires_on(kind: Class, published_on: date, months: int | None = None) -> date | None:
    """The day from which it is no longer shown; None for what stays. `months` goes before what its class says.

    The time counts from the publication (公示期满, articles 13 and 14), not from the decision. Low fines and public
    criticism end after three months already (article 13), which a person has to say: a fine does not tell the program
    whether it is a low one.
    """
    lasts = CLASSES[kind].months if months is None else months
    return None if lasts is None else months_later(published_on, lasts)
