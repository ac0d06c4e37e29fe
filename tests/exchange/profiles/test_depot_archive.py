"""A depot lot as bytes: it comes out as it went in, and nothing else is taken for one."""

from __future__ import annotations

import io
import zipfile

import pytest

from scord.exchange.profiles.depot_archive import LOT_FORMAT, pack, unpack
from scord_shared.errors import Code, ScordError

FILES = [("index.json", b"{}"), ("FACTURE_1_A_B.pdf", b"%PDF one"), ("FACTURE_2_A_B.pdf", b"%PDF")]


def made(name: str, comment: str = LOT_FORMAT) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment.encode()
        archive.writestr(name, b"x")
    return target.getvalue()


def test_what_is_packed_comes_out_and_equal_files_are_equal_bytes() -> None:
    assert unpack(pack(FILES)) == FILES
    assert pack(FILES) == pack(FILES)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.4", id="no archive"),
        pytest.param(pack(FILES)[:-30], id="cut short"),
        pytest.param(pack(FILES).replace(b"%PDF one", b"%PDF two"), id="a changed byte"),
        pytest.param(made("index.json", "TEST"), id="a lot of another profile"),
        pytest.param(made("../index.json"), id="out of the folder"),
        pytest.param(made("/index.json"), id="from the root"),
        pytest.param(made("pieces/0001.pdf"), id="in a folder of its own"),
        pytest.param(made("C:0001.pdf"), id="on another disk"),
        pytest.param(made(".pdf"), id="hidden"),
    ],
)
def test_what_is_no_depot_lot_is_refused(data: bytes) -> None:
    with pytest.raises(ScordError) as raised:
        unpack(data)
    assert raised.value.code == Code.FILE_UNREADABLE
