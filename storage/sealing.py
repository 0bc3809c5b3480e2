"""Sealing: AES-256-GCM bound to a table, column and row; pseudonyms by HMAC. Keys live outside the database.

A missing or wrong key is an error that stops the program; nothing is ever written in plain instead.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT = b"\x01"


class KeysMissing(Exception):
    """The key file is absent, unreadable, or lacks what it must hold."""


class SealBroken(Exception):
    """A sealed value does not open: altered, moved to another row, or sealed under a key that is not at hand."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one district.

    `seals` maps key ids to 32-byte keys; new values are sealed under `current`, older ones stay readable while their
    key is kept. `pseudonym` is never rotated: every pseudonym in the database depends on it.
    """

    current: str
    seals: Mapping[str, AESGCM] = field(repr=False)
    pseudonym_key: bytes = field(repr=False)

    def seal(self, plain: bytes, table: str, column: str, row: str) -> bytes:
        """Seals for exactly one place: opened for any other table, column or row, it raises `SealBroken`."""
        key_id = self.current.encode()
        nonce = token_bytes(12)
        sealed = self.seals[self.current].encrypt(nonce, plain, _place(table, column, row, self.current))
        return _FORMAT + bytes([len(key_id)]) + key_id + nonce + sealed

    def open(self, sealed: bytes, table: str, column: str, row: str) -> bytes:
        """Raises `SealBroken`; its text names the place and the key id, never the content."""
        key_id = sealed[2 : 2 + sealed[1]].decode("ascii", "replace") if len(sealed) > 2 else ""
        if sealed[:1] != _FORMAT or key_id not in self.seals:
            raise SealBroken(f"{table}.{column}: no key {key_id!r}")
        body = sealed[2 + len(key_id) :]
        try:
            return self.seals[key_id].decrypt(body[:12], body[12:], _place(table, column, row, key_id))
        except (InvalidTag, ValueError):
            # ValueError: so little is left of it that there is not even a nonce.
            raise SealBroken(f"{table}.{column} does not open with key {key_id!r}") from None

    def pseudonym(self, purpose: str, value: str | int) -> str:
        """The same person has unlinkable names under different purposes. 43 characters of base64url."""
        digest = hmac.digest(self.pseudonym_key, f"{purpose}\0{value}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _place(table: str, column: str, row: str, key_id: str) -> bytes:
    return "\0".join((table, column, row, key_id)).encode()


def load_keys(path: Path) -> KeyRing:
    """Reads the key file made by `tipoff keys new`. Raises `KeysMissing` with one sentence that says what is wrong."""
    try:
        data = json.loads(path.read_text("utf-8"))
        seals = {key_id: AESGCM(_key(text)) for key_id, text in data["seals"].items()}
        ring = KeyRing(data["current"], seals, _key(data["pseudonym"]))
    except FileNotFoundError:
        raise KeysMissing(f"there is no key file at {path}; make one with `tipoff keys new`") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysMissing(f"the key file {path} can't be read ({type(error).__name__})") from None
    if ring.current not in ring.seals:
        raise KeysMissing(f"the key file {path} has no key {ring.current!r}, which it names as current")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeysMissing(f"the key file {path} can be read by others; do `chmod 600` on it first")
    return ring


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:
        raise ValueError("a key is 32 bytes")
    return key


def new_keys(path: Path) -> str:
    """Writes a fresh key file, readable by its owner alone; returns the key id. Raises FileExistsError."""
    data: dict[str, object] = {"current": "", "seals": {}, "pseudonym": _fresh()}
    return _add_key(data, path, exclusive=True)


def rotate_keys(path: Path) -> str:
    """Adds a sealing key and makes it current; keys already there stay, so that what they sealed still opens."""
    load_keys(path)
    return _add_key(json.loads(path.read_text("utf-8")), path, exclusive=False)


def _add_key(data: dict[str, object], path: Path, *, exclusive: bool) -> str:
    secret = _fresh()
    key_id = "k" + hashlib.sha256(secret.encode()).hexdigest()[:8]
    seals = data["seals"]
    assert isinstance(seals, dict)
    data |= {"current": key_id, "seals": seals | {key_id: secret}}
    content = json.dumps(data, indent=1).encode()
    if exclusive:
        _write_private(path, content, os.O_EXCL)
    else:
        # Written beside and moved over: a crash leaves the old keys or the new ones, never half a file.
        beside = path.with_name(path.name + ".new")
        _write_private(beside, content, os.O_TRUNC)
        beside.replace(path)
    return key_id


def _write_private(path: Path, content: bytes, flag: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | flag, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _fresh() -> str:
    return base64.b64encode(token_bytes(32)).decode()
