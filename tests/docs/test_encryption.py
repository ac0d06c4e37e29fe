"""The page on encryption is enough to read an encrypted file on the day that Scord is gone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scord.store.files import Shelf
from scord.store.sealing import MAGIC, PIECE, Sealing
from scord.store.store_key import code_of, id_of, new_key

PAGE = (Path(__file__).parents[2] / "docs" / "encryption.md").read_text("utf-8")


@pytest.mark.parametrize("size", [0, 1, PIECE, 2 * PIECE + 5])
def test_its_fifteen_lines_open_a_file_with_the_recovery_code(tmp_path: Path, size: int) -> None:
    key, data = new_key(), bytes(range(251)) * (size // 251 + 1)
    shelf = Shelf(tmp_path / "documents", sealing=Sealing(id_of(key), on=True, key=key))
    sealed = shelf.path(shelf.put(data[:size]))
    (recipe,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    script, target = tmp_path / "open.py", tmp_path / "opened"
    script.write_text(recipe)
    command = [sys.executable, str(script), code_of(key), str(sealed), str(target)]
    subprocess.run(command, check=True)
    assert target.read_bytes() == data[:size]


def test_the_mark_at_the_beginning_is_told() -> None:
    assert f"`{MAGIC.hex(' ')}`" in PAGE
