"""What was kept before is encrypted, or plain again, while the service works; no fault is final."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scord.actions.encrypting.force import counted, sealing_in_force
from scord.actions.encrypting.resealing import Resealing
from scord.settings import Settings
from scord.store.flags import SEALED, flag
from scord.store.store_key import code_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

FILES = [bytes([number]) * 1_000 for number in range(12)]


@pytest.fixture
def kept(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Plain files on every shelf, and a key."""
    monkeypatch.setenv("SCORD_SECRET_STORE_KEY", code_of(bytes(range(32))))
    for number, data in enumerate(FILES):
        context.files.shelves[number % 5].put(data)
    return context


def started(context: Context, *, on: bool) -> Context:
    """As the service has it that was started with the setting."""
    asked = replace(context, settings=context.settings.model_copy(update={"encrypt_files": on}))
    sealing = sealing_in_force(asked, alone=True)
    return replace(asked, files=replace(context.files, sealing=sealing))


def worked(context: Context) -> Resealing:
    work = Resealing(context)
    for _ in range(100):
        work.work()
    return work


def test_nothing_is_done_where_nothing_is_to_be(kept: Context) -> None:
    assert Resealing(started(kept, on=False)).next_in() > 0
    assert flag(SEALED) is None


def test_all_is_encrypted_and_plain_again_and_then_at_rest(kept: Context) -> None:
    on = started(kept, on=True)
    assert Resealing(on).next_in() == 0
    assert worked(on).next_in() > 0
    assert counted(on) == {True: len(FILES)}
    off = started(kept, on=False)
    assert off.files.sealing
    assert worked(off).next_in() > 0
    assert counted(off) == {False: len(FILES)}
    assert flag(SEALED) is None
    assert started(kept, on=False).files.sealing is None


def test_where_no_setting_says_anything_all_stays_encrypted(kept: Context) -> None:
    worked(started(kept, on=True))
    silent = replace(kept, settings=Settings(state_dir=kept.settings.state_dir))
    sealing = sealing_in_force(silent, alone=True)
    after = worked(replace(silent, files=replace(kept.files, sealing=sealing)))
    assert after.next_in() > 0
    assert counted(started(kept, on=True)) == {True: len(FILES)}


def test_a_command_is_never_the_first_to_encrypt(kept: Context) -> None:
    settings = kept.settings.model_copy(update={"encrypt_files": True})
    assert sealing_in_force(replace(kept, settings=settings), alone=False) is None


@pytest.mark.parametrize("on", [True, False])
def test_a_file_that_cannot_be_changed_leaves_the_others_and_is_tried_again(
    kept: Context, *, on: bool
) -> None:
    worked(started(kept, on=not on))
    context = started(kept, on=on)
    path = next(shelf.path(one) for shelf in context.files.shelves for one in shelf.names())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    work = Resealing(context)
    for _ in range(2):
        with pytest.raises(ScordError) as raised:
            work.work()
        assert raised.value.code == Code.STORE_FILE_DAMAGED
        assert counted(context)[on] == len(FILES) - 1
        assert work.next_in() == 0
        assert flag(SEALED)  # the key is needed still
    path.write_bytes(whole)
    work.work()
    assert counted(context) == {on: len(FILES)}
    assert (flag(SEALED) is None) is not on
