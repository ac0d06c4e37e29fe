"""Opening a file that may be anything: what it is, whether it is within the limits, its pages."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol

from scord.imaging.formats import HEAD_BYTES, Format, detect
from scord.imaging.memory import ran_out
from scord.imaging.source_image import ImageSource
from scord.imaging.source_jpeg import JpegSource
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Raster


class File(Protocol):
    """A path, or what stands for one whose bytes do not lie on the disk as they are."""

    def stat(self) -> os.stat_result: ...

    def open(self, mode: Literal["rb"], /) -> BinaryIO: ...


class Source(Protocol):
    """An open file. Its header has been read; its pixels have not."""

    pages: int

    def page(self, number: int) -> Raster:
        """Decodes page `number`, from 1. Raises ScordError IMAGE_*."""
        ...


def _heif(stream: BinaryIO, options: ImagingOptions) -> Source:
    from scord.imaging.source_heif import HeifSource

    return HeifSource(stream, options)


def _pdf(stream: BinaryIO, options: ImagingOptions) -> Source:
    from scord.imaging.source_pdf import PdfSource

    return PdfSource(stream, options)


# the libraries for HEIC and PDF take longer to load than a page takes: only where one comes
_OPENERS: dict[Format, Callable[[BinaryIO, ImagingOptions], Source]] = {
    Format.JPEG: JpegSource,
    Format.PNG: ImageSource,
    Format.TIFF: ImageSource,
    Format.GIF: ImageSource,
    Format.BMP: ImageSource,
    Format.WEBP: ImageSource,
    Format.HEIF: _heif,
    Format.PDF: _pdf,
}


@contextmanager
def open_source(file: File, options: ImagingOptions) -> Iterator[Source]:
    """The file's pages, for as long as the block lasts.

    Raises ScordError FILE_UNREADABLE, FILE_NOT_REGULAR, FILE_EMPTY, FILE_TOO_LARGE and IMAGE_*.
    Anything a decoder throws at a damaged file becomes IMAGE_DAMAGED; MemoryError passes through.
    """
    with _open_file(file, options) as stream, decoding():
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        fmt = detect(head)
        if fmt is None:
            raise ScordError(Code.IMAGE_UNKNOWN_FORMAT)
        source = _OPENERS[fmt](stream, options)
        if source.pages > options.max_pages:
            raise ScordError(Code.IMAGE_TOO_MANY_PAGES, pages=source.pages, limit=options.max_pages)
        if source.pages == 0:
            raise ScordError(Code.IMAGE_NO_PAGE)
        yield source


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever the decoders inside throw becomes a ScordError, so that callers know one kind."""
    try:
        yield
    except ScordError:
        raise
    except OSError as fault:
        if fault.errno not in {None, errno.EINVAL}:  # EINVAL: a damaged offset was looked for
            raise _unreadable(fault) from fault
        code = Code.IMAGE_TRUNCATED if "truncated" in str(fault) else Code.IMAGE_DAMAGED
        raise ScordError(code) from fault
    except Exception as fault:
        if ran_out(fault):
            raise
        raise ScordError(Code.IMAGE_DAMAGED, kind=type(fault).__name__) from fault


@contextmanager
def _open_file(file: File, options: ImagingOptions) -> Iterator[BinaryIO]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # opening a FIFO would wait for ever
            raise ScordError(Code.FILE_NOT_REGULAR)
        stream = file.open("rb")
    except OSError as fault:
        raise _unreadable(fault) from fault
    with stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        if size == 0:
            raise ScordError(Code.FILE_EMPTY)
        if size > options.max_bytes:
            raise ScordError(Code.FILE_TOO_LARGE, bytes=size, limit=options.max_bytes)
        yield stream


def _unreadable(fault: OSError) -> ScordError:
    return ScordError(Code.FILE_UNREADABLE, reason=fault.strerror or type(fault).__name__)
