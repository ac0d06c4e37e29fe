"""/v1/journal: everything that ever changed, who did it and why."""

from typing import Annotated

from fastapi import APIRouter, Query

from scord.actions.looking.history import Happened, journal
from scord.actions.looking.pages import Listed
from scord.api.shapes import Absent, Number, Page

router = APIRouter(prefix="/journal", tags=["journal"])


@router.get("")
def show_journal(
    page: Page,
    subject_kind: Annotated[
        str | Absent, Query(description="Such as invoice, document, scan, scor-lot.")
    ] = None,
    subject_id: Annotated[Number | Absent, Query()] = None,
) -> Listed[Happened]:
    """The newest first."""
    return journal(subject_kind, subject_id, page)
