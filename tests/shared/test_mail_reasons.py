"""Every reason why a certificate or a letter is not trusted has its words, in both languages."""

from __future__ import annotations

import pytest

from scord.exchange.smime.certificates import Unfit
from scord.exchange.smime.trust import Untrusted
from scord_shared.errors import Code
from scord_shared.mail_reasons import UNFIT, UNTRUSTED
from scord_shared.wording import say


def test_the_words_are_those_of_the_reasons() -> None:
    assert set(UNFIT) == set(Unfit)
    assert set(UNTRUSTED) == set(Untrusted)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_is_told_in_words_of_its_own(language: str) -> None:
    reasons = [*Unfit, *Untrusted]
    told = {say(Code.CERTIFICATE_UNFIT, {"reason": one}, language).title for one in reasons}
    assert len(told) == len(reasons)
    assert not any(one.value in " ".join(told) for one in reasons if "-" in one)


def test_a_reason_is_told_in_the_readers_language() -> None:
    assert "il a expiré" in say(Code.CERTIFICATE_UNFIT, {"reason": "expired"}, "fr").title
    assert "it has expired" in say(Code.CERTIFICATE_UNFIT, {"reason": "expired"}, "en").title
