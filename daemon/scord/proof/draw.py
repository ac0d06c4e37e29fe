"""Draws a proof for a person to read, print and hand on: A4, in the language of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scord.proof import record, sheet
from scord.settings import PARIS
from scord.words.pieces import FSE_KINDS, MODES, kind, state
from scord.words.proof import PAPER, STANDINGS, event
from scord.words.speech import look_up, moment, put, with_colon

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reportlab.platypus import Flowable

_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_SECOND = {"fr": "%d/%m/%Y %H:%M:%S", "en": "%Y-%m-%d %H:%M:%S"}


def draw(proof: record.Proof, seal: str, *, json_name: str, language: str) -> bytes:
    """The PDF. `seal`: that of the JSON file, which lies beside it under `json_name`."""
    return _Drawing(proof, seal, json_name, language).pdf()


@dataclass(frozen=True)
class _Drawing:
    proof: record.Proof
    seal: str
    json_name: str
    language: str

    def pdf(self) -> bytes:
        by, at = self.proof.made_by.capitalize(), self.at(self.proof.made_at)
        return sheet.render(
            self.story,
            title=f"{self.say('title')} - {self.proof.invoice.number}",
            foot=self.say("foot", at=at, by=by, seal=self.seal[:16]),
            page=put(PAPER["page"], self.language, number="{number}", total="{total}"),
            test=self.say("across") if self.proof.test else None,
        )

    def story(self) -> list[Flowable]:
        lots = (one for lot in self.proof.lots for one in self.lot(lot))
        return [*self.top(), *lots, *self.unsent(), *self.chain(), *self.bottom()]

    def top(self) -> list[Flowable]:
        proof, invoice = self.proof, self.proof.invoice
        day = self.day(invoice.invoice_date)
        standing = put(STANDINGS[proof.standing], self.language)
        said = [sheet.paragraph(standing, sheet.LOUD)]
        if proof.test:
            said.append(sheet.paragraph(self.say("test"), sheet.BOLD))
        return [
            sheet.paragraph(self.say("title"), sheet.TITLE),
            sheet.paragraph(self.say("invoice", number=invoice.number, day=day), sheet.LOUD),
            sheet.space(3),
            sheet.boxed(said),
            sheet.space(3),
            sheet.facts(
                [
                    (self.say("patient"), f"{invoice.family_name} {invoice.given_name}"),
                    (self.say("mode"), look_up(MODES, invoice.mode, self.language)),
                    (self.say("caisse"), _joined(" ", invoice.destination, invoice.centre)),
                    (self.say("replaces"), invoice.replaces),
                    (self.say("practitioner"), self.practitioner()),
                    (self.say("fse-lot"), self.fse_lot()),
                ]
            ),
        ]

    def practitioner(self) -> str:
        one = self.proof.practitioner
        numbers = [self.say("billing-number", number=one.billing_number)]
        if one.rpps:
            numbers.append(self.say("rpps", rpps=one.rpps))
        return ", ".join([f"{one.family_name} {one.given_name}", one.profession, *numbers])

    def fse_lot(self) -> str | None:
        lot = self.proof.fse_lot
        if lot is None:
            return None
        return self.say(
            "fse-lot-told",
            number=lot.number,
            at=self.at(lot.sent_at),
            kind=look_up(FSE_KINDS, lot.kind, self.language),
            verdict=state(lot.verdict, self.language),
            answered=self.at(lot.answered_at),
        )

    def lot(self, lot: record.ScorSending) -> list[Flowable]:
        message = lot.message
        sent_to = {"destination": lot.destination, "recipient": message.recipient}
        file = self.say("file-told", file=message.file_name, size=message.size)
        gone = message.purged_at
        purged = self.say("purged", at=self.at(gone)) if gone else None
        return [
            *sheet.head(self.say("lot", number=lot.number)),
            sheet.facts(
                [
                    (self.say("state"), self.state_of(lot)),
                    (self.say("frozen"), self.at(lot.frozen_at)),
                    (self.say("sent"), self.at(lot.sent_at)),
                    (self.say("answered"), self.at(lot.answered_at)),
                    (self.say("destination"), self.say("destination-told", **sent_to)),
                    (self.say("profile"), f"{lot.profile}{' (TEST)' if lot.test else ''}"),
                    (self.say("message-id"), message.message_id),
                    (self.say("file"), _joined(", ", file, purged)),
                    (self.say("sha256"), sheet.hashed(message.sha256)),
                ]
            ),
            *self.pieces(lot.pieces),
            *self.tries(lot.tries),
            *self.answers(lot.answers),
        ]

    def state_of(self, lot: record.ScorSending) -> str:
        """Before an answer what is known is the message's state."""
        open_ = lot.state in ("ready", "sent")
        return state(lot.message.state if open_ else lot.state, self.language)

    def pieces(self, pieces: Iterable[record.Sent]) -> list[Flowable]:
        heads = [self.say(one) for one in ("piece", "pdf", "verdict")]
        rows = [
            [
                [
                    sheet.paragraph(kind(one.type, self.language)),
                    sheet.paragraph(one.identifier, sheet.SMALL),
                ],
                self.pdfs(one.pdfs),
                with_colon(state(one.verdict, self.language), one.reason or "", self.language),
            ]
            for one in pieces
        ]
        return [*self.small_head("pieces"), sheet.grid(heads, rows, (52, 84, 38))]

    def pdfs(self, pdfs: Iterable[record.Pdf]) -> list[Flowable]:
        told: list[Flowable] = []
        for pdf in pdfs:
            purged = self.at(pdf.purged_at)
            facts = {"size": pdf.size, "pages": pdf.pages, "purged": purged}
            told += [sheet.paragraph(self.say("pdf-told", **facts)), sheet.hashed(pdf.sha256)]
        return told

    def tries(self, tries: Iterable[record.Try]) -> list[Flowable]:
        heads = [self.say(one) for one in ("opened", "started", "closed", "outcome")]
        rows: list[list[sheet.Cell]] = [
            [
                self.second(one.opened_at),
                self.second(one.started_at),
                self.second(one.closed_at),
                state(one.verdict or "sending", self.language),
            ]
            for one in tries
        ]
        return [*self.small_head("tries"), *self.table(heads, rows, (42, 42, 42, 48))]

    def answers(self, answers: Iterable[record.Answer]) -> list[Flowable]:
        heads = [self.say(one) for one in ("received", "says", "effect", "raw")]
        rows = [
            [
                self.at(one.received_at) or "",
                self.verdict(one),
                state(one.outcome, self.language),
                sheet.hashed(one.sha256),
            ]
            for one in answers
        ]
        return [*self.small_head("answers"), *self.table(heads, rows, (35, 17, 36, 86))]

    def verdict(self, answer: record.Answer) -> str:
        if answer.positive is None:
            return "-"
        return state("positive" if answer.positive else "negative", self.language)

    def unsent(self) -> list[Flowable]:
        if not self.proof.unsent:
            return []
        heads = [self.say(one) for one in ("piece", "pdf")]
        rows = [[kind(one.type, self.language), self.pdfs(one.pdfs)] for one in self.proof.unsent]
        return [*sheet.head(self.say("unsent")), sheet.grid(heads, rows, (52, 122))]

    def chain(self) -> list[Flowable]:
        links = self.proof.chain
        heading = sheet.head(self.say("chain"))
        if not links:
            return [*heading, sheet.paragraph(self.say("chain-empty"))]
        lots = {lot.number for lot in self.proof.lots}
        shown = [one for one in links if one.facts.get("lot") in lots or one is links[-1]]
        rows = [
            [
                str(one.sequence),
                sheet.paragraph(self.second(datetime.fromisoformat(one.at)), sheet.SMALL),
                event(one.event, one.facts, self.language),
                sheet.hashed(one.hash),
            ]
            for one in shown
        ]
        told = self.say("chain-told", count=len(links), json=self.json_name)
        heads = [self.say(one) for one in ("link", "when", "event", "hash")]
        return [
            *heading,
            sheet.paragraph(told),
            sheet.space(1.5),
            sheet.grid(heads, rows, (9, 31, 48, 86)),
        ]

    def bottom(self) -> list[Flowable]:
        return [
            *sheet.head(self.say("how")),
            sheet.paragraph(self.say("how-told", json=self.json_name)),
            sheet.hashed(self.seal),
            sheet.space(1.5),
            sheet.paragraph(self.say("limits"), sheet.SMALL),
        ]

    def small_head(self, code: str) -> list[Flowable]:
        return [sheet.space(2), sheet.paragraph(self.say(code), sheet.BOLD)]

    def table(
        self, heads: list[str], rows: list[list[sheet.Cell]], widths: tuple[float, ...]
    ) -> list[Flowable]:
        if not rows:
            return [sheet.paragraph(self.say("none-yet"))]
        return [sheet.grid(heads, rows, widths)]

    def say(self, code: str, **facts: object) -> str:
        return put(PAPER[code], self.language, **facts)

    def at(self, at: datetime | None) -> str | None:
        return moment(at, self.language) if at else None

    def second(self, at: datetime | None) -> str:
        return at.astimezone(PARIS).strftime(_SECOND[self.language]) if at else "-"

    def day(self, day: date) -> str:
        return day.strftime(_DAY[self.language])


def _joined(between: str, *texts: str | None) -> str:
    return between.join(filter(None, texts))
