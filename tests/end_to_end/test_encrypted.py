"""The whole way with encryption on: all is done, and nothing of a paper lies readable on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, colour_of, until

from scord.actions.encrypting.force import key_id
from scord.doctor import FAULT, examine
from scord.lots.colour import Colour
from scord.store.sealing import MAGIC
from scord.store.states import FseVerdict
from scord.store.store_key import code_of, id_of
from scord.store.tables import Attachment, FseLot, Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.caisse import Caisse

pytestmark = pytest.mark.slow

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
VARIABLE = "SCORD_SECRET_STORE_KEY"
# what says nothing of a paper, or is for the other side: docs/encryption.md
IN_THE_CLEAR = ("scord.sqlite3", "scord.lock", "secrets.toml", "exchange/", "run/", "refused/")
ON, OFF = "encrypt_files = true", "encrypt_files = false"


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setenv(VARIABLE, code_of(KEY))
    return Practice(tmp_path, top=ON)


def switch(practice: Practice, to: str) -> None:
    text = practice.config.read_text("utf-8")
    practice.config.write_text(text.replace(ON, to).replace(OFF, to), "utf-8")


def papers(practice: Practice) -> dict[str, bytes]:
    """The files of the state folder that may say something of a paper, by their places there."""
    root = practice.settings.state_dir
    paths = (Path(parent, name) for parent, _, names in os.walk(root) for name in names)
    placed = {path.relative_to(root).as_posix(): path for path in paths}
    return {
        place: path.read_bytes()
        for place, path in placed.items()
        if not place.startswith(IN_THE_CLEAR) and not path.name.endswith((".lock", ".part"))
    }


def live_a_day(practice: Practice, caisse: Caisse, number: str = "481") -> None:
    """One paper from the scanner to the caisse's answer, by the running service."""
    practice.drop(f"{number}.tif", practice.slipped(number))
    practice.hand(invoices(invoice(number)))
    with practice.running() as context:
        until(lambda: Attachment.select().exists(), "the paper on its invoice")
        practice.hand(acks(ack()))
        positive = FseLot.select().where(FseLot.verdict == FseVerdict.POSITIVE)
        until(positive.exists, "may be sent")
        practice.send(context)
        lots = until(caisse.read, "the lot")
        assert all(data.startswith(b"%PDF") for lot in lots for data in lot.pdfs.values())
        for lot in lots:
            caisse.answer(lot)
        until(lambda: colour_of(context, number) == Colour.GREEN, "accepted")
        until(lambda: not Scan.select().where(Scan.released_at.is_null()).exists(), "let go")


def sound(practice: Practice) -> bool:
    with practice.store() as context:
        return not [one for one in examine(context) if one.level == FAULT]


def test_nothing_of_a_paper_is_readable_in_the_state_folder_and_the_caisse_reads_it_all(
    practice: Practice, caisse: Caisse
) -> None:
    scan = practice.slipped("481")
    live_a_day(practice, caisse)
    found = papers(practice)
    shelves = {name.split("/")[0] for name in found}
    assert shelves == {"originals", "documents", "messages", "answers", "imports"}
    assert not list(practice.settings.state_dir.rglob("*.part"))
    for name, data in found.items():
        assert data.startswith(MAGIC), name
        assert b"%PDF-1" not in data
        assert scan[:64] not in data
        assert b"ADRDEUX" not in data
    assert sound(practice)


def test_it_is_turned_on_off_and_on_again_without_losing_anything(
    practice: Practice, caisse: Caisse
) -> None:
    switch(practice, OFF)
    live_a_day(practice, caisse)
    plain = papers(practice)
    assert not [data for data in plain.values() if data.startswith(MAGIC)]
    for _ in range(2):
        switch(practice, ON)
        with practice.running():
            until(lambda: _all(practice, sealed=True), "all encrypted")
            assert key_id() == id_of(KEY)
        assert sound(practice)
        assert papers(practice).keys() == plain.keys()
        switch(practice, OFF)
        with practice.running():
            until(lambda: _all(practice, sealed=False), "all plain")
            until(lambda: key_id() is None, "the key needed no more")
        assert papers(practice) == plain


def _all(practice: Practice, *, sealed: bool) -> bool:
    return all(data.startswith(MAGIC) is sealed for data in papers(practice).values())


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (None, Code.STORE_KEY_MISSING),
        (code_of(OTHER), Code.STORE_KEY_WRONG),
        ("AAAA-BBBB", Code.STORE_KEY_WRONG),
    ],
)
def test_without_the_key_the_service_does_not_start_and_changes_nothing(
    practice: Practice,
    caisse: Caisse,
    monkeypatch: pytest.MonkeyPatch,
    code: str | None,
    fault: Code,
) -> None:
    live_a_day(practice, caisse)
    before = papers(practice)
    if code is None:
        monkeypatch.delenv(VARIABLE)
    else:
        monkeypatch.setenv(VARIABLE, code)
    for setting in (ON, OFF):  # what is encrypted must be opened to become plain
        switch(practice, setting)
        with pytest.raises(ScordError) as raised, practice.running():
            pass
        assert raised.value.code == fault
        assert raised.value.exit_status == 78
    assert papers(practice) == before
