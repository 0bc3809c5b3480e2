"""What a citizen gave up is gone from the disk too, and nothing else is."""

from datetime import timedelta
from pathlib import Path

from services import tidying
from storage import evidence
from storage.tables import EvidenceRow
from storage.vault import EvidenceFolder
from tests.district import District


async def kept_file(district: District, folder: EvidenceFolder, owner: str) -> str:
    async with district.turn() as turn:
        row = evidence.want(turn.tx, turn.app.keys, "a-file", turn.now, owner=owner)
        await turn.tx.flush()
        kept = await folder.keep(row.handle, b"original", b"copy")
        await evidence.mark_kept(turn.tx, row.id, kept, 1, 1, None, None)
        return row.handle


def on_disk(root: Path) -> set[str]:
    """The handles of all files in the vault."""
    return {each.stem for shelf in ("originals", "copies") for each in (root / shelf).iterdir()}


async def test_the_files_of_a_cancelled_draft_are_removed_and_a_waiting_drafts_are_not(
    district: District, tmp_path: Path
) -> None:
    folder = EvidenceFolder(tmp_path, district.app.keys)
    folder.prepare()
    given_up = await kept_file(district, folder, "somebody")
    waiting = await kept_file(district, folder, "somebody else")
    async with district.turn() as turn:
        await evidence.drop_draft(turn.tx, "somebody")
    # A fetch may still be writing: nothing goes before that can no longer be.
    assert await tidying.remove_dropped_files(district.database, folder, district.now) == 0
    later = district.now + timedelta(hours=1)
    assert await tidying.remove_dropped_files(district.database, folder, later) == 1
    assert given_up not in on_disk(tmp_path)
    assert on_disk(tmp_path) == {waiting}
    async with district.database.read() as tx:
        assert await tx.get(EvidenceRow, 1) is None
