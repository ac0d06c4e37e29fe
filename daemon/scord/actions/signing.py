"""A practitioner's signature, for their feuilles de soins: given, shown and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.forms.kept import Signature, find_signature, forget_signature, keep_signature
from scord.forms.signature import ink_of
from scord.store import journal
from scord.store.database import transaction
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Practitioner


@dataclass(frozen=True)
class SignatureShown:
    """`picture`: the PNG that is stamped, null where none is kept."""

    practitioner: int
    on_forms: bool
    picture: bytes | None


def signature_shown(context: Context, practitioner: Practitioner) -> SignatureShown:
    """Raises ScordError STORE_FILE_DAMAGED, SECRET_EXPOSED."""
    kept = find_signature(context, practitioner)
    if kept is None:
        return SignatureShown(practitioner.id, on_forms=False, picture=None)
    return SignatureShown(practitioner.id, kept.on_forms, kept.picture)


def give_signature(
    context: Context, practitioner: Practitioner, picture: bytes | None, *, on_forms: bool, by: str
) -> None:
    """Keeps the ink of `picture`; None: the one that is kept already, to be used or not.

    Raises ScordError NOT_THERE where there is none yet, what `ink_of` raises, DISK_FULL.
    """
    if picture is None:
        kept = find_signature(context, practitioner)
        if kept is None:
            raise ScordError(Code.NOT_THERE, what=f"signature {practitioner.id}")
        ink = kept.picture
    else:
        ink = ink_of(picture)
    keep_signature(context, practitioner, Signature(ink, on_forms))
    with transaction():
        journal.write("signature.kept", practitioner, by=by, on_forms=on_forms)


def take_signature_back(context: Context, practitioner: Practitioner, *, by: str) -> bool:
    """False where none was kept. Forms that bear it stay as they are."""
    forgotten = forget_signature(context, practitioner)
    if forgotten:
        with transaction():
            journal.write("signature.forgotten", practitioner, by=by)
    return forgotten
