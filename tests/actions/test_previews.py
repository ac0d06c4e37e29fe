"""Pages as pictures: the page asked for, no wider than asked, kept in bounded memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.imaging.drawing import pdf_pixels
from tests.imaging.making import bitonal_page, make_page

from scord.actions.looking.previews import Previews, page_picture
from scord.imaging.assemble import assemble
from scord.store.tables import DocumentPart
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Document


def paper(practice: Practice) -> Document:
    """Two PDFs of two pages and of one, each page shorter than the one before."""
    sheets = [make_page(bitonal_page()[: 2000 - 400 * n], n + 1) for n in range(3)]
    data = [
        part.data
        for some in (sheets[:2], sheets[2:])
        for part in assemble(some, title="x", created=practice.now, limit_bytes=250_000)
    ]
    document = practice.document(parts=data, pages=[1, 2, 3])
    DocumentPart.update(page_count=2).where(DocumentPart.number == 1).execute()
    return document


def picture(practice: Practice, document: Document, place: int, width: int) -> Image.Image:
    return Image.open(io.BytesIO(page_picture(practice.context, document, place, width)))


def test_each_page_is_found_in_the_part_that_holds_it(practice: Practice) -> None:
    document = paper(practice)
    for place, height in ((1, 2000), (2, 1600), (3, 1200)):
        shown = picture(practice, document, place, 800)
        assert shown.size == (800, round(height * 800 / 1654))
        assert (shown.format, shown.mode) == ("PNG", "L")


def test_the_picture_is_the_page_as_it_leaves(practice: Practice) -> None:
    document = practice.document(
        parts=[
            part.data
            for part in assemble(
                [make_page(bitonal_page())], title="x", created=practice.now, limit_bytes=250_000
            )
        ]
    )
    part = DocumentPart.get()
    page = Image.fromarray(pdf_pixels(practice.context.files.documents.read(part.sha256)))
    wanted = page.convert("L").resize(
        (300, round(page.height * 300 / page.width)), Image.Resampling.BOX
    )
    assert picture(practice, document, 1, 300).tobytes() == wanted.tobytes()


def test_a_page_is_never_blown_up(practice: Practice) -> None:
    narrow = make_page(bitonal_page()[:500, :400])
    (part,) = assemble([narrow], title="x", created=practice.now, limit_bytes=250_000)
    assert picture(practice, practice.document(parts=[part.data]), 1, 900).size == (400, 500)


@pytest.mark.parametrize("place", [4, 5, 10**9])
def test_a_page_beyond_the_last_is_not_there(practice: Practice, place: int) -> None:
    with pytest.raises(ScordError) as caught:
        page_picture(practice.context, paper(practice), place, 100)
    assert caught.value.code is Code.NOT_THERE


def test_a_pdf_that_is_gone_is_told_although_its_picture_is_still_kept(practice: Practice) -> None:
    document = paper(practice)
    picture(practice, document, 3, 100)
    part = DocumentPart.get(DocumentPart.number == 2)
    practice.context.files.documents.path(part.sha256).unlink()
    with pytest.raises(ScordError) as caught:
        page_picture(practice.context, document, 3, 100)
    assert caught.value.code is Code.STORE_FILE_DAMAGED


def test_a_pdf_that_is_none_of_ours_is_told_as_damaged(practice: Practice) -> None:
    with pytest.raises(ScordError) as caught:
        page_picture(practice.context, practice.document(parts=[b"%PDF-1.4 another"]), 1, 100)
    assert caught.value.code is Code.STORE_FILE_DAMAGED


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    kept = Previews(100)
    keys = [("a" * 64, place, 900) for place in range(3)]
    kept.keep(keys[0], b"0" * 40)
    kept.keep(keys[1], b"1" * 40)
    kept.find(keys[0])
    kept.keep(keys[2], b"2" * 40)
    assert [kept.find(key) is not None for key in keys] == [True, False, True]


def test_a_picture_larger_than_all_room_is_not_kept_and_the_same_twice_counts_once() -> None:
    kept = Previews(100)
    kept.keep(("a", 0, 1), b"0" * 60)
    kept.keep(("a", 0, 1), b"0" * 60)
    assert kept.find(("a", 0, 1))
    kept.keep(("b", 0, 1), b"0" * 101)
    assert kept.find(("b", 0, 1)) is None
