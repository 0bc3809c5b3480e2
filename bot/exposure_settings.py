"""The settings of exposures: who may publish what, in which form, and when."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.settings import Section, TimeOfDay
from domain.exposure import Class
from domain.published import Form


class ExposureSettings(Section):
    """How closed cases are made public (典型案例曝光)."""

    agency: str = Field(default="市场监督管理局", min_length=1, max_length=100)
    """Who decides on penalties here, as the titles of exposures name it; give the full name."""
    approvals: int = Field(default=1, ge=1, le=5)
    """How many leads of the publicity office must approve a text, none of whom had a hand in it."""
    business_names: Literal["full", "masked"] = "full"
    """Whether businesses stand with their registered names or as 某店; people never stand with theirs."""
    authority_for: list[Literal[Class.WARNING, Class.SAMPLING]] = Field(default_factory=list)
    """Reserved kinds this district has authority for: "warning" (food safety law, article 118), "sampling" (rules on
    sampling inspection, article 46)."""
    send_from: TimeOfDay = time(8)
    """From then on, by the district's clock, exposures are broadcast."""
    send_until: TimeOfDay = time(21, 30)
    """From then on a broadcast waits for the next morning."""
    town_groups: Form = Form.SHORT
    """In which form towns' groups get exposures: full, short (the beginning with a button) or album."""
    subscribers: Form = Form.SHORT
    """In which form subscribers get them."""

    @model_validator(mode="after")
    def _the_day_has_hours(self) -> Self:
        if self.send_from >= self.send_until:
            raise ValueError("send_from must be before send_until")
        return self
