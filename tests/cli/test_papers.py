"""Commands on papers do what they say, say what they did, and refuse in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdf
import pytest

from scord.store.states import DocumentState, InvoiceStatus
from scord.store.tables import Arm, Attachment, Document, Invoice

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def state(cli: Cli, number: int) -> DocumentState:
    with cli.opened():
        found: DocumentState = Document.get_by_id(number).state
        return found


def test_a_slip_has_one_page_for_each_piece_the_invoice_needs(filled: Cli) -> None:
    out = filled.root / "slip.pdf"
    said = filled.done("slip", "481", "-o", out)
    assert said.startswith(f"Page de garde écrite : {out}.")
    assert len(pypdf.PdfReader(out).pages) == 1
    assert "Feuille de soins" in pypdf.PdfReader(out).pages[0].extract_text()
    filled.done("slip", "481", "-o", out, "--type", "AUTP")
    assert "Autre" in pypdf.PdfReader(out).pages[0].extract_text()


def test_arm_waits_on_the_only_folder(filled: Cli) -> None:
    assert filled.done("arm", "481", "--type", "FSNC") == (
        "Pendant 10 min, le prochain fichier de « scanner » est pour la facture 481.\n"
    )
    with filled.opened():
        armed = Arm.get()
        assert (armed.folder, armed.document_type) == ("scanner", "FSNC")
    result = filled("arm", "481", "--folder", "cellar")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].endswith("dossiers de numérisation : scanner")
    assert result.stderr.splitlines()[-1] == "[action.refused]"


def test_an_ordonnance_is_filed_before_its_invoices(filled: Cli) -> None:
    asked = ("prescribe", 1, "--reference", "ORD-77")
    assert filled.done(*asked).startswith("Document 1 classé comme ordonnance")
    assert filled.refused(*asked) == (1, "[action.refused]")
    assert filled.done("take-back", 1) == "Document 1 remis dans À classer.\n"
    assert filled.refused("prescribe", 1, "--family-name", "ADRDEUX") == (1, "[action.refused]")


def test_file_and_take_back_move_a_document_there_and_back(filled: Cli) -> None:
    assert filled.done("file", 1, "481", "--type", "FSNC") == (
        "Document 1 classé sur la facture 481 (FSNC).\n"
    )
    assert state(filled, 1) == DocumentState.ATTACHED
    assert filled.refused("file", 1, "481", "--type", "FSNC") == (1, "[action.refused]")
    assert filled.done("take-back", 1) == "Document 1 remis dans À classer.\n"
    assert state(filled, 1) == DocumentState.INBOX
    assert filled.refused("take-back", 1) == (1, "[action.refused]")


def test_a_document_is_set_aside_and_brought_back(filled: Cli) -> None:
    assert "scord bring-back 1" in filled.done("set-aside", 1)
    assert state(filled, 1) == DocumentState.SET_ASIDE
    filled.done("bring-back", 1)
    assert state(filled, 1) == DocumentState.INBOX
    result = filled("bring-back", 2)
    assert result.stderr.splitlines()[0].endswith("le document 2 est déjà sur une facture")
    assert state(filled, 2) == DocumentState.ATTACHED


def test_confirm_ends_the_wait_of_what_the_machine_filed(filled: Cli) -> None:
    with filled.opened():
        Attachment.update(confirmed_at=None, origin="slip").execute()
    assert filled.done("confirm", 2).startswith("Document 2 confirmé")
    with filled.opened():
        assert Attachment.get().confirmed_at is not None
    result = filled("confirm", 1)
    assert result.stderr.splitlines()[0].endswith("le document 1 est dans À classer")


def test_why_tells_the_colour_the_pieces_and_every_obstacle(filled: Cli) -> None:
    lines = filled.done("why", "481").splitlines()
    assert lines[0] == "◆ à ajouter"
    assert "  ORDN, document 2 : à télétransmettre" in lines
    assert "  pièce manquante : FSNC ou FSDE" in lines
    assert any(line.startswith("  caisse non ouverte à SCOR") for line in lines)
    told = json.loads(filled.done("why", "481", "--json"))
    assert told["colour"] == "orange"
    assert {"piece-missing", "caisse-closed", "region-missing"} <= set(told["obstacles"])
    assert told["pieces"][0]["document"] == 2


def test_why_speaks_of_an_invoice_that_is_cancelled_too(filled: Cli) -> None:
    with filled.opened():
        Invoice.update(status=InvoiceStatus.CANCELLED).execute()
    assert "supprimée" in filled.done("why", "481")
    assert filled.refused("file", 1, "481", "--type", "ORDN") == (1, "[invoice.unknown]")


def test_why_says_that_a_ready_invoice_leaves(filled: Cli) -> None:
    with filled.config.open("a") as settings:
        settings.write(
            "[[practitioners]]\nbilling_number = '991129768'\nregion = '84'\n"
            "scor_start_date = 2026-01-05\n[caisses]\nopen = ['*']\n"
        )
    with filled.opened():
        Invoice.update(mode="sesam_vitale").execute()
    assert filled.done("why", "481").splitlines()[-1] == "  partira avec le prochain lot"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["file", "9", "481", "--type", "ORDN"], "document.unknown"),
        (["file", "1", "999", "--type", "ORDN"], "invoice.unknown"),
        (["take-back", "9"], "document.unknown"),
        (["confirm", "9"], "document.unknown"),
        (["set-aside", "9"], "document.unknown"),
        (["bring-back", "9"], "document.unknown"),
        (["why", "999"], "invoice.unknown"),
        (["arm", "999"], "invoice.unknown"),
    ],
)
def test_what_is_not_there_is_told(filled: Cli, words: list[str], code: str) -> None:
    assert filled.refused(*words) == (1, f"[{code}]")
