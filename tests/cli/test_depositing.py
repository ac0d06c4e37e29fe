"""What was handed to the approved software is listed, and takes a person's word."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.exchange.depositing import Depositing
from tests.lots.practice import Practice

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together with the other commands


@pytest.fixture
def handed_over(cli: Cli) -> Cli:
    """One depot lot, number 1, of the invoices 481 and 482."""
    with cli.opened() as context:
        depositing = Depositing(Practice(context))
        assert depositing.deliver() == 1
    return cli


def test_where_nothing_was_handed_over_it_says_so(cli: Cli) -> None:
    assert cli.done("depot") == "Aucun dépôt à confirmer.\n"
    assert json.loads(cli.done("depot", "--json")) == []


def test_what_was_handed_over_is_listed_without_names(handed_over: Cli) -> None:
    told = handed_over.done("depot")
    head = "1 : DEPOT-991129768-000001, 2 pièce(s), facture(s) 481, 482, déposé le "
    assert re.fullmatch(re.escape(head) + r"\d\d/\d\d/\d{4} à \d\d:\d\d, à confirmer\n", told)
    (one,) = json.loads(handed_over.done("depot", "--json"))
    assert (one["number"], one["invoices"]) == (1, ["481", "482"])


def test_a_lot_is_confirmed_taken_back_and_rejected_in_part(handed_over: Cli) -> None:
    assert handed_over.done("depot", "--sent", 1) == (
        "Dépôt 1 : télétransmis par votre logiciel.\n"
    )
    assert handed_over.done("depot") == "Aucun dépôt à confirmer.\n"
    assert handed_over.done("depot", "--undo", 1).startswith("Dépôt 1 : votre réponse est annulée")
    assert handed_over.done("depot").endswith("à trancher\n")
    told = handed_over.done("depot", "--rejected", 1, "--invoice", "482", "--why", "illisible")
    assert told.startswith("Dépôt 1 rejeté pour 482 :")
    assert handed_over.refused("depot", "--sent", 1) == (1, "[action.refused]")
    assert handed_over.refused("depot", "--undo", 9) == (1, "[action.refused]")


@pytest.mark.parametrize(
    "options",
    [
        ("--sent", 1, "--undo", 1),
        ("--rejected", 1),
        ("--sent", 1, "--why", "illisible"),
        ("--sent", 1, "--invoice", "481"),
        ("--why", "illisible"),
    ],
)
def test_options_that_do_not_go_together_are_a_mistake(
    handed_over: Cli, options: tuple[object, ...]
) -> None:
    assert handed_over("depot", *options).exit_code == 2
