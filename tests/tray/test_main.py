"""The command `scord-tray`: its help, its answers, and what it says where no icon can be shown."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scord_tray import __version__
from scord_tray.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("pystray", "gi", "jeepney", "Xlib", "PIL", "pydantic", "scord", "numpy", "scord_tray.app")

IMPORTED = f"""
import sys
sys.argv = ["scord-tray", "--help"]
from scord_tray.__main__ import main
try:
    main()
finally:
    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""

LIVING = """
import sys, scord_tray.app, scord_shared.client
from scord_tray.backends import linux
print([name for name in ("pydantic", "scord", "numpy", "gi", "pystray", "Xlib", "click", "fastapi")
       if name in sys.modules])
"""


def run(
    code: str, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_help_is_in_french_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("Utilisation : scord-tray")
    assert "exemple :" in told
    for option in ("--service", "--language", "--backend", "--version"):
        assert option in told


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"scord-tray {__version__}\n"


@pytest.mark.parametrize("wrong", [["--language", "de"], ["--backend", "xorg"], ["--nonsense"]])
def test_a_wrong_argument_is_a_usage_error(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2


def test_nothing_heavy_is_loaded_before_the_arguments_are_read() -> None:
    assert run(IMPORTED).stderr.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows draws by pystray")
def test_the_living_tray_carries_nothing_that_it_does_not_need() -> None:
    assert run(LIVING).stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows always has a desktop")
@pytest.mark.parametrize(
    "session",
    [{}, {"DISPLAY": ":31999"}, {"WAYLAND_DISPLAY": "wayland-31999"}, {"DISPLAY": ""}],
)
def test_without_a_display_it_says_so_in_one_sentence_and_fails(
    tmp_path: Path, session: dict[str, str]
) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": f"{tmp_path}/run"}
    ended = run("from scord_tray.__main__ import main; raise SystemExit(main())", env=env | session)
    assert ended.returncode == 1
    title, advice, code = ended.stderr.strip().split("\n")
    assert title == "Aucun bureau où afficher l'icône"
    assert "scord open" in advice
    assert code == "[tray.no-desktop]"
