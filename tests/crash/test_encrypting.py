"""The plug pulled while kept files are encrypted, or made plain again: each stays whole."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from tests.practice import Practice, until

from scord.doctor import FAULT, examine
from scord.store.sealing import MAGIC
from scord.store.steps import SEALING_STEPS
from scord.store.store_key import code_of
from scord.store.tables import Scan

if TYPE_CHECKING:
    from tests.crash.conftest import Service

pytestmark = pytest.mark.slow

SCANS = [b"a scan that is no picture, and long enough to tell %d" % n * 2_000 for n in range(3)]
ON, OFF = "encrypt_files = true", "encrypt_files = false"


@pytest.fixture
def practice(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setenv("SCORD_SECRET_STORE_KEY", code_of(bytes(range(32))))
    return Practice(tmp_path_factory.mktemp("practice"), top=OFF)


def switch(practice: Practice, to: str) -> None:
    text = practice.config.read_text("utf-8")
    practice.config.write_text(text.replace(ON, to).replace(OFF, to), "utf-8")


def forms(practice: Practice) -> list[bool]:
    """Of each kept scan, whether it lies encrypted."""
    shelf = practice.files.originals
    return [shelf.path(sha256).read_bytes().startswith(MAGIC) for sha256 in shelf.names()]


def assert_whole(practice: Practice) -> None:
    with practice.store() as context:
        rows = [context.files.originals.read(one.sha256) for one in Scan.select().order_by(Scan.id)]
        assert sorted(rows) == sorted(SCANS)
        assert [one for one in examine(context) if one.level == FAULT] == []


@pytest.mark.parametrize(("step", "nth"), list(zip(SEALING_STEPS, (1, 2), strict=True)))
def test_killed_at_the_step_every_scan_is_whole_and_the_next_start_ends_the_work(
    service: Service, step: str, nth: int
) -> None:
    practice = service.practice
    for number, data in enumerate(SCANS):
        practice.drop(f"{number}.tif", data)
    with practice.store(), service.started():
        until(lambda: _done(len(SCANS)), "all refused, and let go")
    for setting, sealed in ((ON, True), (OFF, False)):
        switch(practice, setting)
        with service.started("--kill-at", step, "--nth", str(nth)) as process:
            until(lambda process=process: process.poll() is not None, f"death at {step}")
            assert process.poll() == -signal.SIGKILL
        changed = nth - (step == "sealing.written")
        assert forms(practice).count(sealed) == changed
        assert_whole(practice)
        with service.started():
            until(lambda sealed=sealed: forms(practice) == [sealed] * 3, "the work ended")
        assert_whole(practice)
        assert not list(practice.files.root.rglob("*.part"))


def _done(count: int) -> bool:
    return Scan.select().where(Scan.released_at.is_null(is_null=False)).count() == count
