"""What the demo shows, act by act: the sample practice, or a folder of the user's own scans."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from scord.actions.lookup import find_invoice
from scord.actions.paper import arm, file_document
from scord.actions.sending import send_now
from scord.clock import SystemClock
from scord.demo.caisse import Behaviour
from scord.demo.house import COUNTER, SCANNER
from scord.demo.invoices import INVOICES, LOTS, RESENT_LOT, Answer, demo_invoices, demo_lots, resent
from scord.demo.samples import Sample, make_samples
from scord.demo.scanner import Drop, after_a_pause, at_once, slowly, wait_until_gone
from scord.demo.words import SO, counted, thousands
from scord.intake.listing import is_ignored
from scord.secrets import load_secrets
from scord.settings import PARIS
from scord.store.files import write_whole
from scord.store.flags import SEND_REQUESTED, flag
from scord.store.refs import LotRef
from scord.store.states import DocumentState, FseVerdict, ScorLotState
from scord.store.tables import Document, FseLot, Invoice, Scan, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from scord.demo.invoices import DemoLot
    from scord.demo.run import Run

BY = "démonstration"
# the first SCOR lot: one piece refused; the second: an answer that is late; all others: positive
SCRIPT = (Behaviour.REJECT_PIECE, Behaviour.LATE)

_SAMPLES_SECONDS = 120.0
_SCANS_SECONDS, _SECONDS_PER_SCAN = 60.0, 20.0
_LATE_LOOKS = 4  # the caisse's looks until the late ARL of an FSE lot

# How the scanner drops a sample, where it does not come at once.
_HOW = {"scan_0003.tif": slowly, "scan_0002_chargeur.pdf": after_a_pause}
# What a person files from À classer: sample, invoice, type. The rest is left there to be seen.
_BY_HAND = ("scan_0013_note.jpg", "492", "ORDN")

_ANSWERED = (FseVerdict.POSITIVE, FseVerdict.NEGATIVE)
_ON_ITS_WAY = (ScorLotState.READY, ScorLotState.SENT)


def play_samples(run: Run) -> None:
    """From the billing software's files to the last answer. Raises as Run.until does."""
    today = SystemClock().now().astimezone(PARIS).date()
    run.allow(_SAMPLES_SECONDS)
    _bill(run, today)
    _scan(run, today)
    _file_by_hand(run)
    _answer_fse_lots(run, today)
    _send(run)
    _answer_late(run, today)
    _send(run)


def _bill(run: Run, today: date) -> None:
    run.chapter("Le logiciel de facturation remet ses factures et ses lots de FSE")
    _hand_over(run, "factures.json", [*demo_invoices(today), *demo_lots(today)])
    run.until(
        lambda: Invoice.select().count() == len(INVOICES) and FseLot.select().count() == len(LOTS),
        "l'import des factures et des lots de FSE",
    )
    run.voice.tell(SO, "reçu", f"{len(INVOICES)} factures, {len(LOTS)} lots de FSE")


def _scan(run: Run, today: date) -> None:
    run.chapter("Le scanner dépose des pages, faites au fur et à mesure")
    arm(run.context, find_invoice("101"), COUNTER, None, by=BY)
    key = load_secrets(run.house.state)["slip_key"].encode()
    samples = make_samples(run.house.paper, key, today)
    run.scan(_sheets(run, samples), told=True)


def _sheets(run: Run, samples: Iterable[Sample]) -> Iterator[Drop]:
    folder = run.house.drop_folder(SCANNER)
    for sample in samples:
        if sample.expect == "duplicate":  # of two alike it is the later one
            original = next(one for one in run.samples if one.invoices == sample.invoices)
            wait_until_gone(folder / original.name)
        run.samples.append(sample)
        place = run.house.drop_folder(COUNTER) if sample.expect == "armed" else folder
        source = run.house.paper / sample.name
        yield Drop(source, place, sample.name, _HOW.get(sample.name, at_once))


