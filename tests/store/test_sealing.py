"""A sealed file opens to the very bytes or to none: no flip, cut, swap or other key is unseen."""

from __future__ import annotations

import hashlib
import io
import os
import random
from typing import TYPE_CHECKING

import pytest

from scord.store.files import Shelf, hash_file
from scord.store.sealing import (
    MAGIC,
    PIECE,
    Sealing,
    file_key,
    read_header,
    sealed_size,
    sealing_into,
    unsealed,
)
from scord.store.store_key import code_of, id_of, key_of, new_key
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17)
_SEALED_PIECE = PIECE + 16
_HEADER = 48


def sealed(data: bytes, key: bytes = KEY, step: int = 100_000) -> bytes:
    out = io.BytesIO()
    with sealing_into(out, key) as writer:
        for at in range(0, len(data), step):
            writer.write(data[at : at + step])
        assert writer.tell() == len(data)
    return out.getvalue()


def opened(raw: bytes, key: bytes = KEY) -> io.BufferedReader:
    stream = io.BytesIO(raw)
    header = read_header(stream)
    assert header
    reader = unsealed(stream, file_key(key, header.salt), "name")
    assert isinstance(reader, io.BufferedReader)
    return reader


def assert_damaged(raw: bytes, key: bytes = KEY) -> None:
    with pytest.raises(ScordError) as raised:
        opened(raw, key).read()
    assert raised.value.code == Code.STORE_FILE_DAMAGED


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [7_001, PIECE, 1 << 20])
def test_it_opens_to_what_was_sealed_and_has_the_size_foretold(size: int, step: int) -> None:
    data = os.urandom(size)
    raw = sealed(data, step=step)
    assert opened(raw).read() == data
    assert len(raw) == sealed_size(size)
    assert size < 16 or data[:16] not in raw


def test_the_same_bytes_sealed_twice_have_nothing_in_common_but_the_key_id() -> None:
    one, other = sealed(b"a" * 200), sealed(b"a" * 200)
    assert one[:16] == other[:16] == MAGIC + id_of(KEY)
    assert one[16:48] != other[16:48]
    assert one[48:] != other[48:]


def test_it_is_read_from_anywhere_as_any_file_is() -> None:
    data = os.urandom(3 * PIECE + 17)
    plain, stream = io.BytesIO(data), opened(sealed(data))
    dice = random.Random(7)  # noqa: S311 -- no secret
    for _ in range(300):
        whence = dice.choice((io.SEEK_SET, io.SEEK_END, io.SEEK_CUR))
        offset = {
            io.SEEK_SET: dice.randrange(len(data) + 50),
            io.SEEK_END: -dice.randrange(len(data)),
            io.SEEK_CUR: dice.randrange(50),
        }[whence]
        size = dice.randrange(2 * PIECE)
        assert stream.seek(offset, whence) == plain.seek(offset, whence)
        assert stream.read(size) == plain.read(size)
        assert stream.tell() == plain.tell()


