"""A copy that shows the whole text from now on: later corrections keep to that."""

from sqlalchemy import update

from domain.published import Form
from storage.database import Tx
from storage.guarded import changed
from storage.tables import Copy


async def expand(tx: Tx, copy_id: int) -> bool:
    """Of two who press at once, one changes it; both are shown the whole."""
    short = (Copy.id == copy_id) & Copy.live & (Copy.form == Form.SHORT.value)
    return await changed(tx, update(Copy).where(short).values(form=Form.FULL.value))
