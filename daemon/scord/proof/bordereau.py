"""Draws the bordereau that goes with the paper of a lot without ARL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.proof import sheet
from scord.words.bordereau import BORDEREAU
from scord.words.pieces import kind, state
from scord.words.speech import moment, put

if TYPE_CHECKING:
    from datetime import datetime

    from reportlab.platypus import Flowable

    from scord.actions.fallback import Bordereau, PaperPiece

_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_SIGNATURE_MM = 32.0


def draw_bordereau(made: Bordereau, *, printed_at: datetime, language: str) -> bytes:
    """The PDF, A4. It names patients, as the invoices that go with it do."""

    def say(code: str, **facts: object) -> str:
        return put(BORDEREAU[code], language, **facts)

    def at(given: datetime | None) -> str | None:
        return moment(given, language) if given else None

    def story() -> list[Flowable]:
        owner = made.practitioner
        numbers = say("numbers", number=owner.billing_number, rpps=owner.rpps)
        name = f"{owner.family_name} {owner.given_name}, {owner.profession}, {numbers}"
        counts = {
            "invoices": len({(one.invoice, one.invoice_date) for one in made.pieces}),
            "pieces": len(made.pieces),
            "pages": sum(one.pages for one in made.pieces),
        }
        lot = {"lot": made.lot, "at": at(made.frozen_at), "message": made.message_id}
        test = [sheet.paragraph(say("test"), sheet.LOUD), sheet.space(2)] if made.test else []
        return [
            sheet.paragraph(say("title"), sheet.TITLE),
            sheet.paragraph(say("subtitle", lot=made.lot), sheet.LOUD),
            sheet.space(3),
            *test,
            sheet.facts(
                [
                    (say("practitioner"), name),
                    (say("destination"), made.destination),
                    (say("lot"), say("lot-told", **lot)),
                    (say("tried"), at(made.tried_at)),
                    (say("sent"), at(made.sent_at)),
                    (say("state"), state(made.state, language)),
                    (say("count"), say("count-told", **counts)),
                ]
            ),
            *sheet.head(say("why")),
            sheet.paragraph(say("why-told" if made.sent_at else "why-not-sent", days=made.days)),
            sheet.space(1.5),
            sheet.paragraph(say("rule"), sheet.SMALL),
            sheet.space(1.5),
            sheet.paragraph(say("sure"), sheet.BOLD),
            sheet.space(3),
            sheet.paragraph(f"{say('agreed')} {'.' * 30}    {say('with')} {'.' * 40}"),
            *sheet.head(say("pieces")),
            sheet.grid(
                [say(one) for one in ("invoice", "fse-lot", "patient", "piece", "pages")],
                [_row(one, language) for one in made.pieces],
                (38, 18, 48, 56, 14),
            ),
            sheet.space(6),
            sheet.boxed([sheet.paragraph(say("signature"), sheet.SMALL)], height_mm=_SIGNATURE_MM),
        ]

    return sheet.render(
        story,
        title=f"{say('title')} - {made.lot}",
        foot=say("foot", at=at(printed_at)),
        page=say("page", number="{number}", total="{total}"),
        test=say("across") if made.test else None,
    )


def _row(piece: PaperPiece, language: str) -> list[sheet.Cell]:
    day = piece.invoice_date.strftime(_DAY[language])
    return [
        put(BORDEREAU["invoice-told"], language, number=piece.invoice, day=day),
        piece.fse_lot or "-",
        f"{piece.family_name} {piece.given_name}",
        [
            sheet.paragraph(kind(piece.type, language)),
            sheet.paragraph(piece.identifier, sheet.SMALL),
        ],
        str(piece.pages),
    ]
