"""The plug pulled while pages are arranged: either the former paper or the new ones, whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.actions.papers import scanned_paper, strips
from tests.crash.conftest import ROOT
from tests.lots.practice import Practice as Papers

from scord.actions.arranging import Wanted, arrange
from scord.doctor import FAULT, examine
from scord.store.states import DocumentState
from scord.store.steps import ARRANGING_STEPS
from scord.store.tables import Document

if TYPE_CHECKING:
    from tests.practice import Practice

pytestmark = pytest.mark.slow


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("step", ARRANGING_STEPS)
def test_killed_at_the_step_each_page_is_in_one_paper_and_it_can_be_done_again(
    practice: Practice, step: str
) -> None:
    with practice.store() as context:
        paper = scanned_paper(Papers(context), 2)
        before = strips(context, paper)
    command = [
        sys.executable,
        "-m",
        "tests.crash.arranging",
        str(practice.config),
        str(paper.id),
        step,
    ]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with practice.store() as context:
        living = list(Document.select().where(Document.state != DocumentState.REMADE))
        found = [strip for one in living for strip in strips(context, one)]
        assert found == before
        assert len(living) == (2 if step == "arranging.done" else 1)
        assert [
            one for one in examine(context) if one.level == FAULT and one.check == "files"
        ] == []
        if len(living) == 1:
            arrange(context, living, [[Wanted(paper.id, 2)], [Wanted(paper.id, 1)]], by="Anne")