def _file_by_hand(run: Run) -> None:
    run.chapter("Une personne classe une page, et laisse les autres dans À classer")
    name, number, document_type = _BY_HAND
    here = (Scan.name == name) & (Document.state == DocumentState.INBOX)
    document = Document.select().join(Scan).where(here).first()
    if document:
        file_document(run.context, document, find_invoice(number), document_type, by=BY)


def _answer_fse_lots(run: Run, today: date) -> None:
    """One ARL is negative: the LPS puts its invoice in another lot, which is accepted."""
    run.chapter("La caisse répond aux lots de FSE, sauf à un")
    prompt = [lot for lot in LOTS if lot.answer in (Answer.POSITIVE, Answer.NEGATIVE)]
    _acknowledge(run, prompt, today)
    _hand_over(run, "factures-corrigées.json", list(resent(today)))
    run.until(
        lambda: FseLot.select().where(FseLot.number == RESENT_LOT.number).exists(),
        "le lot de FSE renvoyé",
    )
    run.voice.tell(SO, "reçu", f"la facture du lot refusé, dans le nouveau lot {RESENT_LOT.number}")
    _acknowledge(run, [RESENT_LOT], today)


def _answer_late(run: Run, today: date) -> None:
    run.chapter("L'ARL qui manquait arrive en retard : ses factures partent à leur tour")
    late = [lot for lot in LOTS if lot.answer == Answer.LATE]
    _acknowledge(run, late, today, after_looks=_LATE_LOOKS)


def _acknowledge(run: Run, lots: Sequence[DemoLot], today: date, after_looks: int = 0) -> None:
    for lot in lots:
        ref = LotRef(lot.carer.billing_number, lot.number, lot.sent_at(today))
        positive = lot.answer != Answer.NEGATIVE
        run.caisse.acknowledge(ref, positive=positive, after_looks=after_looks)
    numbers = [lot.number for lot in lots]
    answered = FseLot.number.in_(numbers) & FseLot.verdict.in_(_ANSWERED)
    run.until(
        lambda: FseLot.select().where(answered).count() == len(lots),
        f"l'ARL des lots de FSE {', '.join(numbers)}",
    )


def _send(run: Run) -> None:
    """Asks for lots, and waits until every lot has its answer."""
    run.chapter("Les lots SCOR partent, la caisse y répond")
    send_now(run.context, by=BY)
    run.until(lambda: flag(SEND_REQUESTED) is None, "la formation des lots SCOR")
    run.until(
        lambda: not ScorLot.select().where(ScorLot.state.in_(_ON_ITS_WAY)).exists(),
        "la réponse à chaque lot SCOR",
    )


def _hand_over(run: Run, name: str, objects: list[dict[str, Any]]) -> None:
    write_whole(run.house.lps / name, json.dumps(objects, ensure_ascii=False).encode())


def play_scans(run: Run, folder: Path) -> None:
    """Drops a copy of every file under `folder`, which is only read. Raises as Run.until does."""
    found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    files = [path for path in found if _is_scan(path)]
    run.allow(_SCANS_SECONDS + _SECONDS_PER_SCAN * len(files))
    size = thousands(round(sum(path.stat().st_size for path in files) / 1e6))
    run.chapter(f"Le scanner dépose {counted(len(files), 'fichier')} ({size} Mo) de {folder}")
    if left := len(found) - len(files):
        run.voice.tell(SO, "omis", f"{left}, cachés, inachevés, illisibles ou pas des fichiers")
    run.voice.tell(SO, "facture", "aucune ici : toute page ira dans À classer")
    run.news.mute("scan.taken", "document.inbox")
    run.news.expect(len(files))
    target = run.house.drop_folder(SCANNER)
    run.scan((Drop(path, target, _name(folder, path)) for path in files), told=False)


def _is_scan(path: Path) -> bool:
    regular = path.is_file() and not path.is_symlink()
    return regular and os.access(path, os.R_OK) and not is_ignored(path.name)


def _name(folder: Path, path: Path) -> str:
    """Where the file lies under `folder`, as one name: two folders may hold a file of one name."""
    return "_".join(path.relative_to(folder).parts)
