"""A person's word on a paper's pages, in a process that dies at a named step.

`python -m tests.crash.arranging CONFIG DOCUMENT STEP`: splits a document of two pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.crash.service import die_at

from scord.actions.arranging import Wanted, arrange
from scord.clock import SystemClock
from scord.engine import open_state
from scord.settings import load
from scord.store.tables import Document


def main() -> None:
    config, number, step = sys.argv[1:]
    die_at(step, 1)
    with open_state(load(Path(config)), SystemClock()) as context:
        document = Document.get_by_id(int(number))
        into = [[Wanted(document.id, 1)], [Wanted(document.id, 2)]]
        arrange(context, [document], into, by="Anne")


if __name__ == "__main__":
    main()
