"""The commands: each with help and an example, a stable status and code, and nobody's name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from click.testing import CliRunner
from tests.billing.makers import PRACTITIONER, invoice
from tests.imaging.drawing import draw_page, jpeg, text_pdf
from tests.lots.practice import Practice

from scord.cli import main
from scord.clock import SystemClock
from scord.engine import open_state
from scord.settings import load
from scord.store.database import database
from scord.store.flags import PAUSED, SEND_REQUESTED, flag
from scord.store.states import DocumentState
from scord.store.tables import Arm, Document, Invoice
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

# The commands of the design that this release has; `read`, `open`, `proof`, `card`, `backup` and
# `restore` are still to come.
DESIGNED = {
    "run", "demo", "convert", "check", "import", "status", "doctor", "pause", "resume", "slip",
    "send", "config",
}  # fmt: skip
NAMES = ("ADRDEUX", "LAURENT", "GRIS", "ANNE", "181016322075140")


@dataclass
class Cli:
    """`scord --config …` on an installation of its own."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "scord.toml"

    def __call__(self, *arguments: object) -> Result:
        words = ["--config", str(self.config), *map(str, arguments)]
        return CliRunner().invoke(main, words, catch_exceptions=False)

    def done(self, *arguments: object) -> str:
        result = self(*arguments)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def refused(self, *arguments: object) -> tuple[int, str]:
        """Exit status and the last line on standard error; nothing else may have happened."""
        result = self(*arguments)
        assert result.exit_code != 0
        return result.exit_code, result.stderr.splitlines()[-1]

    def opened(self) -> Any:
        return open_state(load(self.config), SystemClock())


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    made = Cli(tmp_path)
    for folder in ("scanner", "lps"):
        (tmp_path / folder).mkdir()
    made.config.write_text(
        f"""
        state_dir = '{tmp_path / "state"}'
        min_free_mb = 0
        [[folders]]
        name = 'scanner'
        path = '{tmp_path / "scanner"}'
        [invoices]
        folder = '{tmp_path / "lps"}'
        [imaging]
        workers = 1
        """
    )
    monkeypatch.setenv("SCORD_SECRET_SLIP_KEY", "a key of the tests, in no file")
    return made


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """Document 1 waits in À classer, document 2 is on invoice 481, which needs a care sheet."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.document(None, state=DocumentState.INBOX, reason="no-clue")
        practice.ready(number="481", mode="degrade", patient_nir="181016322075140")
    return cli


def factures(cli: Cli, *items: Any) -> Path:
    path = cli.root / "factures.json"
    whole = {"format": "scord-invoices/1", "practitioner": PRACTITIONER, "invoices": list(items)}
    path.write_text(json.dumps(whole))
    return path


COMMANDS = main.commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    example = result.stdout.split("Example: ")[1]
    assert example.startswith("scord ")
    assert f" {name} " in f"{' '.join(example.split())} "
    assert result.stdout.split("\n\n")[1].strip().endswith((".", ":"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_line_that_its_command_understands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "scans").mkdir()
    words = str(COMMANDS[name].epilog).removeprefix("Example: scord ").split()
    words = words[words.index(name) + 1 :]
    paths = [word.replace("~", str(tmp_path)) for word in words]
    with COMMANDS[name].make_context(name, paths) as made:
        assert made.command is COMMANDS[name]


def test_the_groups_help_lists_what_the_design_names() -> None:
    listed = CliRunner().invoke(main, ["-h"]).stdout.split("Commands:")[1].split()
    assert set(COMMANDS) >= DESIGNED
    assert set(COMMANDS) <= set(listed)


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("scord, version ")


@pytest.mark.parametrize("words", [["frobnicate"], ["slip"], ["file", "one", "481"], ["--no"]])
def test_a_line_that_is_no_command_is_a_usage_error(words: list[str]) -> None:
    assert CliRunner().invoke(main, words).exit_code == 2


def test_a_fault_is_told_as_title_advice_and_code(cli: Cli) -> None:
    result = cli("slip", "999", "-o", cli.root / "slip.pdf")
    title, advice, code = result.stderr.splitlines()
    assert result.exit_code == 1
    assert "999" in title
    assert advice.endswith(".")
    assert code == f"[{Code.INVOICE_UNKNOWN}]"
    assert result.stdout == ""
    assert not (cli.root / "slip.pdf").exists()


def test_a_fault_is_an_object_where_json_was_asked_for(cli: Cli) -> None:
    result = cli("import", cli.root / "gone.json", "--json")
    told = json.loads(result.stderr)
    assert result.exit_code == 3
    assert told.keys() == {"code", "title", "advice", "facts"}
    assert (told["code"], told["facts"]) == ("file.unreadable", {"name": "gone.json"})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_is_told_in_the_language_of_the_settings(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("SCORD_LANGUAGE", language)
    title = cli("slip", "999", "-o", cli.root / "x.pdf").stderr.splitlines()[0]
    assert title == say(Code.INVOICE_UNKNOWN, {"number": "999"}, language).title


def test_faulty_settings_are_all_told_with_the_status_for_a_wrong_configuration(cli: Cli) -> None:
    cli.config.write_text("languag = 'en'\n[imaging]\ndpi = 72\n")
    result = cli("status")
    assert result.exit_code == 78
    assert "languag" in result.stderr
    assert "imaging.dpi" in result.stderr


def test_a_place_that_cannot_be_written_is_told_and_is_no_traceback(filled: Cli) -> None:
    (filled.root / "file").write_text("in the way")
    result = filled("slip", "481", "-o", filled.root / "file" / "slip.pdf")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == f"[{Code.FOLDER_UNREACHABLE}]"


def test_config_shows_what_is_in_force_and_no_secret(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCORD_SECRET_SLIP_KEY")
    (cli.root / "state").mkdir(mode=0o700)
    secrets = cli.root / "state" / "secrets.toml"
    secrets.write_text("slip_key = 'hush, it is secret'\nmail_password = 'hush too'\n")
    secrets.chmod(0o600)
    monkeypatch.setenv("SCORD_IMAGING__DPI", "300")
    lines = cli.done("config").splitlines()
    assert "imaging.dpi = 300" in lines
    assert 'secrets.slip_key = "hu…(18)"' in lines
    whole = json.loads(cli.done("config", "--json"))
    assert whole["folders"][0]["name"] == "scanner"
    assert whole["lots"]["times"] == ["20:00:00"]
    assert "hush" not in "\n".join(lines) + json.dumps(whole)


def test_config_of_an_installation_that_has_not_started_makes_nothing(cli: Cli) -> None:
    cli.done("config")
    assert not (cli.root / "state").exists()


@pytest.mark.parametrize(
    "words",
    [["config"], ["config", "--json"], ["status"], ["status", "--json"], ["doctor", "--json"]],
)
def test_no_name_and_no_nir_is_printed(filled: Cli, words: list[str]) -> None:
    result = filled(*words)
    assert result.stdout
    assert not any(name in result.stdout + result.stderr for name in NAMES)


def test_import_applies_and_tells_how_many(cli: Cli) -> None:
    path = factures(cli, invoice("481"), invoice("482"))
    assert "2 nouveautés, 0 inchangées, 0 fautes" in cli.done("import", path)
    assert "0 nouveautés, 2 inchangées" in cli.done("import", path)
    assert path.exists()


def test_import_tells_each_bad_invoice_and_ends_with_its_status(cli: Cli) -> None:
    result = cli("import", factures(cli, invoice("481"), invoice("482", total_cents="much")))
    assert result.exit_code == 6
    assert "    2: " in result.stdout
    assert "[import.partial]" in result.stderr
    assert not any(name in result.stdout + result.stderr for name in NAMES)


def test_import_of_several_files_is_one_json_list(cli: Cli) -> None:
    good, bad = factures(cli, invoice()), cli.root / "bad.json"
    bad.write_text("{")
    result = cli("import", good, bad, "--json")
    rows = json.loads(result.stdout)
    assert [row["reason"] for row in rows] == [None, "import.not-json"]
    assert json.loads(result.stderr)["code"] == "import.not-json"


def test_a_slip_has_one_page_for_each_piece_the_invoice_needs(filled: Cli) -> None:
    out = filled.root / "slip.pdf"
    assert filled.done("slip", "481", "-o", out) == f"{out}\n"
    assert len(pypdf.PdfReader(out).pages) == 1
    assert "Feuille de soins" in pypdf.PdfReader(out).pages[0].extract_text()
    filled.done("slip", "481", "-o", out, "--type", "AUTP")
    assert "Autre" in pypdf.PdfReader(out).pages[0].extract_text()


def test_arm_waits_on_the_only_folder(filled: Cli) -> None:
    assert filled.done("arm", "481", "--type", "FSNC") == "scanner: 10 min\n"
    with filled.opened():
        armed = Arm.get()
        assert (armed.folder, armed.document_type) == ("scanner", "FSNC")
    status, code = filled.refused("arm", "481", "--folder", "cellar")
    assert (status, code) == (1, "[action.refused]")


def test_file_and_take_back_move_a_document_there_and_back(filled: Cli) -> None:
    filled.done("file", 1, "481", "--type", "FSNC")
    with filled.opened():
        assert Document.get_by_id(1).state == DocumentState.ATTACHED
    assert filled.refused("file", 1, "481", "--type", "FSNC") == (1, "[action.refused]")
    filled.done("take-back", 1)
    with filled.opened():
        assert Document.get_by_id(1).state == DocumentState.INBOX
    assert filled.refused("take-back", 1) == (1, "[action.refused]")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["file", "9", "481", "--type", "ORDN"], "document.unknown"),
        (["file", "1", "999", "--type", "ORDN"], "invoice.unknown"),
        (["take-back", "9"], "document.unknown"),
        (["arm", "999"], "invoice.unknown"),
    ],
)
def test_what_is_not_there_is_told(filled: Cli, words: list[str], code: str) -> None:
    assert filled.refused(*words) == (1, f"[{code}]")


def test_pause_send_and_resume_leave_standing_orders(cli: Cli) -> None:
    cli.done("pause")
    cli.done("send")
    with cli.opened():
        assert flag(PAUSED) is not None
        assert flag(SEND_REQUESTED) is not None
    assert json.loads(cli.done("status", "--json"))["paused"] is True
    cli.done("resume")
    with cli.opened():
        assert flag(PAUSED) is None


def test_status_counts_and_lists_what_waits(filled: Cli) -> None:
    lines = filled.done("status").splitlines()
    assert "    1 à classer" in lines
    assert any(line.startswith("    1 'scan.tif': ") for line in lines)
    told = json.loads(filled.done("status", "--json"))
    assert (told["to_file"], told["to_send"]) == (1, 1)


def test_doctor_ends_well_and_with_a_fault(filled: Cli) -> None:
    with filled.opened() as context:
        for scan in Document.select():  # the tests' scans have no original on the shelf
            scan.scan.delete_instance(recursive=True)
        Invoice.delete().execute()
        for sha256 in list(context.files.documents.names()):
            context.files.documents.drop(sha256)
    assert "✗" not in filled.done("doctor")
    levels = {row["level"] for row in json.loads(filled.done("doctor", "--json"))}
    assert levels == {"well", "note"}
    (filled.root / "scanner").rmdir()
    result = filled("doctor")
    assert result.exit_code == 1
    assert "✗ folders" in result.stdout
    assert "[doctor.found]" in result.stderr
    assert json.loads(filled("doctor", "--json").stderr)["facts"] == {"count": 1}


def test_a_newer_store_is_left_alone_with_the_status_for_it(filled: Cli) -> None:
    with filled.opened():
        database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9_x', '')")
    assert filled.refused("status") == (74, "[store.too-new]")


def test_check_tells_which_pdf_conforms_and_why_another_does_not(cli: Cli) -> None:
    path = cli.root / "text.pdf"
    path.write_bytes(text_pdf())
    result = cli("check", path)
    assert result.exit_code == 5
    assert f"✗ {path}" in result.stdout
    (row,) = json.loads(cli("check", path, "--json").stdout).values()
    assert row["conforming"] is False
    assert row["faults"]


def test_check_of_a_file_that_is_not_there_is_told(cli: Cli) -> None:
    assert cli.refused("check", cli.root / "gone.pdf") == (3, "[file.unreadable]")


@pytest.mark.slow
def test_convert_writes_conforming_pdfs_and_tells_what_it_refused(cli: Cli) -> None:
    good, bad, out = cli.root / "page.jpg", cli.root / "notes.pdf", cli.root / "out"
    good.write_bytes(jpeg(draw_page()))
    bad.write_text("not a PDF at all")
    result = cli("convert", good, bad, "-o", out)
    assert result.exit_code == 4
    assert [path.name for path in out.iterdir()] == ["page.pdf"]
    assert f"✗ {bad}" in result.stderr
    assert f"✓ {good}" in result.stdout
    cli.done("check", out / "page.pdf")
    rows = json.loads(cli("convert", good, "-o", out, "--json").stdout)
    assert rows[0]["fault"]["code"] == "output.exists"
    rows = json.loads(cli.done("convert", good, "-o", out, "--overwrite", "--json"))
    assert (rows[0]["fault"], rows[0]["parts"][0]["dpi"]) == (None, 200)
