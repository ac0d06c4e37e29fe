"""Which user of the machine asks, and what they may."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool

from scord.api import accounts
from scord_shared.errors import Code, ScordError
from scord_shared.status import Caller

if TYPE_CHECKING:
    from scord.api.accounts import Account
    from scord.clock import Clock
    from scord.settings import Api

KNOWN_SECONDS = 30.0  # a new membership counts within this time, without logging in again


class Known(NamedTuple):
    """`trusted`: see accounts.Account."""

    caller: Caller
    trusted: bool


class Callers:
    """Looks users up in the system's database, which may be one of the network and slow."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[int | str, tuple[float, Account | None]] = {}

    async def caller(self, who: int | str) -> Known:
        """The user of this number or name. Raises NOT_ALLOWED where they may not even read."""
        until, account = self._known.get(who, (float("-inf"), None))
        if until <= self._clock.monotonic():
            account = await run_in_threadpool(accounts.find, who)
            self._known[who] = (self._clock.monotonic() + KNOWN_SECONDS, account)
        account = account or accounts.Account(str(who), frozenset(), trusted=False)
        return Known(judge(account, self._api), account.trusted)


def judge(account: Account, api: Api) -> Caller:
    """What `account` may, by its groups. Raises NOT_ALLOWED with the group that is lacking."""
    if account.trusted or api.change_group in account.groups:
        return Caller(account.name, may_change=True)
    if api.read_group in account.groups:
        return Caller(account.name, may_change=False)
    raise ScordError(Code.NOT_ALLOWED, name=account.name, group=api.read_group)
