"""What staff enter for somebody who called or came by, and what they found themselves."""

from enum import StrEnum


class Channel(StrEnum):
    """How it reached the staff; stored as the case's source."""

    PHONE = "phone"
    WALK_IN = "walk_in"
    INSPECTION = "inspection"
    SUPERVISOR = "supervisor"


CHANNELS = tuple(Channel)
"""Buttons carry a channel's place in this row, so a new one goes to the end."""

CALLERS = frozenset({Channel.PHONE, Channel.WALK_IN})
"""Channels with somebody behind them who waits for an answer and has a receipt code."""


class Part(StrEnum):
    """What the form asks for."""

    PLACE = "place"
    BUSINESS = "business"
    HAPPENED = "happened"


LABELS: dict[Part, tuple[str, ...]] = {
    Part.PLACE: ("发生地点", "地点", "地址"),
    Part.BUSINESS: ("被举报对象", "被举报", "经营者", "对象"),
    Part.HAPPENED: ("反映的情况", "反映情况", "情况", "内容"),
}
"""How a part may be called at the beginning of a line."""

UNLABELLED = (Part.PLACE, Part.HAPPENED)
"""Without labels the first line is the place and all the rest the story: none of it must be taken for a name."""
