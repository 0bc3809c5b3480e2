"""Writing, submitting and approving an exposure, as the office does it: for tests of the gate."""

from dataclasses import replace

from domain.exposure import Part
from domain.published import Rich
from domain.refusal import Refusal
from services import approving, exposure_cards, office, submitting
from services.submitting import PREFIX
from services.turn import Turn
from storage import exposures
from tests.district import OFFICE, QIAN, District, hand


def needing(district: District, approvals: int) -> None:
    district.app = replace(district.app, publicity=replace(district.app.publicity, approvals=approvals))


async def submit(district: District, exposure_id: int, by: int = QIAN) -> str:
    """Submits it; returns what the buttons carry, or why it was refused."""
    async with district.turn() as turn:
        done = await submitting.submit(turn, hand(by, OFFICE), exposure_id)
    return done.key if isinstance(done, Refusal) else str(done.digest)[:PREFIX]


async def approve(district: District, exposure_id: int, by: int, prefix: str, chat_id: int = OFFICE) -> str:
    async with district.turn() as turn:
        done = await approving.approve(turn, hand(by, chat_id), exposure_id, prefix)
    return done.key if isinstance(done, Refusal) else done.status


async def edit(turn: Turn, by: int, exposure_id: int, part: Part, rich: Rich) -> None:
    held = await office.to_edit(turn, hand(by, OFFICE), exposure_id)
    if isinstance(held, Refusal) or await office.edited(turn, held, "written") is not None:
        return
    await exposures.set_part(turn.tx, exposure_id, part, rich)
    await exposure_cards.refresh(turn, exposure_id)
