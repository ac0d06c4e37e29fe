from __future__ import annotations

import pytest
from tests.bench.imaging.words import f1


def test_same_words_in_another_order_are_all_found() -> None:
    assert f1("deux fois par jour", "par jour, DEUX fois.") == 100


def test_word_read_once_too_often_costs_precision() -> None:
    assert f1("un deux", "un deux deux") == pytest.approx(100 * 2 * (2 / 3) / (2 / 3 + 1))


def test_word_missed_costs_recall() -> None:
    assert f1("un deux trois quatre", "un deux") == pytest.approx(100 * 2 * 0.5 / 1.5)


def test_lost_accent_is_a_wrong_word() -> None:
    assert f1("année", "annee") == 0


def test_accent_in_two_characters_is_the_same_word() -> None:
    assert f1("ann\u00e9e", "anne\u0301e") == 100


def test_nothing_read_where_words_stand_is_zero() -> None:
    assert f1("un deux", "") == 0


def test_nothing_read_where_nothing_stands_is_right() -> None:
    assert f1("", " \n") == 100
