"""The API as an ASGI application: every route under /v1, the page beside it, faults in our form.

Who may ask at all is decided before it, in guard.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from scord.api import faults
from scord.api.routes import ROUTERS
from scord.api.sighted import Sighted
from scord.page.routes import page_routes
from scord_shared.errors import Code, ScordError
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.telemetry import TelemetryConfig
    from starlette.requests import Request
    from starlette.responses import Response

    from scord.api.house import House
    from scord.api.tokens import Tokens

_FAULTS_TOLD = 5

# An environment variable is enough to have FastAPI report each request, query and all, elsewhere.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
_ANY_FAULT: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": faults.Fault, "description": "What was asked cannot be done; code says why."},
    "5XX": {"model": faults.Fault, "description": "The service cannot do it now."},
}


def build(house: House, tokens: Tokens) -> FastAPI:
    app = FastAPI(
        title="Scord",
        version=str(API_VERSION),
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
    )
    app.state.house, app.state.tokens = house, tokens
    app.add_middleware(Sighted)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1", responses=_ANY_FAULT)
    app.router.routes.extend(page_routes())
    app.add_exception_handler(ScordError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
    return app


def _told(request: Request, fault: ScordError, status: int | None = None) -> Response:
    language = request.app.state.house.context.settings.language
    return faults.answer(fault, faults.language_of(request.headers, language), status)


async def _ours(request: Request, fault: Exception) -> Response:
    return (
        _told(request, fault)
        if isinstance(fault, ScordError)
        else await _unforeseen(request, fault)
    )


async def _invalid(request: Request, fault: Exception) -> Response:
    errors = fault.errors() if isinstance(fault, RequestValidationError) else ()
    return _told(request, ScordError(Code.REQUEST_INVALID, reason=_where(errors)))


async def _http(request: Request, fault: Exception) -> Response:
    """What the router itself refuses: no such path, or not by this method."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    code = Code.NOT_THERE if status == 404 else Code.REQUEST_INVALID
    answer = _told(request, ScordError(code), status)
    answer.headers.update(getattr(fault, "headers", None) or {})
    return answer


async def _unforeseen(request: Request, _fault: Exception) -> Response:
    return _told(request, ScordError(Code.INTERNAL))


def _where(errors: Sequence[dict[str, Any]]) -> str:
    """Where a request is at fault and how, without the values: they may name a patient."""
    return "; ".join(
        f"{'.'.join(map(str, error['loc']))}: {error['type']}" for error in errors[:_FAULTS_TOLD]
    )
