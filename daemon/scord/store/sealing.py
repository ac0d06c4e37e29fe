"""A sealed file: encrypted in pieces, under a key of its own, readable from anywhere in it.

A header, then the plain bytes in pieces of 64 KiB, each sealed by AES-256-GCM; the last piece, and
it alone, is sealed as the last. So a piece that was changed, moved, cut off or put there from
another file does not open (STREAM; Hoang, Reyhanitabar, Rogaway, Vizár: CRYPTO 2015). The key of a
file is derived from the store's and a random salt (HKDF-SHA256): its nonces can be counted, and
whoever is handed it opens no other file. docs/encryption.md tells the format byte by byte.
"""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scord.store.store_key import ID_BYTES, id_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, BinaryIO

    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"\x8fSCORD\x01\n"  # no text and no picture begins so; its last but one byte is the version
PIECE = 1 << 16
_SALT_BYTES = 32
_HEADER_BYTES = len(MAGIC) + ID_BYTES + _SALT_BYTES
_TAG_BYTES = 16
_SEALED_PIECE = PIECE + _TAG_BYTES
_PURPOSE = b"scord-sealed-file-1"


class Header(NamedTuple):
    """`key_id`: of the store's key; `salt`: of this file's."""

    key_id: bytes
    salt: bytes


def read_header(stream: IO[bytes]) -> Header | None:
    """None where the file does not begin as a sealed one."""
    head = stream.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(MAGIC):
        return None
    at = len(MAGIC)
    return Header(head[at : at + ID_BYTES], head[at + ID_BYTES :])


def sealed_size(plain: int) -> int:
    """How many bytes a file of `plain` bytes has when it is sealed."""
    return _HEADER_BYTES + plain + max(1, -(-plain // PIECE)) * _TAG_BYTES


def file_key(store_key: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=_PURPOSE).derive(store_key)


def _nonce(piece: int, *, last: bool) -> bytes:
    return piece.to_bytes(11, "big") + bytes([last])


class SealedWriter:
    """Seals into `target` what is written; without `finish` it is no whole file."""

    def __init__(self, target: BinaryIO, store_key: bytes) -> None:
        salt = os.urandom(_SALT_BYTES)
        target.write(MAGIC + id_of(store_key) + salt)
        self._target = target
        self._cipher = AESGCM(file_key(store_key, salt))
        self._rest = b""  # never empty once there was a byte: it may be the last piece
        self._piece = 0
        self._taken = 0

    def write(self, data: ReadableBuffer) -> int:
        plain = self._rest + data
        at = 0
        while len(plain) - at > PIECE:
            self._seal(plain[at : at + PIECE], last=False)
            at += PIECE
        size = len(plain) - len(self._rest)
        self._rest = plain[at:]
        self._taken += size
        return size

    def tell(self) -> int:
        """How much has been written to it."""
        return self._taken

    def finish(self) -> None:
        self._seal(self._rest, last=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._piece, last=last), plain, None))
        self._piece += 1


@contextmanager
def sealing_into(target: BinaryIO, store_key: bytes) -> Iterator[SealedWriter]:
    """What is written in the block is sealed into `target`, which stays open."""
    writer = SealedWriter(target, store_key)
    yield writer
    writer.finish()


class _SealedReader(io.RawIOBase):
    """The plain bytes of the sealed `stream`, which it closes. `name`: what faults call it.

    Raises ScordError STORE_FILE_DAMAGED where a piece does not open; the last is tried at once.
    """

    def __init__(self, stream: IO[bytes], key: bytes, name: str) -> None:
        self._stream = stream
        self._cipher = AESGCM(key)
        self._name = name
        body = stream.seek(0, io.SEEK_END) - _HEADER_BYTES
        self._pieces = max(1, -(-body // _SEALED_PIECE))
        self._size = body - self._pieces * _TAG_BYTES
        self._at = 0
        self._opened = -1, b""  # a piece, and what it says
        self._open(self._pieces - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        bases = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        target = bases[whence] + offset
        if target < 0:
            raise ValueError("before the beginning")
        self._at = target
        return target

    def readinto(self, buffer: WriteableBuffer) -> int:
        into = memoryview(buffer).cast("B")
        if self._at >= self._size or not into:
            return 0
        piece, offset = divmod(self._at, PIECE)
        plain = self._open(piece)[offset : offset + len(into)]
        into[: len(plain)] = plain
        self._at += len(plain)
        return len(plain)

    def readall(self) -> bytes:
        pieces = []
        while self._at < self._size:
            piece, offset = divmod(self._at, PIECE)
            pieces.append(self._open(piece)[offset:])
            self._at += len(pieces[-1])
        return b"".join(pieces)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _open(self, piece: int) -> bytes:
        if self._opened[0] != piece:
            self._stream.seek(_HEADER_BYTES + piece * _SEALED_PIECE)
            nonce = _nonce(piece, last=piece == self._pieces - 1)
            try:
                plain = self._cipher.decrypt(nonce, self._stream.read(_SEALED_PIECE), None)
            except (InvalidTag, ValueError) as fault:
                raise ScordError(Code.STORE_FILE_DAMAGED, name=self._name) from fault
            self._opened = piece, plain
        return self._opened[1]


def unsealed(stream: IO[bytes], key: bytes, name: str) -> BinaryIO:
    """The plain bytes of the sealed `stream`, from their beginning; closing it closes that.

    `key`: the file's own. Raises ScordError STORE_FILE_DAMAGED, then and when it is read.
    """
    return io.BufferedReader(_SealedReader(stream, key, name), PIECE)


@dataclass(frozen=True)
class SealedFile:
    """A sealed file and the key of it alone: enough for a worker to read it, and no other."""

    path: Path
    key: bytes = field(repr=False)

    def stat(self) -> os.stat_result:
        return self.path.stat()

    def open(self, _mode: str = "rb") -> BinaryIO:
        """To be read as it was before. Raises OSError, ScordError STORE_FILE_DAMAGED."""
        stream = self.path.open("rb")
        try:
            return unsealed(stream, self.key, self.path.name)
        except ScordError:
            stream.close()
            raise


@dataclass(frozen=True)
class Sealing:
    """How the files of a store lie. `on`: new ones are sealed; else all become plain again.

    `key` is None where this process has not got the one of `key_id`: it can neither read nor write.
    """

    key_id: bytes
    on: bool
    key: bytes | None = field(repr=False)

    def require_key(self) -> bytes:
        """Raises ScordError STORE_KEY_MISSING."""
        if self.key is None:
            raise ScordError(Code.STORE_KEY_MISSING, key=self.key_id.hex())
        return self.key

    def is_ours(self, header: Header | None) -> bool:
        """Whether a file that begins so was sealed here; any other is as it lies."""
        return header is not None and header.key_id == self.key_id

    def header_of(self, path: Path) -> Header | None:
        """None where `path` is plain. Raises OSError."""
        with path.open("rb") as stream:
            header = read_header(stream)
        return header if self.is_ours(header) else None

    def file(self, path: Path) -> Path | SealedFile:
        """`path` with what opens it, where it is sealed. Raises OSError, STORE_KEY_MISSING."""
        header = self.header_of(path)
        if header is None:
            return path
        return SealedFile(path, file_key(self.require_key(), header.salt))
