"""A signature is kept encrypted, found again, and good for its owner alone."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from scord.forms.kept import Signature, find_signature, forget_signature, keep_signature
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice

MINE = Signature(b"a picture", on_forms=True)


def file_of(practice: Practice) -> Path:
    return practice.context.files.signatures / practice.nurse.billing_number


def damaged(practice: Practice) -> bool:
    with pytest.raises(ScordError) as caught:
        find_signature(practice.context, practice.nurse)
    return caught.value.code == Code.STORE_FILE_DAMAGED


def test_what_was_kept_is_found_until_it_is_forgotten(practice: Practice) -> None:
    context = practice.context
    assert find_signature(context, practice.nurse) is None
    keep_signature(context, practice.nurse, MINE)
    assert find_signature(context, practice.nurse) == MINE
    assert forget_signature(context, practice.nurse)
    assert find_signature(context, practice.nurse) is None
    assert not forget_signature(context, practice.nurse)


def test_nothing_of_it_can_be_read_in_its_file(practice: Practice) -> None:
    keep_signature(practice.context, practice.nurse, MINE)
    data = file_of(practice).read_bytes()
    assert b"picture" not in data
    assert practice.nurse.billing_number.encode() not in data


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_only_the_service_may_read_its_file(practice: Practice) -> None:
    keep_signature(practice.context, practice.nurse, MINE)
    assert stat.S_IMODE(file_of(practice).stat().st_mode) == 0o600


def test_the_file_of_another_practitioner_is_refused(practice: Practice) -> None:
    other = practice.practitioner("991200015")
    keep_signature(practice.context, other, MINE)
    shutil.copy(practice.context.files.signatures / "991200015", file_of(practice))
    assert damaged(practice)


def test_a_changed_file_is_refused(practice: Practice) -> None:
    keep_signature(practice.context, practice.nurse, MINE)
    file_of(practice).write_bytes(file_of(practice).read_bytes()[:-9])
    assert damaged(practice)


def test_under_another_key_it_cannot_be_read(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_signature(practice.context, practice.nurse, MINE)
    monkeypatch.setenv("SCORD_SECRET_SIGNATURE_KEY", "another")
    assert damaged(practice)
