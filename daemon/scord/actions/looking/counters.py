"""The counters of the page. Each counts the rows of the list that it links to, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from peewee import Field, fn

from scord.actions.looking.invoice_table import Todo, count
from scord.lots.working_days import late_answers
from scord.store.context import Context
from scord.store.states import DocumentState
from scord.store.tables import Document, Standing


@dataclass(frozen=True)
class Counter:
    """`count` rows of the list `shown_by`, narrowed by `filter`: "invoices" is the invoice table,
    "documents" the list of documents, "late-answers" that of late lots. `pieces`: how many pieces
    hang on those invoices that the counter is about; null where that says nothing.
    """

    name: str
    count: int
    pieces: int | None
    shown_by: str
    filter: dict[str, str]


@dataclass(frozen=True)
class LateLot:
    """A lot whose ARL is late. `kind`: "fse" or "scor"; `practitioner`: a billing number; `very`:
    so late that another way must be agreed on with the caisse.
    """

    kind: str
    id: int
    number: str
    practitioner: str
    sent_at: datetime
    very: bool


def counters(context: Context) -> tuple[Counter, ...]:
    """Invoices count where Stellair counts documents: one link leads to one row. What it calls
    factures à transmettre is open and in no FSE lot that was sent, as far as the LPS has told.
    """
    to_file = Document.select().where(Document.state == DocumentState.INBOX).count()
    return (
        _invoices(context, "invoices-to-transmit", Todo.TO_TRANSMIT),
        _invoices(context, "documents-to-transmit", Todo.TO_SEND, Standing.to_send),
        Counter("to-file", to_file, None, "documents", {"state": DocumentState.INBOX.value}),
        _invoices(context, "rejected", Todo.REJECTED, Standing.rejected),
        Counter("arl-late", len(late_lots(context)), None, "late-answers", {}),
    )


def late_lots(context: Context) -> tuple[LateLot, ...]:
    """The lots whose ARL is late, FSE lots first."""
    return tuple(
        LateLot(
            late.kind,
            late.row.id,
            str(late.row.number),
            late.row.practitioner.billing_number,
            late.row.sent_at,
            late.level > 1,
        )
        for late in late_answers(context, context.clock.now())
    )


def _invoices(context: Context, name: str, todo: Todo, column: Field | None = None) -> Counter:
    pieces = None if column is None else _sum(column)
    return Counter(name, count(context, todo), pieces, "invoices", {"todo": todo.value})


def _sum(column: Field) -> int:
    return Standing.select(fn.SUM(column)).where(column > 0).scalar() or 0
