"""/v1/sightings: files in watched folders that cannot be taken."""

from fastapi import APIRouter

from scord.actions.looking.folders import ListedSighting, sightings
from scord.actions.looking.pages import Listed
from scord.api.shapes import Open, Page

router = APIRouter(prefix="/sightings", tags=["sightings"])


@router.get("")
def list_sightings(page: Page, still: Open = None) -> Listed[ListedSighting]:
    """The newest first. `open=true`: those that still lie there."""
    return sightings(page, still=still)
