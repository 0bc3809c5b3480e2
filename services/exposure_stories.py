"""Looking up what became of an exposure."""

from domain.exposure_story import ExposureStory
from domain.refusal import Refusal
from services.office import in_hand
from services.reach import Hand
from services.turn import Turn
from storage import exposure_stories


async def story(turn: Turn, by: Hand, exposure_id: int) -> ExposureStory | Refusal:
    """When it went where, was corrected, withdrawn, with whom and why. Refusals: those of `in_hand`."""
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    assert held.exposure.series_id is not None, "set with the row"
    return await exposure_stories.story(turn.tx, held.exposure.series_id)
