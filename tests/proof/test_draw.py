"""The papers say what the facts say, in both languages, and TEST stands across a test."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from scord.actions.fallback import bordereau
from scord.proof.bordereau import draw_bordereau
from scord.proof.draw import draw
from scord.proof.gather import Standing, gather
from scord.proof.record import Proof, seal_of
from scord.proof.sheet import showable
from scord.words.proof import STANDINGS

if TYPE_CHECKING:
    from tests.exchange.sending import Sending
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

A4_POINTS = (595, 842)


def drawn(made: Proof, language: str = "fr") -> PdfReader:
    data = draw(made, seal_of(made), json_name="preuve.json", language=language)
    return PdfReader(io.BytesIO(data))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def proof(sending: Sending, accepted: Invoice) -> Proof:
    return gather(sending.context, accepted)


def test_it_names_what_was_sent_when_and_what_came_back(proof: Proof) -> None:
    told = words(drawn(proof))
    (lot,) = proof.lots
    assert "acceptées par la caisse" in told
    assert "ADRDEUX LAURENT" in told
    for sha256 in (
        lot.message.sha256,
        lot.answers[0].sha256,
        lot.pieces[0].pdfs[0].sha256,
        proof.chain[-1].hash,
        seal_of(proof),
    ):
        assert sha256 in told
    assert lot.message.message_id in told.replace(" ", "")
    assert "10/03/2026 à 10:03" in told  # Paris time
    assert "scord proof --verify preuve.json" in told


def test_every_page_is_a4_numbered_and_bears_the_seal(proof: Proof) -> None:
    many = replace(proof, lots=proof.lots * 6)
    reader = drawn(many)
    total = len(reader.pages)
    assert total > 2
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
        text = page.extract_text()
        assert f"page {number} / {total}" in text
        assert seal_of(many)[:16] in text


def test_test_stands_across_every_page_of_a_test_and_of_nothing_else(proof: Proof) -> None:
    many = replace(proof, lots=proof.lots * 4)
    assert all("TEST\n" in f"{page.extract_text()}\n" for page in drawn(many).pages)
    real = replace(proof, test=False, warning=None, lots=(replace(proof.lots[0], test=False),))
    told = words(drawn(real))
    assert "TEST" not in told.replace(proof.lots[0].message.message_id, "").replace("TEST-SCOR", "")


@pytest.mark.parametrize("standing", Standing)
def test_its_standing_is_told_in_a_sentence(proof: Proof, standing: Standing) -> None:
    told = words(drawn(replace(proof, standing=standing)))
    assert [one for one, (french, _) in STANDINGS.items() if french in told] == [standing]


def test_an_invoice_never_sent_says_so_plainly(practice: Practice) -> None:
    told = words(drawn(gather(practice.context, practice.ready())))
    assert "Rien n'a été envoyé" in told
    assert "Pièces jamais envoyées" in told
    assert "la chaîne est vide" in told


def test_english_is_english(proof: Proof) -> None:
    told = words(drawn(proof, "en"))
    assert "Proof of SCOR sending" in told
    assert "accepted by the caisse" in told
    assert "envoy" not in told


def test_the_same_proof_is_the_same_bytes(proof: Proof) -> None:
    first, second = (draw(proof, "0" * 64, json_name="a.json", language="fr") for _ in range(2))
    assert first == second


def test_a_name_with_markup_or_foreign_letters_is_printed_as_text(proof: Proof) -> None:
    patient = replace(proof.invoice, family_name="<b>NGUYỄN & Ł", given_name="中")
    told = words(drawn(replace(proof, invoice=patient)))
    assert "<b>NGUYEN & Ł ?" in told


@pytest.mark.parametrize(
    ("text", "shown"), [("Élodie Œ ç «»", "Élodie Œ ç «»"), ("Ễ", "E"), ("中\n", "??")]
)
def test_letters_that_the_font_lacks_lose_their_accents(text: str, shown: str) -> None:
    assert showable(text) == shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_bordereau_names_lot_pieces_reason_rule_and_has_room_to_sign(
    sending: Sending, language: str
) -> None:
    sending.deliver()
    sending.context.clock.turn(days=8)
    made = bordereau(sending.context, sending.refreshed())
    data = draw_bordereau(made, printed_at=sending.context.clock.now(), language=language)
    told = words(PdfReader(io.BytesIO(data)))
    assert ("2 octobre 2020" if language == "fr" else "2 October 2020") in told
    assert ("cachet et signature" if language == "fr" else "stamp and signature") in told
    for fact in ("991129768", "99900065279", "01-349", "ADRDEUX LAURENT", "LPP", "CD-ROM", "TEST"):
        assert fact in told
    assert made.pieces[0].identifier in told
