"""PDFs of ours taken apart give the very pages they were made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.imaging.making import bitonal_page, make_page

from scord.imaging.apart import sheets_of
from scord.imaging.assemble import assemble
from scord.imaging.check import check_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scord.imaging.page import Page, Sheet

WHEN = datetime(2026, 3, 9, 8, tzinfo=UTC)


def page(number: int) -> Page:
    return make_page(bitonal_page()[number:], number)


def pdf(pages: Sequence[Sheet]) -> bytes:
    (part,) = assemble(pages, title="x", created=WHEN, limit_bytes=250_000)
    return part.data


def test_the_pages_come_back_as_they_were() -> None:
    pages = [page(1), page(2)]
    again = sheets_of(pdf(pages), [1, 2])
    assert [(one.number, one.width, one.height, one.strip) for one in again] == [
        (one.number, one.width, one.height, one.strip) for one in pages
    ]
    assert [round(one.dpi, 2) for one in again] == [round(one.dpi, 2) for one in pages]


def test_put_together_again_they_give_the_same_bytes() -> None:
    data = pdf([page(1), page(2)])
    assert pdf(sheets_of(data, [1, 2])) == data


def test_one_page_taken_out_still_conforms(tmp_path: Path) -> None:
    _, second = sheets_of(pdf([page(1), page(2)]), [1, 2])
    alone = tmp_path / "alone.pdf"
    alone.write_bytes(pdf([second]))
    assert check_pdf(alone).conforming


def test_a_wrong_count_of_pages_is_no_silent_loss() -> None:
    with pytest.raises(ValueError, match="zip"):
        sheets_of(pdf([page(1), page(2)]), [1])
