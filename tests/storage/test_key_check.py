"""A start with keys that don't fit is refused by the name of the key (threat 43)."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.database import Database
from storage.key_check import KeysWrong, record, verify, verify_in_use
from storage.sealing import KeyRing, load_keys, new_keys, rotate_keys


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A key file this test may rotate."""
    path = tmp_path / "own.json"
    new_keys(path)
    return path


async def test_the_keys_a_database_was_made_with_open_it(database: Database, keys: KeyRing) -> None:
    await record(database, keys)
    await verify(database, keys)


async def test_a_database_without_proofs_is_not_started(database: Database, keys: KeyRing) -> None:
    with pytest.raises(KeysWrong, match="tipoff migrate"):
        await verify(database, keys)


async def test_another_key_file_is_refused(database: Database, keys: KeyRing, own_file: Path) -> None:
    await record(database, keys)
    with pytest.raises(KeysWrong, match=f"lacks key {keys.current}"):
        await verify(database, load_keys(own_file))
    with pytest.raises(KeysWrong, match=f"lacks key {keys.current}"):
        await record(database, load_keys(own_file))


async def test_another_key_under_the_same_name_is_refused(database: Database, keys: KeyRing, own_file: Path) -> None:
    await record(database, keys)
    other = load_keys(own_file)
    disguised = replace(keys, seals={keys.current: other.seals[other.current]})
    with pytest.raises(KeysWrong, match=f"{keys.current} .* is not the one"):
        await verify(database, disguised)


async def test_another_pseudonym_key_is_refused(database: Database, keys: KeyRing) -> None:
    await record(database, keys)
    with pytest.raises(KeysWrong, match="pseudonym key"):
        await verify(database, replace(keys, pseudonym_key=bytes(32)))


async def test_after_a_rotation_the_old_key_is_still_needed(database: Database, own_file: Path) -> None:
    before = load_keys(own_file)
    await record(database, before)
    rotate_keys(own_file)
    after = load_keys(own_file)
    await record(database, after)
    await verify(database, after)
    only_new = replace(after, seals={after.current: after.seals[after.current]})
    with pytest.raises(KeysWrong, match=f"lacks key {before.current}"):
        await verify(database, only_new)
    with pytest.raises(KeysWrong, match=f"lacks key {after.current}"):
        await verify(database, before)


async def test_beside_a_program_that_was_started_before_a_rotation_nothing_is_sealed_under_the_new_key(
    database: Database, own_file: Path
) -> None:
    await record(database, load_keys(own_file))
    rotate_keys(own_file)
    with pytest.raises(KeysWrong, match="restart"):
        await verify_in_use(database, load_keys(own_file))
    await record(database, load_keys(own_file))
    await verify_in_use(database, load_keys(own_file))
