"""The command on the encryption of kept files: their key, and its recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import (
    answer,
    as_text,
    ask_key,
    command,
    json_option,
    language,
    me,
    opened,
    settings_of,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context


@command(
    "encryption",
    text="Chiffrer les fichiers conservés. Sans option, montre où en sont les choses. Le"
    " chiffrement commence avec le réglage « encrypt_files » ; le système garde la clé, le papier"
    " son code de récupération. Sous Linux, par « sudo » pour la clé d'un service du système.",
    example="scord encryption --new-key",
)
@click.option("--new-key", "act", flag_value="new", help="Faire une clé, et la garder ici.")
@click.option("--restore-key", "act", flag_value="restore", help="Garder ici celle d'un code.")
@click.option("--check-code", "act", flag_value="check", help="Vérifier le code de récupération.")
@json_option
@click.pass_context
def encryption(ctx: click.Context, act: str | None, *, as_json: bool) -> None:
    acts = {"new": _new, "restore": _restore, "check": _check}
    if act:
        acts[act](ctx)
    else:
        _show(ctx, as_json=as_json)


def _new(ctx: click.Context) -> None:
    """The key is kept only once its code has come back from the paper."""
    from scord.actions.encrypting.keepers import require_room
    from scord.store.store_key import code_of, new_key

    require_room(settings_of(ctx).state_dir)
    key = new_key()
    answer(ctx, "recovery-code", recovery=code_of(key))
    if ask_key(ctx, "recovery-code-back") != key:
        raise ScordError(Code.RECOVERY_CODE_WRONG)
    _keep(ctx, key)


def _restore(ctx: click.Context) -> None:
    from scord.actions.encrypting.keepers import find_key

    key = ask_key(ctx, "recovery-code-asked")
    found = find_key(settings_of(ctx).state_dir)
    if found and found.key == key:
        answer(ctx, "key-kept-already")
    else:
        _keep(ctx, key)


def _keep(ctx: click.Context, key: bytes) -> None:
    from scord.actions.encrypting.keepers import is_on_disk, keep_key
    from scord.words.encryption import KEEPERS
    from scord.words.speech import look_up

    keeper = keep_key(settings_of(ctx).state_dir, key)
    answer(ctx, "key-kept", keeper=look_up(KEEPERS, keeper.value, language(ctx)))
    if is_on_disk(keeper):
        answer(ctx, "key-kept-on-disk")


def _check(ctx: click.Context) -> None:
    from scord.actions.encrypting.force import check_code
    from scord.store.store_key import code_of

    key = ask_key(ctx, "recovery-code-asked")
    with opened(ctx) as context:
        right = check_code(context, code_of(key), by=me())
    answer(ctx, "recovery-code-right" if right else "encryption-off")


def _show(ctx: click.Context, *, as_json: bool) -> None:
    with opened(ctx) as context:
        told = _told(context)
    if as_json:
        click.echo(as_text(told))
    elif told["key"]:
        answer(ctx, "encryption-counts", **told)
    else:
        answer(ctx, "encryption-soon" if told["wanted"] else "encryption-off")


def _told(context: Context) -> dict[str, object]:
    from scord.actions.encrypting.force import counted, key_id

    known = key_id()
    forms = counted(context)
    return {
        "wanted": context.settings.encrypt_files,
        "key": known.hex() if known else None,
        "sealed": forms[True],
        "plain": forms[False],
    }


COMMANDS = (encryption,)
