"""A proof is written, holds, and stops holding once it is changed; a late lot gets its paper."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.actions.test_fallback import pdf
from tests.exchange.sending import Sending
from tests.lots.practice import Practice

from scord.store import journal
from scord.store.tables import Attempt, ChainEntry, ScorLot
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together with the other commands


@pytest.fixture
def sent(cli: Cli) -> Cli:
    """Invoice 481 left in lot 1 and is not answered; invoice 482 was never sent."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.attach(practice.invoice(number="481"), practice.document(parts=[pdf("A")]))
        sending = Sending(practice, pieces=0)
        sending.deliver()
        practice.ready(number="482")
    return cli


@pytest.fixture
def written(sent: Cli) -> Path:
    sent.done("proof", 481, "-o", sent.root / "preuve.pdf")
    return sent.root / "preuve.json"


def test_pdf_and_json_are_written_and_the_standing_is_told(sent: Cli) -> None:
    out = sent.root / "preuve.pdf"
    told = sent.done("proof", 481, "-o", out)
    assert "Preuve écrite" in told
    assert "pas encore arrivée" in told
    assert len(PdfReader(out).pages) == 1
    assert json.loads((sent.root / "preuve.json").read_bytes())["standing"] == "under-way"


def test_what_was_never_sent_is_no_failure_and_says_so(sent: Cli) -> None:
    told = sent.done("proof", 482, "-o", sent.root / "preuve.pdf", "--json")
    assert json.loads(told)["standing"] == "nothing-sent"
    told = sent.done("proof", 482, "-o", sent.root / "preuve.pdf")
    assert "Rien n'a été envoyé" in told


def test_an_unknown_invoice_is_refused_and_writes_nothing(sent: Cli) -> None:
    out = sent.root / "preuve.pdf"
    assert sent.refused("proof", 7, "-o", out) == (1, f"[{Code.INVOICE_UNKNOWN}]")
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [(), ("481",), ("481", "-o", "p.json"), ("-o", "p.pdf"), ("481", "--verify", "p.json")],
)
def test_what_cannot_be_meant_is_a_mistake(sent: Cli, words: tuple[str, ...]) -> None:
    assert sent("proof", *words).exit_code == 2


def test_a_proof_holds_here_and_elsewhere(sent: Cli, written: Path, tmp_path: Path) -> None:
    told = sent.done("proof", "--verify", written)
    assert "La preuve tient" in told
    assert "conforme au journal" in told
    (tmp_path / "state").rename(tmp_path / "away")
    told = sent.done("proof", "--verify", written)
    assert "Aucun journal accessible" in told
    assert not (tmp_path / "state").exists()


def test_a_changed_proof_is_told_in_a_sentence_with_status_1(sent: Cli, written: Path) -> None:
    written.write_text(written.read_text().replace('"under-way"', '"accepted"'))
    result = sent("proof", "--verify", written)
    assert result.exit_code == 1
    assert "son sceau ne correspond plus" in result.stdout
    result = sent("proof", "--verify", written, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["holds"], told["faults"][0]["flaw"]) == (False, "seal")


def test_a_changed_journal_is_told_in_a_sentence_with_status_1(sent: Cli, written: Path) -> None:
    with sent.opened():
        ChainEntry.delete().where(ChainEntry.sequence == 2).execute()
    result = sent("proof", "--verify", written)
    assert result.exit_code == 1
    assert "s'arrête au maillon 1, la preuve en a 2" in result.stdout


def test_what_is_no_proof_is_told_with_status_1(sent: Cli) -> None:
    path = sent.root / "other.json"
    path.write_text("{}")
    result = sent("proof", "--verify", path)
    assert (result.exit_code, "n'est pas une preuve" in result.stdout) == (1, True)


def test_a_missing_file_is_refused(sent: Cli) -> None:
    told = sent.refused("proof", "--verify", sent.root / "none.json")
    assert told == (3, f"[{Code.FILE_UNREADABLE}]")


def test_a_lot_that_is_not_late_gets_no_paper(sent: Cli) -> None:
    out = sent.root / "bordereau.pdf"
    result = sent("bordereau", 1, "-o", out)
    assert result.exit_code == 1
    assert "n'attend pas depuis 5 jours ouvrés" in result.stderr
    assert not out.exists()


def test_a_late_lot_gets_its_bordereau_and_its_pieces(sent: Cli) -> None:
    with sent.opened() as context:
        long_ago = context.clock.now() - timedelta(days=30)
        Attempt.update(opened_at=long_ago).execute()
        ScorLot.update(sent_at=long_ago).execute()
    out, pieces = sent.root / "bordereau.pdf", sent.root / "pieces.pdf"
    told = sent.done("bordereau", 1, "-o", out, "--pieces", pieces)
    assert "Appelez la caisse" in told
    assert "lot" in PdfReader(out).pages[0].extract_text()
    assert PdfReader(pieces).pages[0].extract_text().strip() == "A"
    with sent.opened():
        assert journal.tells_of(["scor-lot"], after=0)


def test_one_file_for_both_is_a_mistake(sent: Cli) -> None:
    assert sent("bordereau", 1, "-o", "a.pdf", "--pieces", "a.pdf").exit_code == 2
