"""Whatever a proof, a bordereau or a purge has to tell has its words in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scord.actions.purging.past import Doubt
from scord.actions.purging.rules import Kept
from scord.proof.gather import Standing
from scord.proof.verify import Flaw
from scord.settings import DOCUMENT_TYPES
from scord.store.states import AckOutcome, FseVerdict, ItemVerdict, MessageState, ScorLotState
from scord.words.pieces import STATES, TYPES, kind, state
from scord.words.proof import STANDINGS, event
from scord.words.proof_flaws import FLAWS, flaw
from scord.words.purging import DOUBTS, KEPT

if TYPE_CHECKING:
    from enum import StrEnum

    from scord.words.speech import Words

TABLES = [
    (STANDINGS, Standing),
    (FLAWS, Flaw),
    (DOUBTS, Doubt),
    (KEPT, Kept),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_every_code_has_its_words_and_no_words_are_left_over(
    table: dict[str, Words], codes: type[StrEnum]
) -> None:
    assert set(table) == set(codes)
    for language in (0, 1):
        assert len({words[language] for words in table.values()}) == len(table)


@pytest.mark.parametrize("states", [ScorLotState, ItemVerdict, MessageState, FseVerdict])
def test_every_state_on_the_paper_has_its_words(states: type[StrEnum]) -> None:
    assert set(states) <= set(STATES)


def test_every_outcome_of_an_arl_but_the_first_has_its_words() -> None:
    assert set(AckOutcome) - {AckOutcome.STORED} <= set(STATES)


def test_every_document_type_has_its_words() -> None:
    assert set(TYPES) == set(DOCUMENT_TYPES)
    assert kind("FSNC", "fr") == "feuille de soins (FSNC)"
    assert kind(None, "fr") == "-"


def test_a_code_of_a_later_release_is_shown_as_it_is() -> None:
    assert state("glowing", "fr") == event("glowing", {}, "en") == "glowing"


def test_facts_are_filled_in() -> None:
    assert "maillon 7" in flaw("chain-broken", {"sequence": 7}, "fr")
    assert "link 7" in flaw("chain-broken", {"sequence": 7}, "en")
