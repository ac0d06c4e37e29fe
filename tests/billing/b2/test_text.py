from __future__ import annotations

import codecs

import pytest
from tests.billing.b2.files import INVOICES, LOTS, invoices_object, lots_object, text

from scord.billing.b2.reading import read_b2
from scord.billing.b2.text import looks_like_b2, read_lines
from scord.demo.b2 import write_b2

ENCODINGS = ("cp1252", "iso-8859-1", "cp850", "utf-8", "utf-8-sig")


def names(data: bytes) -> tuple[str, str]:
    patient = read_b2(data)[0]["invoices"][0]["patient"]
    return patient["family_name"], patient["given_name"]


@pytest.mark.parametrize("line_end", ["\r\n", "\n", ""])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("dos_end", ["", "\x1a"])
def test_any_line_ends_and_none_give_the_same_records(
    line_end: str, *, last: bool, dos_end: str
) -> None:
    data = text(line_end=line_end)
    data = data if last else data.removesuffix(line_end)
    assert read_lines((data + dos_end).encode()) == text(line_end="\n").splitlines()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\r\n", ""])
@pytest.mark.parametrize(
    ("family_name", "given_name"),
    [
        ("THÉVENOD", "RENÉ"),
        ("FRANÇOIS", "HÉLÈNE"),
        ("NOËL-CÔTÉ", "JÉRÔME"),
        ("Forêt", "Paul"),
        ("CÔTE", "PAUL"),
        ("GRIS", "Élise"),
        ("MARTELOT", "JOSEPH"),
    ],
)
def test_names_with_accents_are_read_in_every_encoding(
    encoding: str, line_end: str, family_name: str, given_name: str
) -> None:
    patient = {**INVOICES[0]["patient"], "family_name": family_name, "given_name": given_name}
    written = write_b2(
        invoices_object({**INVOICES[0], "patient": patient}, *INVOICES[1:]),
        lots_object(*LOTS),
        line_end=line_end,
    )
    assert names(written.encode(encoding)) == (family_name, given_name)


def test_a_b2_file_is_told_from_json_also_where_it_cannot_be_read() -> None:
    data = text().encode()
    assert looks_like_b2(data)
    assert looks_like_b2(codecs.BOM_UTF8 + data)
    assert looks_like_b2(data[:50])
    assert looks_like_b2(text().encode("cp500"))
    for other in (b"", b"{}", b"[]", codecs.BOM_UTF8 + b"{}", b" \n[]", b"00"):
        assert not looks_like_b2(other)
