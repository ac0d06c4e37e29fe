"""Where patients are named in what stays as it was written: the journal, and the files that came.

There may be a hundred thousand of them. So they are read once for all patients who are to go, while
the service works; a transaction then reads on from there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scord.actions.erasing.patient import words_of
from scord.actions.purging.marks import is_mark, shelf_for
from scord.store.tables import Incoming, JournalEntry, Row
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from scord.actions.erasing.patient import Patient
    from scord.store.context import Context

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")  # as JSON may write an accent


class Mentions:
    def __init__(self, context: Context, patients: Collection[Patient]) -> None:
        self._context = context
        self._patients = patients
        self._last = dict.fromkeys(_TEXTS, 0)
        self._found: dict[tuple[Patient, type[Row]], set[int]] = defaultdict(set)
        self._read_on()

    def of(self, patient: Patient) -> dict[type[Row], set[int]]:
        """The ids of the rows that name one of the patients, as of now."""
        self._read_on()
        return {table: set(self._found[patient, table]) for table in _TEXTS}

    def _read_on(self) -> None:
        for table, text_of in _TEXTS.items():
            rows = table.select().where(table.id > self._last[table]).order_by(table.id)
            for row in rows.iterator():
                text = words_of(text_of(self._context, row))
                for patient in self._patients:
                    if patient.is_named_in(text):
                        self._found[patient, table].add(row.id)
                self._last[table] = row.id


def _of_entry(_: Context, row: JournalEntry) -> str:
    """Marks of a purge name files, and who a mail went to: they are kept for whoever asks."""
    return "" if is_mark(row) else f"{row.why} {row.facts}"


def _of_file(context: Context, row: Incoming) -> str:
    """As it came, "" where it is there no more. Raises ScordError STORE_KEY_MISSING."""
    try:
        data = shelf_for(context.files, row).read(row.sha256)
    except ScordError as fault:
        if fault.code == Code.STORE_KEY_MISSING:
            raise
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


_TEXTS: dict[type[Row], Callable[[Context, Any], str]] = {
    JournalEntry: _of_entry,
    Incoming: _of_file,
}
