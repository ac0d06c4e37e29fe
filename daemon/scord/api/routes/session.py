"""How the page and a signing client get in: one-time links, sessions, the service's proof."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from scord.api import accounts
from scord.api.house import InHouse, Reader
from scord.api.shapes import Asked, faults
from scord_shared import signing
from scord_shared.errors import Code, ScordError

router = APIRouter(tags=["session"])

Secret = Annotated[str, Field(max_length=200)]


class Wanted(Asked):
    """`path`: where the page begins, such as `/a-classer`."""

    path: Annotated[str, Field(max_length=500)] = "/"


@dataclass(frozen=True)
class Link:
    link: str


class Entering(Asked):
    """`secret`: what stands behind the # of a link."""

    secret: Secret


@dataclass(frozen=True)
class Opened:
    """`key` goes with every request as X-Scord-Key, beside the cookie; `path` as it was wanted."""

    key: str
    path: str


class Hello(Asked):
    """`nonce`: 32 hexadecimal digits of the client's own choice."""

    user: Annotated[str, Field(min_length=1, max_length=256)]
    nonce: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


@dataclass(frozen=True)
class Proof:
    proof: str


@router.post("/page-link")
async def page_link(wanted: Wanted, house: InHouse, caller: Reader) -> Link:
    """An address that opens the page as you, once, within a minute."""
    return Link(house.sessions.link(caller.name, wanted.path))


@router.post("/session", responses=faults(Code.LINK_SPENT))
async def enter(entering: Entering, house: InHouse, request: Request, response: Response) -> Opened:
    """Trades a link for a session. Needs no identity; sets the cookie.

    Only for a browser of the user who asked for the link, where the system tells: on its way to the
    browser, other users may have read it in the list of processes.
    """
    entered = house.sessions.enter(entering.secret)
    if await run_in_threadpool(_is_somebody_else, request, entered.name):
        house.sessions.end(entered.cookie)
        raise ScordError(Code.LINK_SPENT)
    response.set_cookie(
        house.sessions.cookie_name, entered.cookie, path="/", httponly=True, samesite="strict"
    )
    return Opened(entered.key, entered.path)


def _is_somebody_else(request: Request, name: str) -> bool:
    if request.client is None:
        return True
    (_, client_port), (_, server_port) = request.client, request.scope["server"]
    users = accounts.at_other_end(client_port, server_port)
    if users is None:
        return False
    known = [accounts.find(user) for user in users]
    return [one.name for one in known if one] != [name]


@router.delete("/session", status_code=204)
async def leave(request: Request, house: InHouse, _caller: Reader) -> None:
    """Ends the page's session."""
    house.sessions.end(request.cookies.get(house.sessions.cookie_name, ""))


@router.post("/hello", responses=faults(Code.WHO_UNKNOWN))
def hello(said: Hello, request: Request) -> Proof:
    """The service's proof that it is the one who writes the tokens. Needs no identity.

    The token of `user` lies in a file that only they can read; nothing here tells it.
    """
    token: str = request.app.state.tokens.hand(said.user)
    port = (request.scope.get("server") or ("", 0))[1]
    return Proof(signing.proof(token, said.nonce, port))
