"""Every step of setting up and everything a folder can be is told in both languages."""

from __future__ import annotations

import pytest

from scord.actions.setting_up.checklist import Step
from scord.actions.setting_up.trying import FolderFound, FolderTried, MailTried
from scord.words.setting_up import FOLDERS, SETUP, folder_words, mail_words
from scord_shared.errors import Code


def test_every_step_is_a_whole_sentence_in_both_languages() -> None:
    assert set(SETUP) == set(Step)
    for french, english in SETUP.values():
        assert french != english
        assert french.endswith(".")
        assert english.endswith(".")


@pytest.mark.parametrize("found", FolderFound)
def test_every_folder_is_told_in_both_languages(found: FolderFound) -> None:
    assert found in FOLDERS
    french, english = (folder_words(FolderTried("/srv", found), lang) for lang in ("fr", "en"))
    assert all(one != other for one, other in zip(french, english, strict=True))


def test_a_mail_account_is_told_by_its_fault_or_as_fine() -> None:
    assert mail_words(MailTried(), "fr").title == "La messagerie accepte la connexion."
    refused = mail_words(MailTried(Code.MAIL_LOGIN_REFUSED, {"host": "localhost"}), "en")
    assert refused.title
    assert "?" not in refused.title
