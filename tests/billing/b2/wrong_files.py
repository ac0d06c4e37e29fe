"""What can be wrong with the file of files.py, and where it must be said to be."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable

from tests.billing.b2.files import joined, put, twice, without

Edit = Callable[[list[str]], list[str] | bytes]


def at(number: int, column: int, signs: str) -> Edit:
    """Writes `signs` over a record."""
    return lambda lines: put(lines, number, column, signs)


def instead(number: int, change: Callable[[str], list[str]]) -> Edit:
    """Puts other lines in the place of a record."""
    return lambda lines: lines[: number - 1] + change(lines[number - 1]) + lines[number:]


def bytes_of(change: Callable[[bytes], bytes]) -> Edit:
    return lambda lines: change(joined(lines))


# what is done to the file, and where the fault is: line, column, reason
FAULTS: dict[str, tuple[Edit, int, int, str]] = {
    "no bytes": (lambda _: b"", 1, 1, "empty"),
    "only a byte order mark": (lambda _: b"\xef\xbb\xbf", 1, 1, "empty"),
    "EBCDIC": (lambda lines: "".join(lines).encode("cp500"), 1, 1, "ebcdic"),
    "UTF-16": (lambda lines: "".join(lines).encode("utf-16"), 1, 1, "encoding"),
    "a tab": (at(5, 60, "\t"), 5, 60, "unprintable"),
    "a name in no encoding": (
        bytes_of(lambda data: data.replace(b"LEO", b"L\x90\xc9")),
        12,
        69,
        "sign",
    ),
    "a byte that is no UTF-8 where all is": (
        bytes_of(lambda data: BOM_UTF8 + data.replace(b"LEO", b"LE\xc9")),
        12,
        69,
        "unprintable",
    ),
    "a record short of one": (instead(4, lambda line: [line[:-1]]), 4, 128, "record_length"),
    "a record too long by one": (instead(4, lambda line: [line + " "]), 4, 129, "record_length"),
    "an empty line": (instead(4, lambda line: ["", line]), 4, 1, "record_length"),
    "cut within a record": (bytes_of(lambda data: data[: 130 * 9 + 50]), 10, 51, "record_length"),
    "cut within a record, no line ends": (
        lambda lines: "".join(lines)[: 128 * 9 + 50].encode(),
        10,
        51,
        "record_length",
    ),
    "cut behind a record": (lambda lines: lines[:10], 11, 1, "truncated"),
    "without its last record": (lambda lines: lines[:-1], 25, 1, "truncated"),
    "a type that is none": (at(3, 1, "6"), 3, 1, "record_unknown"),
    "a lot start of another profile": (at(2, 114, "    "), 2, 114, "record_unknown"),
    "no header": (lambda lines: lines[1:], 1, 1, "record_order"),
    "an invoice without its end": (lambda lines: without(lines, 10), 10, 1, "record_order"),
    "an invoice without lines": (lambda lines: lines[:5] + lines[9:], 6, 1, "record_order"),
    "an invoice without its start": (lambda lines: without(lines, 3), 3, 1, "record_order"),
    "a record after the end": (lambda lines: [*lines, lines[-1]], 26, 1, "record_order"),
    "a line of another invoice": (at(6, 30, "000000999"), 6, 30, "head_differs"),
    "a line of another patient's": (at(6, 12, "254036322075283"), 6, 12, "head_differs"),
    "an act of another practitioner": (at(8, 2, "991200015"), 8, 2, "head_differs"),
    "a lot end of another lot": (at(16, 12, "013"), 16, 12, "head_differs"),
    "no invoice number": (at(3, 30, " " * 9), 3, 30, "missing"),
    "no care date": (at(6, 70, "000000"), 6, 70, "missing"),
    "no family name": (at(5, 42, " " * 25), 5, 42, "missing"),
    "no practitioner": (at(3, 2, "0" * 9), 3, 2, "missing"),
    "a letter in the invoice number": (at(3, 33, "O"), 3, 33, "digits"),
    "a letter in the fee": (at(6, 121, "X"), 6, 121, "digits"),
    "a fee filled up with spaces": (at(6, 115, "   1260"), 6, 115, "digits"),
    "a minus in the fee": (at(6, 115, "-"), 6, 115, "digits"),
    "a letter in the practitioner's number": (at(3, 5, "A"), 3, 5, "digits"),
    "a dash in the lot number": (at(2, 13, "-"), 2, 13, "code"),
    "a mode that is none": (at(5, 93, "Q"), 5, 93, "code_unknown"),
    "month 13 of care": (at(6, 70, "261302"), 6, 70, "day"),
    "29 February of a common year": (at(6, 70, "250229"), 6, 70, "day"),
    "25 o'clock": (at(2, 22, "250000"), 2, 22, "time"),
    "a NIR with a wrong key": (at(3, 25, "41"), 3, 25, "nir_key"),
    "a NIR with a letter": (at(3, 15, "C"), 3, 12, "nir_form"),
    "a NIR with a space": (at(3, 15, " "), 3, 15, "nir_form"),
    "a NIR that begins with 5": (at(3, 12, "581016322075134"), 3, 12, "nir_first_digit"),
    "a practitioner's number with a wrong key": (at(3, 10, "9"), 3, 2, "billing_number"),
    "a prescriber's RPPS with a wrong key": (at(7, 49, "8"), 7, 39, "rpps"),
    "a line too few": (lambda lines: lines[:7] + lines[9:], 8, 39, "count"),
    "an invoice too few": (lambda lines: lines[:10] + lines[15:], 11, 15, "count"),
    "a lot too few": (lambda lines: lines[:16] + lines[24:], 17, 4, "count"),
    "another number of records": (at(25, 8, "00000024"), 25, 8, "count"),
    "a fee that does not add up": (at(6, 121, "1"), 10, 58, "total"),
    "no total of fees": (at(10, 58, " " * 8), 10, 58, "total"),
    "an AMO part that the end does not sum": (at(6, 108, "0001000"), 10, 66, "total"),
    "a total of a hospital where there is none": (at(10, 115, "00000001"), 10, 115, "total"),
    "a total of the lot that does not add up": (at(16, 30, "1"), 16, 19, "total"),
    "two invoices of one number": (lambda lines: twice(lines, 3, 10), 11, 30, "invoice_repeated"),
    "a lot twice": (lambda lines: twice(lines, 17, 24), 25, 12, "lot_repeated"),
    "a header of another practitioner": (at(1, 11, "991200015"), 2, 2, "sender_differs"),
}
