"""`scord proof` as a person types it, in a process of its own beside the service."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from scord.proof.verify import read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.practice import Practice


def assert_proved(practice: Practice, number: str, received: bytes) -> dict[str, Any]:
    """Writes the invoice's proof, which holds beside the journal and without it, proves the very
    bytes that the caisse has `received`, and no longer holds once a byte of it is changed.
    """
    root = practice.root
    proof, elsewhere = root / "preuve.json", root / "elsewhere.toml"
    _ask(practice.config, "proof", number, "-o", proof.with_suffix(".pdf"))
    assert proof.with_suffix(".pdf").read_bytes()[:5] == b"%PDF-"
    assert _verified(practice.config, proof) == (0, True, "journal")

    elsewhere.write_text(f"state_dir = '{root / 'nowhere'}'\n", "utf-8")
    assert _verified(elsewhere, proof) == (0, True, None)

    told: dict[str, Any] = json.loads(proof.read_bytes())
    (lot,) = told["lots"]
    message = practice.files.messages.read(lot["message"]["sha256"])
    assert hashlib.sha256(message).hexdigest() == lot["message"]["sha256"]
    assert received.endswith(message)
    _assert_refused_once_changed(elsewhere, proof, lot["message"]["sha256"].encode())
    return told


def _assert_refused_once_changed(config: Path, proof: Path, known: bytes) -> None:
    """By the command at the hash of the message, and by what it calls at every 97th byte."""
    whole = proof.read_bytes()
    other = proof.with_name("changed.json")
    other.write_bytes(_changed(whole, whole.index(known)))
    assert _verified(config, other)[:2] == (1, False)
    counting = [place for place, byte in enumerate(whole) if byte not in b" \n"]
    assert all(read(_changed(whole, place))[1] for place in counting[::97])


def _changed(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def _verified(config: Path, proof: Path) -> tuple[int, bool, str | None]:
    done = _ask(config, "proof", "--verify", proof, "--json", status=None)
    told = json.loads(done.stdout)
    assert told["holds"] == (told["faults"] == [])
    return done.returncode, told["holds"], told["compared_with"]


def _ask(
    config: Path, *words: object, status: int | None = 0
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "scord", "--config", str(config), *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert status in (None, done.returncode), done.stderr.decode()
    return done
