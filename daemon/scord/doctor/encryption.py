"""Whether what is kept can be read off a stolen disk: files, their key, the volume below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.actions.encrypting.force import counted, key_id
from scord.actions.encrypting.keepers import find_key, is_on_disk
from scord.doctor.finding import NOTE, WELL, Found
from scord.doctor.volume import is_encrypted
from scord.store.flags import CODE_CHECKED, flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.doctor.finding import Given
    from scord.store.context import Context

_VOLUME = {
    True: (WELL, Found.VOLUME_ENCRYPTED),
    False: (NOTE, Found.VOLUME_PLAIN),
    None: (NOTE, Found.VOLUME_UNKNOWN),
}


def encryption(context: Context) -> Iterator[Given]:
    volume = is_encrypted(context.files.root)
    level, code = _VOLUME[volume]
    yield level, code, {}
    if key_id() is None:
        if not volume:
            yield NOTE, Found.FILES_PLAIN, {}
        return
    forms = counted(context)
    yield WELL, Found.FILES_SEALED, {"sealed": forms[True], "plain": forms[False]}
    found = find_key(context.settings.state_dir)
    if found and is_on_disk(found.keeper):
        yield NOTE, Found.KEY_ON_DISK, {"keeper": found.keeper.value}
    if flag(CODE_CHECKED) is None:
        yield NOTE, Found.CODE_UNCHECKED, {}
