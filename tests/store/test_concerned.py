"""From each row that has to do with papers a way leads to its scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.filing.leaves import Leaf, lay_between
from scord.store.concerned import concerned
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    DocumentPage,
    Flag,
    Incoming,
    LotItem,
    Message,
    PageReading,
    Row,
    Scan,
    ScorLot,
    Sighting,
)

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


@pytest.fixture
def lot(practice: Practice) -> ScorLot:
    """Of one invoice, whose ordonnance holds pages of two scans: 1 and 2."""
    document, other = practice.document(), practice.document()
    lay_between(document, [Leaf(document.scan_id, 1), Leaf(other.scan_id, 1)])
    practice.attach(practice.invoice(), document)
    (lot,) = practice.lots()
    return lot


def test_a_scan_and_a_sighting_are_themselves(practice: Practice) -> None:
    scan = practice.document().scan
    seen = Sighting.create(folder="accueil", name="a", code="x", first_seen_at=practice.now)
    assert concerned(scan) == {"scan": scan.id}
    assert concerned(seen) == {"sighting": seen.id}


@pytest.mark.parametrize(
    ("table", "others"),
    [
        (Attachment, {"document": 1, "invoice": 1}),
        (ScorLot, {"lot": 1}),
        (LotItem, {"lot": 1}),
        (Message, {"message": 1, "lot": 1}),
        (Acknowledgement, {"lot": 1, "incoming": 1}),
        (PageReading, {}),
    ],
)
def test_every_row_leads_to_all_scans_of_its_papers(
    lot: ScorLot, practice: Practice, table: type[Row], others: dict[str, int]
) -> None:
    incoming = Incoming.create(channel="caisse", name="a", sha256="", received_at=practice.now)
    Acknowledgement.create(incoming=incoming, position=0, scor_lot=lot)
    PageReading.create(page=DocumentPage.get(DocumentPage.place == 2))
    assert concerned(table.get()) == {**others, "scan": (1, 2)}


def test_what_hangs_on_nothing_and_what_is_no_paper_lead_nowhere(practice: Practice) -> None:
    incoming = Incoming.create(channel="caisse", name="a", sha256="", received_at=practice.now)
    ack = Acknowledgement.create(incoming=incoming, position=0)
    flag = Flag.create(name="paused", set_at=practice.now, by="Anne")
    assert concerned(ack) == {"incoming": incoming.id}
    assert concerned(flag) == {}
    assert concerned(Scan(id=3)) == {"scan": 3}
