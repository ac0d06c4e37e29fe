"""Two practitioners, one of them kept for her own users: to anybody else her things are not there.

Hers is all that `fill` makes, of every kind and in every state; his is one row of each.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.api.filled import fill
from tests.api.routes.asking import Answer, Asker
from tests.api.routes.conftest import house_of
from tests.api.routes.test_all import CHANGES, NUMBERED, PATHS, body_of, numbered
from tests.lots.practice import ALL_SET, BILLING, SENT_AT, Practice, in_force

from scord.filing.clues import SlipClue
from scord.filing.leaves import Leaf, record_pages
from scord.lots import standing
from scord.page.places import PLACES
from scord.settings import MailAccount, PractitionerSettings
from scord.store.flags import raise_flag
from scord.store.states import AckOutcome, DocumentState
from scord.store.tables import (
    TABLES,
    Acknowledgement,
    Alert,
    Arm,
    Attachment,
    Document,
    FseLot,
    Invoice,
    Message,
    Practitioner,
    Prescription,
    Scan,
    ScorLot,
)
from scord_shared.status import AlertKind, AlertLevel, Caller

if TYPE_CHECKING:
    from fastapi import FastAPI

    from scord.store.tables import Row

pytestmark = pytest.mark.slow  # together

HIS = "991129776"
HIS_PATIENT = {"family_name": "BLEU", "given_name": "ODILE"}
SECRETS = (BILLING, "ADRDEUX", "LAURENT", "181016322075140", "GRIS", "77000", "sienne@cabinet")
GETS = sorted(path for path, told in PATHS.items() if "get" in told)
# Whose rows a path is about, by its beginning; what follows /v1/arms only changes.
TABLE_OF: dict[str, type[Row]] = {
    "/v1/invoices": Invoice,
    "/v1/documents": Document,
    "/v1/scans": Scan,
    "/v1/prescriptions": Prescription,
    "/v1/fse-lots": FseLot,
    "/v1/scor-lots": ScorLot,
    "/v1/acknowledgements": Acknowledgement,
    "/v1/messages": Message,
    "/v1/alerts": Alert,
    "/v1/arms": Arm,
    "/v1/practitioners": Practitioner,
}
FILES_OF_ANYBODY = "/v1/imports"
NO_PDF = "store.file-damaged"  # most documents of these tests hold bytes that tell them apart


@dataclass
class House:
    """`hers`: the numbers of the rows that are hers, by their table."""

    practice: Practice
    ask: Asker
    hers: dict[type[Row], set[int]]
    shared: Document

    def anne(self) -> Asker:
        return replace(self.ask, caller=Caller("anne", may_change=True))

    def paul(self) -> Asker:
        return replace(self.ask, caller=Caller("paul", may_change=True))

    def lise(self) -> Asker:
        return replace(self.ask, caller=Caller("lise", may_change=True))

    def root(self) -> Asker:
        return replace(self.lise(), trusted=True)


@pytest.fixture
def house(app: FastAPI, practice: Practice) -> House:
    hers = ALL_SET["practitioners"][0].model_copy(update={"users": ("anne",)})
    his = PractitionerSettings(
        billing_number=HIS, region="84", scor_start_date=date(2026, 1, 5), users=("paul",)
    )
    mail = tuple(
        MailAccount(
            billing_number=number,
            address=f"{name}@cabinet.example",
            smtp_host="localhost",
            inbox="imap",
        )
        for number, name in ((BILLING, "la-sienne"), (HIS, "paul"))
    )
    fill(practice)
    practice.context = in_force(practice.context, practitioners=(hers, his), mail=mail)
    _the_same_of_each(practice, practice.nurse)
    for row in Invoice.select():
        Invoice.update(number=f"77000{row.id}").where(Invoice.id == row.id).execute()
    owned = {table: {row.id for row in table.select()} for table in TABLE_OF.values()}
    owned[Document] = {one.document_id for one in _live()}
    owned[Document] |= {one.id for one in Document.select() if one.prescription_id}
    scans = Document.select(Document.scan).where(Document.id.in_(list(owned[Document])))
    owned[Scan] = {one.scan_id for one in scans}
    owned[Acknowledgement] -= {row.id for row in _about_nobody()}
    owned[Alert] = {row.id for row in Alert.select() if row.facts.get("billing_number")}
    nurse, practice.nurse = practice.nurse, _him(practice)
    _the_same_of_each(practice, practice.nurse)
    shared = practice.document()
    practice.attach(practice.invoice(practitioner=nurse), shared)
    practice.attach(practice.invoice(practitioner=practice.nurse, **HIS_PATIENT), shared)
    while standing.catch_up(practice.context):
        pass
    app.state.house = house_of(practice.context, [])
    return House(practice, Asker(app), owned, shared)


def _live() -> list[Attachment]:
    return list(Attachment.select().where(Attachment.removed_at.is_null()))


def _about_nobody() -> list[Acknowledgement]:
    """ARLs that name no lot which is known, nor whose it is."""
    untied = Acknowledgement.fse_lot.is_null() & Acknowledgement.scor_lot.is_null()
    found = Acknowledgement.select().where(untied)
    return [row for row in found if not row.facts.get("billing_number")]


def _him(practice: Practice) -> Practitioner:
    him = practice.practitioner(HIS)
    Practitioner.update(family_name="OCRE", given_name="PAUL").where(
        Practitioner.id == him.id
    ).execute()
    practice.fse_lot = practice.lot(practitioner=him)
    return him


def _the_same_of_each(practice: Practice, owner: Practitioner) -> None:
    """A lot on its way, an alert, a stopped way out, an ARL about nothing known, a prescription."""
    number = owner.billing_number
    his = HIS_PATIENT if number == HIS else {}
    reference = {"reference": f"ORD-{number}"}
    prescription = Prescription.create(practitioner=owner, **reference)
    practice.ready(practitioner=owner, prescription=prescription, **his)
    practice.lots()
    practice.document(None, state=DocumentState.ATTACHED, prescription=prescription)
    Alert.create(
        kind=AlertKind.ARL_LATE,
        subject=f"fse:{owner.id}",
        level=AlertLevel.WARNING,
        facts={"kind": "fse", "lot": "001", "billing_number": number},
        opened_at=SENT_AT,
        raised_at=SENT_AT,
    )
    raise_flag(practice.context, f"route-stopped:{number}", reason="mail.login-refused")
    raise_flag(practice.context, f"mailbox-barred:{number}", reason="mail.login-refused")
    known = Acknowledgement.select().first()
    Acknowledgement.create(
        incoming=known.incoming_id,
        position=100 + owner.id,
        subject="fse",
        positive=True,
        facts={"lot": "998", "billing_number": number, "label": "ok", "rejected": []},
        outcome=AckOutcome.UNMATCHED,
    )
    fse_lot = practice.fse_lot if number != BILLING else FseLot.get_by_id(1)
    practice.lot(practitioner=owner, number="997", verdict="awaited", sent_at=fse_lot.sent_at)


def secrets_in(data: bytes) -> set[str]:
    return {secret for secret in SECRETS if secret.encode() in data}


def rows_of(path: str) -> set[int]:
    """Every number that a path may be asked for."""
    table = TABLE_OF.get(beginning(path))
    top = max((row.id for row in table.select()), default=0) if table else 12
    return set(range(1, top + 2))


def beginning(path: str) -> str:
    return "/".join(path.split("/")[:3])


def asked(asker: Asker, path: str) -> list[Answer]:
    """Every row of it, where it has a number, and a page of all, where not."""
    if "{" not in path:
        return [asker.get(path, **({"limit": 200} if path in LISTS else {}))]
    tail = path.replace("{number}", "1").replace("{place}", "1")
    named = path if beginning(path) == FILES_OF_ANYBODY else tail
    return [asker.get(numbered(named, number)) for number in sorted(rows_of(path))]


LISTS = {
    path
    for path in GETS
    if "limit" in {one["name"] for one in PATHS[path]["get"].get("parameters", ())}
}


def test_each_numbered_path_is_about_a_table_of_these_tests() -> None:
    assert {beginning(path) for path in NUMBERED} == {*TABLE_OF, FILES_OF_ANYBODY}


def test_no_answer_tells_anything_of_the_one_who_is_kept(house: House) -> None:
    for asker in (house.paul(), house.lise()):
        for path in GETS:
            for answer in asked(asker, path):
                assert answer.status in {200, 404} or answer.code == NO_PDF, (path, answer.data)
                assert not secrets_in(answer.data), (path, answer.data[:3000])


def test_what_is_hers_is_there_for_her_users_and_for_the_system_s_administrator(
    house: House,
) -> None:
    for asker in (house.anne(), house.root()):
        for path, table in TABLE_OF.items():
            if f"{path}" in LISTS:
                listed = {item["id"] for item in asker.get(path, limit=200).json["items"]}
                assert house.hers[table] <= listed, path
    told = [answer.data for path in GETS for answer in asked(house.anne(), path)]
    assert set().union(*map(secrets_in, told)) == set(SECRETS)


def test_nothing_of_his_is_there_for_her_users_but_all_for_the_administrator(house: House) -> None:
    for path in sorted(TABLE_OF.keys() & LISTS):
        told = json.loads(house.anne().get(path, limit=200).data)
        assert HIS not in json.dumps(told), path
    assert HIS.encode() in house.root().get("/v1/invoices").data


def test_a_number_of_hers_is_not_there_and_nothing_changes(house: House) -> None:
    before = store()
    for path in (path for path in NUMBERED if beginning(path) in TABLE_OF):
        table = TABLE_OF[beginning(path)]
        assert house.hers[table]
        where = path.replace("{number}", "1").replace("{place}", "1")
        for number in house.hers[table]:
            at, paul = numbered(where, number), house.paul()
            answer = paul.post(at, body_of(path)) if path in CHANGES else paul.get(at)
            assert answer.status == 404, (at, answer.data)
            assert answer.code in {"api.not-there", "invoice.unknown", "document.unknown"}
            assert not secrets_in(answer.data)
    assert store() == before


def test_whose_an_answer_or_a_file_is_nobody_knows_so_only_who_sees_all_has_it(
    house: House,
) -> None:
    assert _about_nobody()
    for row in _about_nobody():
        at = f"/v1/acknowledgements/{row.id}"
        assert (house.anne().get(at).status, house.root().get(at).status) == (404, 200)
    assert house.anne().get("/v1/imports").json["items"] == []
    assert house.root().get("/v1/imports").json["items"]


def test_what_is_his_is_there_for_his_user(house: House) -> None:
    paul = house.paul()
    for path in sorted(TABLE_OF.keys() & LISTS):
        assert paul.get(path, limit=200).json["items"], path
    (invoice, *_) = paul.get("/v1/invoices", practitioner=HIS).json["items"]
    for tail in ("", "/history", "/export", "/proof", "/proof.json"):
        assert paul.get(f"/v1/invoices/{invoice['id']}{tail}").status == 200
    assert paul.post(f"/v1/invoices/{invoice['id']}/slip", {}).status == 200


def test_who_is_named_nowhere_sees_neither(house: House) -> None:
    assert house.lise().get("/v1/invoices").json["items"] == []
    assert house.lise().get("/v1/practice").json["practitioners"] == []


def test_without_users_everybody_sees_everything(
    house: House, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(house.practice.context.files.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)  # others write to the disk too
    open_to_all = [
        one.model_copy(update={"users": ()})
        for one in house.practice.context.settings.practitioners
    ]
    context = in_force(house.practice.context, practitioners=tuple(open_to_all))
    app.state.house = house_of(context, [])
    for path in GETS:
        told = [answer.data for answer in asked(house.lise(), path)]
        assert told == [answer.data for answer in asked(house.root(), path)], path


def test_no_view_of_the_page_tells_anything_of_her(house: House) -> None:
    for place in PLACES:
        table = ScorLot if "lot" in place.path else Invoice
        numbers = sorted(house.hers[table]) if "{" in place.path else [1]
        for number in numbers:
            for asker in (house.paul(), house.lise()):
                answer = asker.get(f"/page{numbered(place.path, number)}")
                assert answer.status == (404 if "{" in place.path else 200), place.path
                assert not secrets_in(answer.data), (place.path, answer.data)


def test_the_status_counts_for_the_whole_practice_and_names_none_of_hers(house: House) -> None:
    paul, root = (asker.get("/v1/status").data for asker in (house.paul(), house.root()))
    assert not secrets_in(paul)
    assert json.loads(paul)["status"]["counts"]["to_send"] >= 1
    assert json.loads(root)["status"]["counts"] is not None


def test_alerts_about_her_are_told_to_none_but_hers(house: House) -> None:
    assert not secrets_in(house.paul().post("/v1/alerts/claim").data)
    assert BILLING.encode() in house.anne().post("/v1/alerts/claim").data


def test_a_document_to_be_filed_is_there_for_all_but_her_invoice_is_unknown(house: House) -> None:
    document = house.practice.document("ORDN", state=DocumentState.INBOX)
    hers = min(house.hers[Invoice])
    filing = {"invoice": hers, "document_type": "ORDN"}
    refused = house.paul().post(f"/v1/documents/{document.id}/file", filing)
    assert (refused.status, refused.code) == (404, "invoice.unknown")
    assert house.anne().post(f"/v1/documents/{document.id}/file", filing).status == 200
    assert house.paul().get(f"/v1/documents/{document.id}").status == 404
    assert house.paul().get(f"/v1/scans/{document.scan_id}/original").status == 404


def test_what_her_slip_or_arm_points_at_is_not_proposed_to_others(house: House) -> None:
    ref = Invoice.get_by_id(min(house.hers[Invoice])).ref
    document = house.practice.document(
        None,
        state=DocumentState.INBOX,
        reason="invoice-closed",
        clue=SlipClue(ref).facts(),
        arm=Arm.get_by_id(min(house.hers[Arm])),
    )
    for tail in ("", "/explanation"):
        assert not secrets_in(house.paul().get(f"/v1/documents/{document.id}{tail}").data)
        assert secrets_in(house.anne().get(f"/v1/documents/{document.id}{tail}").data)


def test_what_serves_both_is_there_without_her_and_only_who_sees_all_may_change_it(
    house: House,
) -> None:
    at = f"/v1/documents/{house.shared.id}"
    shown = house.paul().get(at)
    assert len(shown.json["invoices"]) == 1
    assert not secrets_in(shown.data)
    before = store()
    for change in ("take-back", "set-aside", "confirm", "file"):
        refused = house.paul().post(f"{at}/{change}", body_of(f"/{change}"))
        assert (refused.status, refused.code) == (409, "action.refused")
        assert refused.json["facts"]["reason"] == "document-shared"
    assert store() == before
    assert house.root().post(f"{at}/take-back").status == 200


def test_pages_that_she_has_now_are_not_shown_by_the_document_that_had_them(house: House) -> None:
    copy = house.practice.document(None, state=DocumentState.REMADE)
    mine = Document.create(
        scan=copy.scan, position=2, state=DocumentState.ATTACHED, created_at=house.practice.now
    )
    record_pages(mine, [Leaf(copy.scan_id, 1)])
    house.practice.attach(Invoice.get_by_id(min(house.hers[Invoice])), mine)
    assert house.paul().get(f"/v1/documents/{copy.id}").status == 404
    assert house.anne().get(f"/v1/documents/{copy.id}").status == 200


def test_settings_show_her_to_none_but_hers_and_nobody_who_is_limited_opens_them(
    house: House,
) -> None:
    shown = house.paul().get("/v1/settings").json
    by_place = {one["place"]: one for one in shown["settings"]}
    for place in ("practitioners", "mail"):
        assert by_place[place]["fixed"]
        assert [one["billing_number"] for one in by_place[place]["value"]] == [HIS]
        change = {"revision": shown["revision"], "changes": {place: None}}
        refused = house.paul().post("/v1/settings", change)
        assert (refused.status, refused.code) == (409, "action.refused")
    secret = {"kind": "mail", "billing_number": BILLING, "value": "x"}
    assert house.paul().post("/v1/settings/secrets", secret).status == 404
    tried = house.paul().post("/v1/settings/test-mail", {"billing_number": BILLING})
    assert tried.status == 404


def test_what_the_software_hands_over_is_taken_whoever_hands_it_over(house: House) -> None:
    lot = Invoice.get_by_id(min(house.hers[Invoice]))
    file = {
        "format": "scord-invoices/1",
        "practitioner": {
            "billing_number": BILLING,
            "family_name": "GRIS",
            "given_name": "ANNE",
            "profession": "infirmier",
        },
        "invoices": [{"number": lot.number, "invoice_date": "2026-03-09", "status": "cancelled"}],
    }
    answer = house.paul().post("/v1/imports", file)
    assert answer.status == 200
    assert answer.json["items"] == 1


def store() -> dict[type[Row], list[Any]]:
    return {table: list(table.select().order_by(table.id).tuples()) for table in TABLES}
