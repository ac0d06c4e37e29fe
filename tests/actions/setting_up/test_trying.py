"""Folders and mail accounts are tried as the service would use them, and never hang who asks."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.powers import without_power_over_rights

from scord.actions.setting_up import trying
from scord.actions.setting_up.trying import FolderFound, try_folder, try_mail
from scord.settings import MailAccount
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scord.store.context import Context

NUMBER = "991129768"


def test_a_fine_folder_is_told_with_what_lies_there_and_left_as_it_was(
    context: Context, tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.pdf").write_bytes(b"scan")
    tried = try_folder(context.settings, drop)
    assert (tried.found, tried.files, tried.unreadable) == (FolderFound.FINE, 1, 0)
    assert tried.free_mb is not None
    assert [one.name for one in drop.iterdir()] == ["a.pdf"]


def test_what_is_no_fit_folder_is_told(context: Context, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    state = context.settings.state_dir
    wanted = {
        tmp_path / "none": FolderFound.MISSING,
        tmp_path / "nul\0": FolderFound.MISSING,
        tmp_path / "circle": FolderFound.MISSING,
        tmp_path / "file": FolderFound.NO_FOLDER,
        state / "spool": FolderFound.IN_STATE,
        tmp_path.relative_to(tmp_path.anchor): FolderFound.NOT_WHOLE,
    }
    found = {path: try_folder(context.settings, path).found for path in wanted}
    assert found == wanted


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_folder_without_a_right_is_told(context: Context, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir(mode=0o500)
    tried = without_power_over_rights(lambda: try_folder(context.settings, drop))
    assert tried.found is FolderFound.NO_RIGHT


def test_a_folder_that_never_answers_is_given_up(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(trying, "FOLDER_SECONDS", 0.05)
    monkeypatch.setattr(trying, "_look_into", lambda *_: over.wait())
    assert try_folder(context.settings, tmp_path).found is FolderFound.SILENT
    over.set()


def test_a_folder_of_this_machine_is_no_share(context: Context, tmp_path: Path) -> None:
    assert try_folder(context.settings, tmp_path).network is False


def by_mail(context: Context, port: int) -> Context:
    account = MailAccount(
        billing_number=NUMBER, address="a@b.invalid", smtp_host="127.0.0.1", smtp_port=port
    )
    return replace(context, settings=context.settings.model_copy(update={"mail": (account,)}))


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_mail_server_that_is_not_there_is_told(context: Context) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert try_mail(by_mail(context, port), NUMBER, by="Anne").code is Code.MAIL_UNREACHABLE


def test_a_mail_server_that_never_answers_is_given_up(
    context: Context, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MAIL_SECONDS", 0.2)
    assert try_mail(by_mail(context, silent_port), NUMBER, by="Anne").code is Code.MAIL_UNREACHABLE


def test_who_has_no_account_is_not_there(context: Context) -> None:
    with pytest.raises(ScordError) as caught:
        try_mail(context, NUMBER, by="Anne")
    assert caught.value.code is Code.NOT_THERE
