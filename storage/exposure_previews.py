"""An exposure as the public would see it now."""

from domain.published import Frozen, freeze
from storage import exposure_photos, exposures
from storage.database import Tx
from storage.tables import Exposure


async def as_it_stands(tx: Tx, row: Exposure) -> Frozen:
    """What was frozen; of a draft what would be, with those of its photos that are confirmed and made."""
    if row.frozen:
        return Frozen.from_json(row.frozen)
    return freeze(await exposures.parts(tx, row.id), await exposure_photos.pictures(tx, row.id))
