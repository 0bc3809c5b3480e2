"""What is sealed opens in its own place with its own key, and nowhere else, and never lies in plain."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import KeyRing, KeysMissing, SealBroken, load_keys, new_keys, rotate_keys

names = st.text(min_size=1, max_size=12)
places = st.tuples(names, names, names)


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    path = tmp_path / "own.json"
    new_keys(path)
    return path


@given(plain=st.binary(), place=places)
def test_what_is_sealed_opens_in_its_place(keys: KeyRing, plain: bytes, place: tuple[str, str, str]) -> None:
    assert keys.open(keys.seal(plain, *place), *place) == plain


@given(plain=st.binary(min_size=6), place=places)
def test_the_content_is_not_in_what_is_stored(keys: KeyRing, plain: bytes, place: tuple[str, str, str]) -> None:
    assert plain not in keys.seal(plain, *place)


@given(place=places)
def test_sealing_the_same_twice_looks_different(keys: KeyRing, place: tuple[str, str, str]) -> None:
    assert keys.seal(b"same", *place) != keys.seal(b"same", *place)


@given(one=places, other=places)
def test_a_value_moved_elsewhere_does_not_open(
    keys: KeyRing, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    if one == other or "\0" in "".join(one + other):
        return
    with pytest.raises(SealBroken):
        keys.open(keys.seal(b"123456789", *one), *other)


@given(data=st.data())
def test_one_changed_bit_is_noticed(keys: KeyRing, data: st.DataObject) -> None:
    sealed = bytearray(keys.seal(b"123456789", "correspondent", "address", "a"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        keys.open(bytes(sealed), "correspondent", "address", "a")


@given(junk=st.binary(max_size=80))
def test_junk_is_refused_and_not_repeated(keys: KeyRing, junk: bytes) -> None:
    with pytest.raises(SealBroken):
        keys.open(junk, "correspondent", "address", "a")


@given(cut=st.integers(0, 40))
def test_a_value_cut_short_is_refused(keys: KeyRing, cut: int) -> None:
    sealed = keys.seal(b"123456789", "correspondent", "address", "a")
    with pytest.raises(SealBroken):
        keys.open(sealed[:cut], "correspondent", "address", "a")


@given(who=st.integers(1, 2**52), one=names, other=names)
def test_pseudonyms_of_two_purposes_are_unlinkable(keys: KeyRing, who: int, one: str, other: str) -> None:
    assert keys.pseudonym(one, who) == keys.pseudonym(one, who)
    assert (keys.pseudonym(one, who) == keys.pseudonym(other, who)) == (one == other)
    assert len(keys.pseudonym(one, who)) == 43


def test_pseudonyms_depend_on_the_key(keys: KeyRing) -> None:
    assert keys.pseudonym("p", 1) != replace(keys, pseudonym_key=bytes(32)).pseudonym("p", 1)


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key(own_file: Path) -> None:
    before = load_keys(own_file)
    sealed = before.seal(b"old", "t", "c", "r")
    key_id = rotate_keys(own_file)
    after = load_keys(own_file)
    assert after.current == key_id != before.current
    assert after.open(sealed, "t", "c", "r") == b"old"
    assert after.pseudonym("p", 1) == before.pseudonym("p", 1)
    with pytest.raises(SealBroken):
        before.open(after.seal(b"new", "t", "c", "r"), "t", "c", "r")


def test_new_keys_never_replace_old_ones(own_file: Path) -> None:
    before = own_file.read_bytes()
    with pytest.raises(FileExistsError):
        new_keys(own_file)
    assert own_file.read_bytes() == before


def test_a_key_file_is_its_owners_alone(own_file: Path) -> None:
    assert own_file.stat().st_mode & 0o777 == 0o600
    own_file.chmod(0o640)
    with pytest.raises(KeysMissing, match="chmod 600"):
        load_keys(own_file)


def test_a_missing_key_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="tipoff keys new"):
        load_keys(tmp_path / "none.json")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.pop("pseudonym"),
        lambda data: data.update(current="k0"),
        lambda data: data.update(pseudonym="c2hvcnQ="),
        lambda data: data.update(seals={data["current"]: "not base64!"}),
        lambda data: data.update(seals=[]),
    ],
    ids=["no pseudonym key", "unknown current", "short key", "no base64", "no keys"],
)
def test_a_damaged_key_file_is_refused_by_its_name(own_file: Path, damage: object) -> None:
    data = json.loads(own_file.read_text("utf-8"))
    secret = data["seals"][data["current"]]
    assert callable(damage)
    damage(data)
    own_file.write_text(json.dumps(data), "utf-8")
    with pytest.raises(KeysMissing, match=str(own_file)) as caught:
        load_keys(own_file)
    assert secret not in str(caught.value)


def test_a_rotation_that_dies_half_way_leaves_the_old_keys(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = own_file.read_bytes()

    def die(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(OSError, match="No space"):
        rotate_keys(own_file)
    assert own_file.read_bytes() == before
