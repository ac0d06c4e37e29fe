"""That the caisse has been told is a person's word; the letter to it says what is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import BILLING, Practice, in_force

from scord.actions.setting_up.caisse_told import (
    CaisseTold,
    caisse_letter,
    caisses_told,
    say_told,
    unsay_told,
)
from scord.settings import PractitionerSettings
from scord.store.sight import hiding
from scord.store.tables import JournalEntry
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

BARE = "991129776"


@pytest.fixture
def practice(context: Context) -> Practice:
    made = Practice(context)
    both = (*made.context.settings.practitioners, PractitionerSettings(billing_number=BARE))
    made.context = in_force(made.context, practitioners=both)
    return made


def test_nobody_has_said_so_at_first(practice: Practice) -> None:
    assert caisses_told(practice.context.settings) == (
        CaisseTold(BILLING, "GRIS ANNE", None, None),
        CaisseTold(BARE, None, None, None),
    )


def test_the_word_keeps_who_gave_it_first_and_when(practice: Practice) -> None:
    assert say_told(practice.context, BILLING, by="Anne")
    at = practice.now
    practice.context.clock.turn(days=1)
    assert not say_told(practice.context, BILLING, by="Lise")
    first, _ = caisses_told(practice.context.settings)
    assert (first.at, first.by) == (at, "Anne")


def test_the_word_and_its_taking_back_are_journalled(practice: Practice) -> None:
    say_told(practice.context, BILLING, by="Anne")
    assert unsay_told(practice.context, BILLING, by="Lise")
    assert not unsay_told(practice.context, BILLING, by="Lise")
    entries = list(JournalEntry.select().where(JournalEntry.subject_kind == "flag"))
    assert [(one.event, one.by) for one in entries] == [
        ("flag.raised", "Anne"),
        ("flag.cleared", "Lise"),
    ]


def test_a_practitioner_who_is_hidden_is_not_there(practice: Practice) -> None:
    say_told(practice.context, BILLING, by="Anne")
    with hiding(frozenset({BILLING})):
        assert caisses_told(practice.context.settings) == (CaisseTold(BARE, None, None, None),)
        for act in (say_told, unsay_told):
            with pytest.raises(ScordError) as refused:
                act(practice.context, BILLING, by="Lise")
            assert refused.value.code is Code.NOT_THERE
        with pytest.raises(ScordError):
            caisse_letter(practice.context, BILLING)


def test_the_letter_has_what_settings_and_billing_software_told(practice: Practice) -> None:
    letter = caisse_letter(practice.context, BILLING)
    assert letter.practitioner.family_name == "GRIS"
    assert letter.practitioner.start_date == date(2026, 1, 5)
    assert set(letter.document_types) == {"ORDN", "DSIP", "AUTP", "FSNC", "FSDE"}
    assert letter.test


def test_the_letter_of_one_of_whom_nothing_is_known_leaves_it_open(practice: Practice) -> None:
    letter = caisse_letter(practice.context, BARE)
    assert (letter.practitioner.family_name, letter.practitioner.start_date) == (None, None)
