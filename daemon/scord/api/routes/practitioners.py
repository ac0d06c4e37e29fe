"""/v1/practitioners: the signature that stands on a practitioner's feuilles de soins."""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import Field, field_validator

from scord.actions.lookup import row_of
from scord.actions.signing import (
    SignatureShown,
    give_signature,
    signature_shown,
    take_signature_back,
)
from scord.api.house import Changer, Store
from scord.api.shapes import NOTHING, Absent, Asked, Changed, Id, faults
from scord.store.tables import Practitioner
from scord_shared.errors import Code

router = APIRouter(prefix="/practitioners", tags=["practitioners"])

_MOST_TEXT = 11_000_000  # characters: 8 MB in base64
_KEPT = faults(Code.NOT_THERE, Code.NOT_ALLOWED, Code.STORE_FILE_DAMAGED, Code.SECRET_EXPOSED)


class Given(Asked):
    """`picture`: a PNG or JPEG in base64; without it the signature that is kept stays.

    `on_forms`: utiliser ma signature pour les feuilles de soins.
    """

    on_forms: bool
    picture: Annotated[str, Field(max_length=_MOST_TEXT)] | Absent = None

    @field_validator("picture")
    @classmethod
    def _in_base64(cls, picture: str | None) -> str | None:
        try:
            base64.b64decode(picture or "", validate=True)
        except binascii.Error as fault:
            raise ValueError("base64") from fault
        return picture


@dataclass(frozen=True)
class SignatureTold:
    """`picture`: a PNG in base64, null where none is kept."""

    practitioner: int
    on_forms: bool
    picture: str | None

    @classmethod
    def of(cls, shown: SignatureShown) -> Self:
        picture = base64.b64encode(shown.picture).decode() if shown.picture else None
        return cls(shown.practitioner, shown.on_forms, picture)


@router.get("/{practitioner}/signature", responses=_KEPT)
def show_signature(practitioner: Id, context: Store, _caller: Changer) -> SignatureTold:
    """The signature, for those who may change it alone."""
    return SignatureTold.of(signature_shown(context, row_of(Practitioner, practitioner)))


@router.post(
    "/{practitioner}/signature",
    responses=_KEPT
    | faults(
        Code.NOT_THERE,
        Code.FILE_TOO_LARGE,
        Code.FILE_NO_SIGNATURE,
        Code.IMAGE_UNKNOWN_FORMAT,
        Code.IMAGE_TOO_MANY_PIXELS,
        Code.DISK_FULL,
    ),
)
def give(practitioner: Id, asked: Given, context: Store, caller: Changer) -> SignatureTold:
    """Keeps the ink of a picture, encrypted; forms are stamped with it where `on_forms` says so."""
    row = row_of(Practitioner, practitioner)
    picture = base64.b64decode(asked.picture) if asked.picture else None
    give_signature(context, row, picture, on_forms=asked.on_forms, by=caller.name)
    return SignatureTold.of(signature_shown(context, row))


@router.post("/{practitioner}/signature/forget", responses=_KEPT, openapi_extra=NOTHING)
def forget(practitioner: Id, context: Store, caller: Changer) -> Changed:
    """Removes it; forms that bear it stay as they are."""
    row = row_of(Practitioner, practitioner)
    return Changed(take_signature_back(context, row, by=caller.name))
