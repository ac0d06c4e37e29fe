"""The one API of a module's tests, as those of the API itself have it."""

from tests.api.conftest import api, quiet

__all__ = ["api", "quiet"]
