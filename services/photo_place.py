"""Where a photo says it was taken: sealed as evidence, offered to its sender, told to nobody else."""

import json

from services.turn import Turn
from storage import evidence
from storage.sealing import KeyRing
from storage.tables import EvidenceRow


def sealed(keys: KeyRing, handle: str, point: tuple[float, float] | None) -> bytes | None:
    """The point (latitude, longitude in WGS-84) sealed for the evidence row of that handle."""
    return None if point is None else keys.seal(json.dumps(point).encode(), "evidence", "place", handle)


async def of_draft(turn: Turn, typed_id: str) -> tuple[float, float] | None:
    """The point in one of this correspondent's own draft photos; None for anybody else's, or without one."""
    assert turn.correspondent is not None
    if not (typed_id.isascii() and typed_id.isdigit() and len(typed_id) < 19):
        return None
    row = await evidence.get(turn.tx, int(typed_id))
    if row is None or row.owner != turn.correspondent.key or row.place is None:
        return None
    return _open(turn.app.keys, row)


def _open(keys: KeyRing, row: EvidenceRow) -> tuple[float, float]:
    assert row.place is not None
    lat, lon = json.loads(keys.open(row.place, "evidence", "place", row.handle))
    return float(lat), float(lon)
