"""The account of a service of Windows, by the one that every Windows has."""

from __future__ import annotations

from scord.service.naming import service_sid


def test_the_sid_is_that_which_windows_gives() -> None:
    # https://learn.microsoft.com/en-us/windows/win32/secauthz/well-known-sids names the owner of
    # the system's files, the service TrustedInstaller
    known = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
    assert service_sid("TrustedInstaller") == known
    assert service_sid("trustedinstaller") == known
