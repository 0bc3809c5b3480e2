"""A channel or group of the office's choosing, as it is shown there."""

from dataclasses import dataclass

from domain.published import Form


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """An outlet as it is shown: `waiting` for the office's word, `lost` where the bot can't publish now."""

    outlet_id: int
    is_channel: bool
    title: str
    form: Form
    waiting: bool
    lost: bool
