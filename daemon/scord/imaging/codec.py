"""Whether this Pillow can write Group 4: without libtiff it would fall back to JPEG in silence."""

from __future__ import annotations

from PIL import features

from scord_shared.errors import Code, ScordError


def has_codec() -> bool:
    return bool(features.check("libtiff"))


def require_codec() -> None:
    """Raises ScordError CODEC_MISSING: the service must not start without it."""
    if not has_codec():
        raise ScordError(Code.CODEC_MISSING)
