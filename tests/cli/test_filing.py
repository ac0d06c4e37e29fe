"""Commands on filing by text say what a paper may be for and why, and name nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import JEANS, NOTHING, filed, scanned
from tests.filing.written import ANNE, JEAN, billed, born, ordonnance, rpps, written_on
from tests.lots.practice import Practice

from scord.filing.attach import live_attachments
from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document

if TYPE_CHECKING:
    from tests.cli.installation import Cli

    from scord.reading.clue import Reading

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

UNSURE = ordonnance("M. Jean Durand-Morel", born("1985-07-09"), rpps(), written_on())
NAMES = ("DURAND", "MOREL", "JEAN", "1952-03-14", "1985-07-09", "ADRDEUX", "152036322075")
FOR = "nom exact, prénom exact, date d'ordonnance exacte, prescripteur exact"
AGAINST = "date de naissance différente"


def given(cli: Cli, *readings: Reading | None) -> Cli:
    """Invoice 482 is Jean's, 483 Anne's; the filing room has seen a paper of each reading."""
    with cli.opened() as context:
        practice = Practice(context)
        for who, number in ((JEAN, "482"), (ANNE, "483")):
            billed(practice, who, number=number)
        for reading in readings:
            scanned(practice, reading)
        filed(practice)
    return cli


def on(cli: Cli, number: int) -> list[tuple[str, str]]:
    with cli.opened():
        document = Document.get_by_id(number)
        return [(one.invoice.number, one.origin) for one in live_attachments(document)]


def test_candidates_tells_each_invoice_with_what_speaks_for_and_against(cli: Cli) -> None:
    lines = given(cli, UNSURE).done("candidates", 1).splitlines()
    assert lines == [f"991129768:482:2026-03-09 (ORDN) : {FOR}", f"    contre : {AGAINST}"]


def test_candidates_speaks_english_where_the_settings_do(cli: Cli) -> None:
    cli.config.write_text("language = 'en'\n" + cli.config.read_text())
    first, second = given(cli, UNSURE).done("candidates", 1).splitlines()
    assert first.startswith("991129768:482:2026-03-09 (ORDN): exact family name, exact given name")
    assert second == "    against: different birth date"


def test_candidates_as_json_has_the_facts(cli: Cli) -> None:
    (one,) = json.loads(given(cli, UNSURE).done("candidates", 1, "--json"))
    assert (one["invoice"]["number"], one["type"]) == ("482", "ORDN")
    assert {"aspect": "family-name", "degree": "exact", "page": 1} in one["grounds"]
    assert [doubt["aspect"] for doubt in one["doubts"]] == ["birth-date"]


@pytest.mark.parametrize("reading", [NOTHING, None], ids=["names nobody", "not read yet"])
def test_candidates_says_that_there_are_none(cli: Cli, reading: Reading | None) -> None:
    given(cli, reading)
    assert cli.done("candidates", 1).startswith("Rien de ce qui est écrit sur le document 1 ")
    assert json.loads(cli.done("candidates", 1, "--json")) == []


@pytest.mark.parametrize("number", [0, 9, 2**70])
def test_candidates_of_a_document_that_is_not_there_is_refused_with_a_code(
    cli: Cli, number: int
) -> None:
    status, last = given(cli).refused("candidates", number)
    assert (status, last) == (1, "[document.unknown]")


def test_filing_report_says_that_nothing_was_filed(cli: Cli) -> None:
    assert given(cli, NOTHING).done("filing-report") == ("Rien n'a encore été classé par Scord.\n")
    told = json.loads(cli.done("filing-report", "--json"))
    assert told == {"ways": [], "by_hand": {"filed": 0, "first": 0, "proposed": 0}}


def test_filing_report_counts_each_way_and_what_people_made_of_it(cli: Cli) -> None:
    given(cli, JEANS, UNSURE)
    cli.done("confirm", 1)
    cli.done("file", 2, "483", "--type", "ORDN")
    head, way, hand = cli.done("filing-report").splitlines()
    assert head.split() == ["classés", "confirmés", "corrigés", "voie"]
    assert way.split(maxsplit=3) == [
        "1", "1", "0",
        "texte : NIR exact (clé juste), nom proche, prénom exact, date d'ordonnance exacte",
    ]  # fmt: skip
    assert hand.startswith("Classés à la main après lecture : 1.")
    (told,) = json.loads(cli.done("filing-report", "--json"))["ways"]
    assert told == {
        "way": "text:nir+prescription-date", "filed": 1, "confirmed": 1, "corrected": 0
    }  # fmt: skip


def test_what_was_filed_by_its_text_is_moved_and_the_report_counts_it_as_corrected(
    cli: Cli,
) -> None:
    given(cli, JEANS)
    assert on(cli, 1) == [("482", "text")]
    assert cli.done("file", 1, "483", "--type", "ORDN", "--move") == (
        "Document 1 classé sur la facture 483 (ORDN).\n"
    )
    assert on(cli, 1) == [("483", "person")]
    (told,) = json.loads(cli.done("filing-report", "--json"))["ways"]
    assert (told["filed"], told["corrected"]) == (1, 1)


def test_a_paper_of_a_classer_is_filed_not_moved(cli: Cli) -> None:
    result = given(cli, UNSURE)("file", 1, "483", "--type", "ORDN", "--move")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].endswith("le document 1 est dans À classer")
    assert on(cli, 1) == []


def test_a_paper_that_is_in_a_lot_is_not_moved(cli: Cli) -> None:
    with cli.opened() as context:
        practice = Practice(context)
        practice.ready(number="482")
        practice.invoice(number="483")
        Attachment.update(attached_at=practice.later(days=-1)).execute()
        practice.lots()
    assert cli.refused("file", 1, "483", "--type", "ORDN", "--move") == (1, "[action.refused]")
    assert on(cli, 1) == [("482", "person")]


def test_a_move_to_an_invoice_that_is_not_there_leaves_the_paper(cli: Cli) -> None:
    given(cli, JEANS)
    assert cli.refused("file", 1, "999", "--type", "ORDN", "--move") == (1, "[invoice.unknown]")
    assert on(cli, 1) == [("482", "text")]


def test_status_shows_what_may_be_and_what_was_filed_by_its_text(cli: Cli) -> None:
    given(cli, UNSURE, JEANS)
    lines = cli.done("status").splitlines()
    waiting = lines.index("En attente d'une personne :")
    assert lines[waiting + 1].startswith("     1 'scan.tif' : ")
    assert lines[waiting + 2] == (
        f"       peut-être 991129768:482:2026-03-09 : {FOR} ; mais {AGAINST}"
    )
    assert lines[-2].startswith("Classés d'après le texte")
    assert lines[-1].startswith("     2 'scan.tif' sur 991129768:482:2026-03-09 (ORDN) : NIR exact")


def test_status_as_json_has_what_was_read(cli: Cli) -> None:
    told = json.loads(given(cli, UNSURE, JEANS).done("status", "--json"))["read"]
    ((one,),) = told["proposed"].values()
    assert list(told["proposed"]) == ["1"]
    assert one["invoice"]["number"] == "482"
    (filed_one,) = told["filed"]
    assert (filed_one["document"], filed_one["rule"]) == (2, "nir+prescription-date")


@pytest.mark.parametrize(
    "words",
    [
        ["candidates", 1],
        ["candidates", 1, "--json"],
        ["status"],
        ["status", "--json"],
        ["filing-report"],
        ["filing-report", "--json"],
    ],
)
def test_no_name_number_or_birth_date_is_printed(cli: Cli, words: list[object]) -> None:
    given(cli, UNSURE, JEANS)
    result = cli(*words)
    with cli.opened():
        assert {one.state for one in Document.select()} == {
            DocumentState.INBOX,
            DocumentState.ATTACHED,
        }
    assert result.stdout
    assert not any(name in result.stdout + result.stderr for name in NAMES)
