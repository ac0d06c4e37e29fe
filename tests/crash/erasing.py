"""A patient erased, in a process that dies at a named step.

`python -m tests.crash.erasing STATE_DIR INVOICE NOW STEP`: the patient of the invoice, as of NOW.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tests.conftest import TurnedClock
from tests.crash.service import die_at

from scord.actions.erasing.erase import erase
from scord.actions.erasing.patient import patient_of
from scord.engine import open_state
from scord.settings import Settings
from scord.store.tables import Invoice


def main() -> None:
    state, number, now, step = sys.argv[1:]
    die_at(step, 1)
    clock = TurnedClock(datetime.fromisoformat(now))
    with open_state(Settings(state_dir=Path(state)), clock) as context:
        erase(context, patient_of(Invoice.get_by_id(int(number))), by="Anne")


if __name__ == "__main__":
    main()
