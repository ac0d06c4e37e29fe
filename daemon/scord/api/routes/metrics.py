"""/v1/metrics: how things stand, for a monitoring system."""

from fastapi import APIRouter
from starlette.responses import Response

from scord.actions.metrics import MEDIA_TYPE, metrics
from scord.api.house import InHouse, Store
from scord.api.shapes import gives

router = APIRouter(tags=["status"])


@router.get("/metrics", response_class=Response, responses=gives("text/plain"))
def show_metrics(context: Store, house: InHouse) -> Response:
    """In Prometheus' text format: numbers and codes, nobody's name."""
    return Response(metrics(context, house.pulse.since_turn()), media_type=MEDIA_TYPE)
