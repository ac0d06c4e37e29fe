"""The first start as a list: what is done, what is to do, and for whom."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.lots.practice import Practice

from scord.actions.setting_up.caisse_told import say_told, unsay_told
from scord.actions.setting_up.checklist import Step, checklist
from scord.actions.setting_up.trying import LET_IN
from scord.settings import Caisses, DropFolder, Exchange, MailAccount, PractitionerSettings
from scord.store.flags import raise_flag
from scord.store.tables import ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from scord.store.context import Context

NUMBER = "991129768"


def steps(context: Context, **changes: Any) -> dict[Step, tuple[bool, dict[str, Any]]]:
    now = replace(context, settings=context.settings.model_copy(update=changes))
    return {step.code: (step.done, step.facts) for step in checklist(now).steps}


def test_nothing_is_done_at_a_first_start(context: Context) -> None:
    found = steps(context)
    assert list(found) == list(Step)
    assert not any(done for done, _ in found.values())
    assert not checklist(context).done


def test_a_folder_out_of_reach_is_named(context: Context, tmp_path: Path) -> None:
    folders = (DropFolder(name="scanner", path=tmp_path),)
    assert steps(context, folders=folders)[Step.FOLDER] == (True, {"unreachable": []})
    raise_flag(context, "folder-unreachable:scanner", reason="FileNotFoundError")
    raise_flag(context, "folder-unreachable:another", reason="FileNotFoundError")
    assert steps(context, folders=folders)[Step.FOLDER] == (False, {"unreachable": ["scanner"]})


def test_each_practitioner_needs_a_region_and_a_start_date(context: Context) -> None:
    whole = PractitionerSettings(
        billing_number="991129776", region="84", scor_start_date=date(2026, 1, 1)
    )
    bare = PractitionerSettings(billing_number=NUMBER)
    found = steps(context, practitioners=(whole, bare))
    assert found[Step.PRACTITIONER][0]
    assert found[Step.REGION] == (False, {"practitioners": [NUMBER]})
    assert found[Step.START_DATE] == (False, {"practitioners": [NUMBER]})
    assert steps(context, practitioners=(whole,))[Step.START_DATE][0]


def test_the_way_by_mail_needs_an_address_and_an_account_with_its_password(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = MailAccount(billing_number=NUMBER, address="a@b.invalid", smtp_host="localhost")
    asked: dict[str, Any] = {
        "practitioners": (PractitionerSettings(billing_number=NUMBER),),
        "exchange": Exchange(route="mail", addresses={"*": "scor@caisse.invalid"}),
    }
    lacking = (False, {"route": "mail", "practitioners": [NUMBER]})
    assert steps(context, **asked)[Step.ROUTE] == lacking
    assert steps(context, **asked, mail=(account,))[Step.ROUTE] == lacking
    monkeypatch.setenv(f"SCORD_SECRET_MAIL_PASSWORD_{NUMBER}", "hush")
    assert steps(context, **asked, mail=(account,))[Step.ROUTE][0]
    no_address = asked | {"exchange": Exchange(route="mail")}
    assert not steps(context, **no_address, mail=(account,))[Step.ROUTE][0]


def test_the_way_by_folder_needs_one_that_can_be_written(context: Context) -> None:
    assert not steps(context)[Step.ROUTE][0]
    context.settings.out_folder.mkdir(parents=True)
    assert steps(context)[Step.ROUTE] == (True, {"route": "folder"})


def test_the_way_by_mail_is_tried_by_each_practitioner(context: Context) -> None:
    account = MailAccount(billing_number=NUMBER, address="a@b.invalid", smtp_host="localhost")
    asked: dict[str, Any] = {
        "practitioners": (PractitionerSettings(billing_number=NUMBER),),
        "exchange": Exchange(route="mail"),
        "mail": (account,),
    }
    assert steps(context, **asked)[Step.ROUTE_TRIED] == (False, {"practitioners": [NUMBER]})
    digest = hashlib.sha256(account.model_dump_json().encode()).hexdigest()
    raise_flag(context, f"{LET_IN}{NUMBER}", account=digest)
    assert steps(context, **asked)[Step.ROUTE_TRIED] == (True, {"practitioners": []})


def test_each_caisse_is_told_by_a_persons_word_that_can_be_taken_back(context: Context) -> None:
    both = (
        PractitionerSettings(billing_number=NUMBER),
        PractitionerSettings(billing_number="991129776"),
    )
    now = replace(context, settings=context.settings.model_copy(update={"practitioners": both}))
    say_told(now, NUMBER, by="Anne")
    assert steps(now)[Step.CAISSE_TOLD] == (False, {"practitioners": ["991129776"]})
    say_told(now, "991129776", by="Anne")
    assert steps(now)[Step.CAISSE_TOLD][0]
    unsay_told(now, NUMBER, by="Anne")
    assert steps(now)[Step.CAISSE_TOLD] == (False, {"practitioners": [NUMBER]})


def test_a_caisse_that_has_answered_is_told_and_its_way_is_tried(context: Context) -> None:
    practice = Practice(context)
    practice.ready()
    practice.lots()
    asked = {"exchange": Exchange(route="mail")}
    for step in (Step.CAISSE_TOLD, Step.ROUTE_TRIED):
        assert not steps(practice.context, **asked)[step][0]
    ScorLot.update(answered_at=practice.now).execute()
    for step in (Step.CAISSE_TOLD, Step.ROUTE_TRIED):
        assert steps(practice.context, **asked)[step] == (True, {"practitioners": []})


def test_caisses_and_what_was_seen_are_told(context: Context) -> None:
    practice = Practice(context)
    practice.ready()
    found = steps(practice.context, caisses=Caisses(open=("*",)))
    assert [found[step][0] for step in (Step.CAISSE, Step.FIRST_SCAN, Step.FIRST_INVOICE)] == [
        True,
        True,
        True,
    ]
