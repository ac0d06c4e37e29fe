"""The way out by mail: each practitioner's lots leave by their own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.exchange.accounts import smtp_server
from scord.exchange.letter import seal
from scord.exchange.protection import protect
from scord.exchange.smtp import SmtpTransport
from scord.exchange.smtp_envelope import envelope_of
from scord.exchange.transport import RouteError, Trace
from scord.settings import LOOPBACK
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.exchange.transport import Parcel
    from scord.lots.profile import Frozen, LotFacts, Profile
    from scord.settings import Settings


def mail_route(settings: Settings, profile: Profile) -> MailRoute | None:
    """None where lots leave into a folder.

    Raises ScordError SETTINGS_INVALID where a test format would leave this machine, by whatever
    way: settings.py knows only that of the profile `reference`.
    """
    outside = [account.smtp_host for account in settings.mail if account.hosts - LOOPBACK]
    if profile.is_test and outside:
        fault = f"mail: {profile.name} is a test format, so mail stays on localhost"
        raise ScordError(Code.SETTINGS_INVALID, faults=(fault,))
    return MailRoute(settings, profile) if settings.exchange.route == "mail" else None


@dataclass(frozen=True)
class MailRoute:
    settings: Settings
    profile: Profile

    def pack(self, frozen: Frozen, lot: LotFacts) -> bytes:
        """The mail that carries the lot. lots.obstacles has seen to it that both addresses exist.

        Raises LookupError where they do not, ScordError CERTIFICATE_UNFIT.
        """
        account = self.settings.account_of(lot.billing_number)
        recipient = self.settings.address_of(lot.destination)
        if account is None or recipient is None:
            raise LookupError("a lot without an address")
        letter = seal(
            frozen,
            sender=account.address,
            recipient=recipient,
            subject=f"SCOR {lot.billing_number} {lot.number}",
            frozen_at=lot.frozen_at,
            test=self.profile.is_test,
        )
        return protect(self.settings, account, lot.destination, letter, lot.frozen_at)

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """See Transport.deliver; the account is that of the mail's sender."""
        sender = envelope_of(parcel).sender
        account = next((one for one in self.settings.mail if one.address == sender), None)
        if account is None:  # it was in the settings when the lot was frozen
            raise RouteError(Code.MAIL_LOGIN_REFUSED)
        SmtpTransport(smtp_server(self.settings, account)).deliver(parcel, starting)

    def trace(self, file_name: str, sha256: str) -> Trace:  # noqa: ARG002 -- the Protocol's
        """Nothing is to be seen afterwards of what a server took."""
        return Trace.UNKNOWN
