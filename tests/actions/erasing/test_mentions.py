"""Who is named in the journal and in the files that came is read once for all who are to go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.actions.erasing.settled import FAMILY, GIVEN

from scord.actions.erasing.mentions import Mentions
from scord.actions.erasing.patient import patient_of
from scord.store import journal
from scord.store.database import transaction
from scord.store.files import Shelf
from scord.store.sealing import Sealing
from scord.store.store_key import id_of
from scord.store.tables import Incoming, JournalEntry
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.actions.erasing.settled import Settled


def test_what_is_written_after_the_reading_is_found_too(settled: Settled) -> None:
    patient = settled.patient
    mentions = Mentions(settled.context, [patient])
    before = mentions.of(patient)
    incoming = settled.hand_over()
    with transaction():
        journal.write("invoice.looked-at", settled.invoice, by="Anne", why=f"{FAMILY} {GIVEN}")
    found = mentions.of(patient)
    assert found[Incoming] - before[Incoming] == {incoming.id}
    assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().id in found[JournalEntry]


def test_a_name_of_signs_alone_is_in_no_text(settled: Settled) -> None:
    unknown = patient_of(
        settled.practice.invoice(status="cancelled", family_name="?", given_name="-")
    )
    assert Mentions(settled.context, [unknown]).of(unknown)[JournalEntry] == set()


def test_no_mark_of_a_purge_is_a_mention(settled: Settled) -> None:
    with transaction():
        journal.write("message.purged", settled.invoice, by="machine", to=[f"{GIVEN} {FAMILY}"])
    mentions = Mentions(settled.context, [settled.patient])
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    assert last.id not in mentions.of(settled.patient)[JournalEntry]


def test_files_that_cannot_be_read_for_want_of_the_key_are_not_taken_for_empty(
    settled: Settled,
) -> None:
    key = bytes(range(32))
    sealing = Sealing(id_of(key), on=True, key=key)
    settled.context = replace(
        settled.context, files=replace(settled.context.files, sealing=sealing)
    )
    settled.hand_over()
    files = replace(settled.context.files, sealing=replace(sealing, key=None))
    blind = replace(settled.context, files=files)
    with pytest.raises(ScordError) as refused:
        Mentions(blind, [settled.patient])
    assert refused.value.code is Code.STORE_KEY_MISSING


def test_each_is_told_of_their_own_and_a_file_is_read_once_for_all(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.hand_over()
    files = Incoming.select().count()
    other = patient_of(settled.another(given_name="Léa"))
    read, really = [], Shelf.read
    monkeypatch.setattr(Shelf, "read", lambda *which: read.append(which) or really(*which))
    mentions = Mentions(settled.context, [settled.patient, other])
    assert mentions.of(settled.patient)[Incoming]
    assert mentions.of(other)[Incoming] == set()
    assert len(read) == files
