"""Proof that the keys at hand are the ones this database was sealed with.

For each sealing key the database keeps one value sealed under it, which holds a known pseudonym: it opens only with
that very key, and says the right thing only with the right pseudonym key. A start with other keys would make reporters
unreachable one by one, and give everybody a second pseudonym; so it is refused as a whole.
"""

from dataclasses import replace

from sqlalchemy import insert, select

from storage.database import Database, Tx
from storage.sealing import KeyRing, SealBroken
from storage.tables import KeyCheck


class KeysWrong(Exception):
    """The key file doesn't fit the database; the text names the key that is missing or differs, never its content."""


async def verify(database: Database, keys: KeyRing) -> None:
    """Raises KeysWrong unless every key this database was ever sealed with is at hand, unchanged."""
    async with database.read() as tx:
        proofs = await _proofs(tx)
    if not proofs:
        raise KeysWrong("the database has no proof of its keys yet; run `tipoff migrate`")
    _compare(proofs, keys)


async def verify_in_use(database: Database, keys: KeyRing) -> None:
    """As `verify`, for a command beside the running program; also raises KeysWrong for a current key that the program
    was not started with: it could not open what is sealed under it, and would take it for altered."""
    await verify(database, keys)
    async with database.read() as tx:
        known = keys.current in await _proofs(tx)
    if not known:
        raise KeysWrong(f"key {keys.current} is not in use yet; restart `tipoff run` first")


async def record(database: Database, keys: KeyRing) -> None:
    """Verifies what is there and adds proofs of new keys; to be done before anything is sealed under them."""
    async with database.write() as tx:
        proofs = await _proofs(tx)
        _compare(proofs, keys)
        fresh = [{"key_id": key_id, "proof": _proof(keys, key_id)} for key_id in keys.seals if key_id not in proofs]
        if fresh:
            await tx.execute(insert(KeyCheck), fresh)


async def _proofs(tx: Tx) -> dict[str, bytes]:
    return {row.key_id: row.proof for row in await tx.scalars(select(KeyCheck))}


def _proof(keys: KeyRing, key_id: str) -> bytes:
    return replace(keys, current=key_id).seal(_known(keys), "key_check", "proof", key_id)


def _known(keys: KeyRing) -> bytes:
    return keys.pseudonym("key_check", "known").encode()


def _compare(proofs: dict[str, bytes], keys: KeyRing) -> None:
    for key_id, proof in sorted(proofs.items()):
        if key_id not in keys.seals:
            raise KeysWrong(
                f"the key file lacks key {key_id}, which the database is sealed with; restore it from its backup"
            )
        try:
            known = keys.open(proof, "key_check", "proof", key_id)
        except SealBroken:
            raise KeysWrong(f"key {key_id} of the key file is not the one the database is sealed with") from None
        if known != _known(keys):
            raise KeysWrong("the pseudonym key of the key file is not the one the database's pseudonyms were made with")
