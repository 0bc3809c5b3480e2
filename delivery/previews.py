"""Drawing a preview: the very pieces that would be published, for one pair of eyes."""

from delivery.parcels import Album, Text
from domain.outgoing import Preview
from domain.published import Form, Piece
from storage import exposures
from storage.addressing import Address
from storage.database import Tx
from storage.exposure_previews import as_it_stands
from wording import copies as texts
from wording.translate import words


async def preview(tx: Tx, address: Address, what: Preview) -> Text | Album | None:
    """The piece as it stands now; None for a group, whatever was queued, and where nothing is left to show."""
    row = await exposures.get(tx, what.exposure_id)
    if address.is_group or row is None:
        return None
    form, frozen = Form(what.form), await as_it_stands(tx, row)
    if what.piece == Piece.ALBUM:
        return Album(frozen.pictures, frozen.caption if form is Form.ALBUM else None) if frozen.pictures else None
    shown = frozen.in_form(form)
    # No copy stands anywhere: the button shows where the public will find one, and pressing it does nothing.
    return Text(texts.text(words(address.lang), shown, 0, form, subscriber=False)) if shown.text else None