@pytest.mark.parametrize("size", [0, 300, 2 * PIECE])
def test_any_changed_bit_is_found(size: int) -> None:
    raw = sealed(os.urandom(size))
    places = range(16, len(raw)) if len(raw) < 1_000 else range(16, len(raw), 9_973)
    for place in (*places, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 1
        assert_damaged(bytes(changed))


@pytest.mark.parametrize("size", SIZES)
def test_any_cut_or_addition_is_found(size: int) -> None:
    raw = sealed(os.urandom(size))
    cuts = {_HEADER, len(raw) - 1, len(raw) - 16, *range(_HEADER, len(raw), _SEALED_PIECE)}
    for cut in cuts - {len(raw)}:
        assert_damaged(raw[:cut])
    assert_damaged(raw + b"\0")
    assert_damaged(raw + raw[-16:])


def test_pieces_that_change_places_or_come_from_another_file_are_found() -> None:
    data = b"x" * (3 * PIECE)
    raw, other = sealed(data), sealed(data)
    first, second = _HEADER, _HEADER + _SEALED_PIECE
    pieces = raw[first:second], raw[second : second + _SEALED_PIECE]
    rest = raw[second + _SEALED_PIECE :]
    assert_damaged(raw[:first] + pieces[1] + pieces[0] + rest)
    assert_damaged(raw[:first] + other[first:second] + raw[second:])
    assert_damaged(raw[:first] + raw[second:])
    assert_damaged(raw[:first] + pieces[0] + raw[first:])


def test_another_key_does_not_open_it() -> None:
    assert_damaged(sealed(b"a page"), new_key())


def test_what_is_not_sealed_has_no_header() -> None:
    for data in (b"", MAGIC, b"%PDF-1.7" + bytes(100)):
        assert read_header(io.BytesIO(data)) is None


# -- the recovery code


def test_the_code_is_the_key_however_it_is_typed() -> None:
    for _ in range(50):
        key = new_key()
        code = code_of(key)
        assert len(code.split("-")) == 14
        assert key_of(code) == key
        typed = code.lower().replace("-", " ").replace("O".lower(), "0").replace("i", "1")
        assert key_of(f" {typed}\n") == key


def test_one_wrong_sign_two_that_changed_places_or_none_at_all_are_found() -> None:
    code = code_of(KEY)
    wrong = [
        code[:at] + ("A" if sign != "A" else "C") + code[at + 1 :]
        for at, sign in enumerate(code)
        if sign != "-"
    ]
    swapped = code.replace(code[:4], code[:4][::-1], 1)
    for one in (*wrong, swapped, code[:-1], code + "A", "", "é" * 56, "9" * 56):
        with pytest.raises(ScordError) as raised:
            key_of(one)
        assert raised.value.code == Code.RECOVERY_CODE_WRONG


def test_a_key_is_in_no_text_about_it(tmp_path: Path) -> None:
    sealing = Sealing(id_of(KEY), on=True, key=KEY)
    shelf = Shelf(tmp_path, sealing=sealing)
    file = shelf.file(shelf.put(b"data"))
    for text in (repr(sealing), repr(shelf), repr(file)):
        assert "\\x01\\x02" not in text
        assert "key=b" not in text


# -- the shelf


@pytest.fixture
def plain(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "originals")


def sealing_shelf(plain: Shelf, *, on: bool = True, key: bytes | None = KEY) -> Shelf:
    return Shelf(plain.root, sealing=Sealing(id_of(KEY), on=on, key=key))


DATA = b"Ordonnance de M. ADRDEUX " * 9_000


def test_what_is_put_lies_sealed_under_the_name_of_what_it_says(
    plain: Shelf, tmp_path: Path
) -> None:
    shelf = sealing_shelf(plain)
    source = tmp_path / "scan"
    source.write_bytes(DATA)
    sha256 = shelf.put(DATA)
    assert sha256 == hashlib.sha256(DATA).hexdigest()
    assert b"ADRDEUX" not in shelf.path(sha256).read_bytes()
    before = shelf.path(sha256).stat().st_ino
    assert shelf.put(DATA) == sha256
    assert shelf.path(sha256).stat().st_ino == before
    assert shelf.put_file(source) == sha256
    assert b"ADRDEUX" not in shelf.path(sha256).read_bytes()
    assert shelf.read(sha256) == DATA
    assert shelf.is_sound(sha256)
    with shelf.open(sha256) as opened_file:
        assert opened_file.read() == DATA
    with shelf.file(sha256).open("rb") as opened_file:
        assert opened_file.read() == DATA
    assert plain.is_sound(sha256) is False


@pytest.mark.parametrize("on", [True, False])
def test_sealed_and_plain_are_read_alike_and_settled_once(plain: Shelf, *, on: bool) -> None:
    first = plain.put(DATA)
    second = sealing_shelf(plain).put(b"other")
    shelf = sealing_shelf(plain, on=on)
    assert (shelf.read(first), shelf.read(second)) == (DATA, b"other")
    assert [shelf.settle(first), shelf.settle(second)] == [on, not on]
    assert [shelf.settle(first), shelf.settle(second)] == [False, False]
    assert (shelf.read(first), shelf.read(second)) == (DATA, b"other")
    assert (hash_file(shelf.path(first)) == first) is not on
    assert set(shelf.names()) == {first, second}
    assert not list(shelf.root.rglob("*.part"))


def test_put_brings_a_file_that_lies_otherwise_into_the_form_in_force(plain: Shelf) -> None:
    sha256 = plain.put(DATA)
    assert sealing_shelf(plain).put(DATA) == sha256
    assert hash_file(plain.path(sha256)) != sha256
    assert sealing_shelf(plain, on=False).put(DATA) == sha256
    assert hash_file(plain.path(sha256)) == sha256


def test_a_damaged_file_is_left_as_it_is(plain: Shelf) -> None:
    sha256 = plain.put(DATA)
    plain.path(sha256).write_bytes(b"rotten")
    with pytest.raises(ScordError) as raised:
        sealing_shelf(plain).settle(sha256)
    assert raised.value.code == Code.STORE_FILE_DAMAGED
    assert plain.path(sha256).read_bytes() == b"rotten"
    assert not list(plain.root.rglob("*.part"))


def test_what_was_dropped_meanwhile_does_not_come_back(plain: Shelf) -> None:
    sha256 = plain.put(DATA)
    shelf = sealing_shelf(plain)
    shelf.drop(sha256)
    assert shelf.settle(sha256) is False
    assert sha256 not in shelf


def test_without_the_key_nothing_sealed_is_read_and_nothing_is_written_in_the_clear(
    plain: Shelf, tmp_path: Path
) -> None:
    sha256 = sealing_shelf(plain).put(DATA)
    shelf = sealing_shelf(plain, key=None)
    acts = (
        lambda: shelf.read(sha256),
        lambda: shelf.open(sha256),
        lambda: shelf.file(sha256),
        lambda: shelf.is_sound(sha256),
        lambda: shelf.put(b"new"),
        lambda: shelf.put_file(_written(tmp_path / "scan")),
    )
    for act in acts:
        with pytest.raises(ScordError) as raised:
            act()
        assert raised.value.code == Code.STORE_KEY_MISSING
    assert list(shelf.names()) == [sha256]
    assert not list(shelf.root.rglob("*.part"))


def _written(path: Path) -> Path:
    path.write_bytes(b"new scan")
    return path


def test_a_scan_of_a_sealed_file_of_another_store_is_kept_as_any_other(plain: Shelf) -> None:
    foreign = sealed(b"a page", new_key())
    for shelf in (plain, sealing_shelf(plain), sealing_shelf(plain, on=False)):
        assert shelf.read(shelf.put(foreign)) == foreign
