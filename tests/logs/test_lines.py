"""What a line says, and that it says nothing that others put into it."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING

import pytest

from scord.logs.about import about
from scord.logs.lines import Json, Readable
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "ADRDEUX"


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def handler(written: io.StringIO) -> logging.Handler:
    return logging.StreamHandler(written)


def test_a_readable_line_ends_with_what_it_is_about(
    speaking: Callable[..., logging.Logger], handler: logging.Handler, written: io.StringIO
) -> None:
    handler.setFormatter(Readable(dated=False))
    with about(scan=(12, 13), file="17"):
        speaking(handler).warning("page %d", 2)
    speaking(handler).info("by itself")
    assert written.getvalue().splitlines()[:2] == [
        "WARNING scord.spoken: page 2 [scan=12,13 file=17]",
        "INFO scord.spoken: by itself",
    ]


def test_a_line_of_json_is_one_object_whatever_is_in_it(
    speaking: Callable[..., logging.Logger], handler: logging.Handler, written: io.StringIO
) -> None:
    handler.setFormatter(Json())
    with about(scan=12):
        speaking(handler).info("two\nlines, \u00e9")
    (line,) = written.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "INFO",
        "logger": "scord.spoken",
        "text": "two\nlines, \u00e9",
        "scan": [12],
    }


@pytest.mark.parametrize("formatter", [Readable(), Json()])
@pytest.mark.parametrize("library", ["uvicorn.error", "pypdf", "PIL", "apscheduler", "py.warnings"])
def test_of_a_library_only_where_it_speaks_is_told(
    speaking: Callable[..., logging.Logger],
    handler: logging.Handler,
    written: io.StringIO,
    library: str,
    formatter: logging.Formatter,
) -> None:
    handler.setFormatter(formatter)
    logger = speaking(handler, library)
    logger.error(f"cannot read {NAME}")  # noqa: G004 -- as libraries do
    logger.error("cannot read %s", NAME)
    assert NAME not in written.getvalue()
    assert written.getvalue().count("test_lines.py:") == 2
    assert library in written.getvalue()


@pytest.mark.parametrize("formatter", [Readable(), Json()])
def test_a_fault_is_told_by_its_kind_and_its_lines(
    speaking: Callable[..., logging.Logger],
    handler: logging.Handler,
    written: io.StringIO,
    formatter: logging.Formatter,
) -> None:
    handler.setFormatter(formatter)
    try:
        {}[NAME]
    except KeyError:
        speaking(handler).exception("failed", stack_info=True)
    assert NAME not in written.getvalue()
    assert "KeyError" in written.getvalue()
    assert "test_lines.py" in written.getvalue()


def test_of_our_own_faults_facts_that_may_name_somebody_are_left_out(
    speaking: Callable[..., logging.Logger], handler: logging.Handler, written: io.StringIO
) -> None:
    handler.setFormatter(Readable())
    fault = ScordError(
        Code.FILE_UNREADABLE, name=NAME, path=f"/srv/{NAME}.pdf", number=NAME, page=3, reason="EIO"
    )
    try:
        raise fault
    except ScordError:
        speaking(handler).exception("failed")
    assert NAME not in written.getvalue()
    assert "file.unreadable (page=3, reason=EIO)" in written.getvalue()
