"""Commands on files tell of every file, and end with the status of the first that failed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import invoice
from tests.cli.installation import NAMES
from tests.imaging.drawing import draw_page, jpeg, text_pdf

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def test_import_applies_and_tells_how_many(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cli.factures(invoice("481"), invoice("482"))
    assert cli.done("import", path) == (
        f"{path} : prises en compte : 2, inchangées : 0, erreurs : 0\n"
    )
    monkeypatch.setenv("SCORD_LANGUAGE", "en")
    assert cli.done("import", path) == f"{path}: applied: 0, unchanged: 2, faults: 0\n"
    assert path.exists()


def test_import_tells_what_is_to_be_checked_and_is_no_failure(cli: Cli) -> None:
    line = {"code": "TVA", "date": "2026-03-02", "quantity": 1, "amount_cents": 1500}
    path = cli.factures(invoice("481", lines=[line], total_cents=1500))
    first, second = cli.done("import", path).splitlines()
    assert first.endswith("prises en compte : 1, inchangées : 0, erreurs : 0")
    assert second.startswith("    à vérifier, 1 lines[0].amount_cents : TVA du 02/03/2026 : 15,00")


def test_import_tells_each_bad_invoice_and_ends_with_its_status(cli: Cli) -> None:
    result = cli("import", cli.factures(invoice("481"), invoice("482", total_cents="much")))
    assert result.exit_code == 6
    assert "    2 total_cents : un nombre entier est attendu\n" in result.stdout
    title, _, code = result.stderr.splitlines()
    assert title == "Import partiel (refusés : 1 sur 2)"
    assert code == "[import.partial]"
    assert not any(name in result.stdout + result.stderr for name in NAMES)


def test_a_fault_of_the_head_has_no_position(cli: Cli) -> None:
    path = cli.root / "head.json"
    path.write_text('{"format": "scord-invoices/1", "practitioner": {}, "invoices": []}')
    result = cli("import", path)
    assert result.exit_code == 6
    assert "    practitioner.billing_number : champ absent\n" in result.stdout
    assert "None" not in result.stdout


def test_import_of_several_files_is_one_json_list_whatever_happens_to_one(cli: Cli) -> None:
    good, bad, gone = cli.factures(invoice()), cli.root / "bad.json", cli.root / "gone.json"
    bad.write_text("{")
    result = cli("import", gone, good, bad, "--json")
    rows = json.loads(result.stdout)
    assert [row["reason"] for row in rows] == ["file.unreadable", None, "import.not-json"]
    assert rows[1]["applied"] == 1
    assert json.loads(result.stderr)["code"] == "file.unreadable"
    assert result.exit_code == 3


def test_a_partial_import_is_rows_and_one_error_object(cli: Cli) -> None:
    result = cli("import", cli.factures(invoice("481"), invoice("482", lines=5)), "--json")
    (row,) = json.loads(result.stdout)
    assert (row["applied"], row["faults"][0]["path"]) == (1, "lines")
    told = json.loads(result.stderr)
    assert (told["code"], told["facts"]["refused"]) == ("import.partial", 1)


def test_import_of_several_files_names_the_one_that_cannot_be_read(cli: Cli) -> None:
    good, bad, gone = cli.factures(invoice()), cli.root / "bad.json", cli.root / "gone.json"
    bad.write_text("{")
    result = cli("import", gone, good, bad)
    assert f"{good} : prises en compte : 1" in result.stdout
    assert f"{bad} : Ce fichier n'est pas du JSON" in result.stdout
    assert result.stderr.startswith(f"✗ {gone} : Fichier illisible. ")
    assert "numérisez" not in result.stderr


def test_check_tells_which_pdf_conforms_and_why_another_does_not(cli: Cli) -> None:
    path = cli.root / "text.pdf"
    path.write_bytes(text_pdf())
    result = cli("check", path)
    assert result.exit_code == 5
    assert result.stdout.startswith(f"✗ {path} (")
    assert " octets)\n    page 1 : " in result.stdout
    assert result.stderr.splitlines()[-1] == "[pdf.not-conforming]"
    result = cli("check", path, "--json")
    (row,) = json.loads(result.stdout).values()
    assert row["conforming"] is False
    assert row["faults"]
    assert json.loads(result.stderr)["code"] == "pdf.not-conforming"


def test_check_speaks_the_language_of_the_settings(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORD_LANGUAGE", "en")
    path = cli.root / "text.pdf"
    path.write_bytes(text_pdf())
    result = cli("check", path)
    assert " bytes)" in result.stdout
    assert "octets" not in result.stdout + result.stderr


def test_check_of_a_file_that_is_not_there_hides_no_other(cli: Cli) -> None:
    path = cli.root / "text.pdf"
    path.write_bytes(text_pdf())
    gone = cli.root / "gone.pdf"
    assert cli.refused("check", gone) == (3, "[file.unreadable]")
    result = cli("check", gone, path)
    assert f"✗ {gone} : Fichier illisible (introuvable)\n✗ {path} (" in result.stdout
    assert result.exit_code == 3
    rows = json.loads(cli("check", path, gone, "--json").stdout)
    assert rows[str(gone)]["fault"]["code"] == "file.unreadable"
    assert rows[str(path)]["fault"] is None


@pytest.mark.slow
def test_convert_writes_conforming_pdfs_and_tells_what_it_refused(cli: Cli) -> None:
    good, bad, out = cli.root / "page.jpg", cli.root / "notes.pdf", cli.root / "out"
    good.write_bytes(jpeg(draw_page()))
    bad.write_text("not a PDF at all")
    result = cli("convert", good, bad, "-o", out)
    assert result.exit_code == 4
    assert [path.name for path in out.iterdir()] == ["page.pdf"]
    assert f"✗ {bad} : Format de fichier inconnu. " in result.stderr
    assert result.stderr.splitlines()[-1] == "[image.unknown-format]"
    assert f"✓ {good} → {out / 'page.pdf'} (" in result.stdout
    assert " octets, 200 dpi)" in result.stdout
    cli.done("check", out / "page.pdf")
    result = cli("convert", good, "-o", out, "--json")
    assert json.loads(result.stdout)[0]["fault"]["code"] == "output.exists"
    assert json.loads(result.stderr)["code"] == "output.exists"
    rows = json.loads(cli.done("convert", good, "-o", out, "--overwrite", "--json"))
    assert (rows[0]["fault"], rows[0]["parts"][0]["dpi"]) == (None, 200)


def test_convert_tells_of_each_page_and_writes_what_to_look_at(cli: Cli) -> None:
    scan, out = cli.root / "scan.pdf", cli.root / "out"
    scan.write_bytes(text_pdf(2))
    (row,) = json.loads(cli.done("convert", scan, "-o", out, "--compare", "--json"))
    assert row["sheets"] == [str(out / "scan-compare.png")]
    assert (out / "scan-compare.png").read_bytes().startswith(b"\x89PNG")
    assert [page["number"] for page in row["pages"]] == [1, 2]
    page = row["pages"][0]
    assert (page["dpi"], page["coding"], page["verdict"]) == (200.0, "CCITT G4", "legible")
    assert 0 < page["bytes"] < row["parts"][0]["bytes"]
    assert 0 < page["ink"] < 1
    assert {"decode", "threshold", "encode"} <= page["ms"].keys()
    assert cli("convert", scan, "-o", out, "--compare").exit_code != 0
    assert "scan-compare.png" in cli.done("convert", scan, "-o", out, "--compare", "--overwrite")
