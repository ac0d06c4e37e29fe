"""Checks the requests that carry a signature: whose they are, and that they come now and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared import signing
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.api.tokens import Tokens
    from scord.clock import Clock
    from scord_shared.signing import Claim

SKEW_SECONDS = 120  # both sides have one clock; it may be set meanwhile
NONCES = 50_000


class SignedCalls:
    """Used by one thread: the API's."""

    def __init__(self, tokens: Tokens, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self._seen: dict[str, float] = {}  # nonce to the monotonic time until which it could come

    def token(self, claim: Claim, signature: str) -> str:
        """The token that `claim` was signed with. Raises WHO_UNKNOWN."""
        token = self._tokens.of(claim.user)
        if token is None or not signing.same(signature, claim.signature(token)):
            raise ScordError(Code.WHO_UNKNOWN)
        return token

    def take(self, claim: Claim) -> None:
        """Raises WHO_UNKNOWN for what was signed at another time or came before."""
        now = self._clock.monotonic()
        while self._seen and next(iter(self._seen.values())) <= now:
            del self._seen[next(iter(self._seen))]
        if len(self._seen) >= NONCES:
            raise ScordError(Code.TOO_MANY_AT_ONCE)
        if abs(self._clock.now().timestamp() - claim.at) > SKEW_SECONDS:
            raise ScordError(Code.WHO_UNKNOWN)
        if claim.nonce in self._seen:
            raise ScordError(Code.WHO_UNKNOWN)
        self._seen[claim.nonce] = now + 2 * SKEW_SECONDS
