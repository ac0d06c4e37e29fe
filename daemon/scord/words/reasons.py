"""Why a document waits, and why an invoice's pieces do not leave: every code in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.speech import Words, look_up, put, with_colon
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scord.actions.explaining import Piece

WHYS: dict[str, Words] = {
    "no-clue": ("rien n'indique la facture", "nothing names the invoice"),
    "foreign-slip": (
        "page de garde d'un autre cabinet, ou illisible",
        "cover slip of another practice, or unreadable",
    ),
    "arm-spoilt": (
        "deux factures ou deux fichiers à la fois",
        "two invoices or two files at once",
    ),
    "arm-several-documents": (
        "plusieurs documents dans un même fichier",
        "several documents in one file",
    ),
    "clues-disagree": ("les indices se contredisent", "the clues disagree"),
    "invoice-unknown": ("facture inconnue pour l'instant", "invoice not known yet"),
    "invoice-ambiguous": ("plusieurs factures possibles", "several invoices possible"),
    "invoice-closed": ("facture annulée ou remplacée", "invoice cancelled or replaced"),
    "invoice-sent": ("facture déjà transmise", "invoice already sent"),
    "type-unknown": ("type de document à préciser", "document type to be told"),
    "type-present": ("la facture a déjà cette pièce", "the invoice has this piece already"),
    "piece-rejected": (
        "la caisse a refusé cette pièce : à vous de dire si celle-ci la remplace",
        "the caisse refused this piece: say whether this one replaces it",
    ),
    "not-sure": (
        "ce qui est écrit ne suffit pas pour désigner une facture",
        "what is written is not enough to name one invoice",
    ),
    "not-read": ("texte illisible pour Scord", "text that Scord cannot read"),
    "pages-unsure": (
        "plusieurs pages qui ne vont peut-être pas ensemble",
        "several pages that may not belong together",
    ),
    "taken back": ("retiré d'une facture", "taken off an invoice"),
}

OBSTACLES: dict[str, Words] = {
    "nothing-to-send": ("aucune pièce à envoyer", "no piece to send"),
    "invoice-held": (
        "facture retenue dans le logiciel de facturation (Retenir)",
        "invoice held in the billing software (Retenir)",
    ),
    "invoice-held-here": ("facture retenue ici (Retenir)", "invoice held here (Retenir)"),
    "invoice-withdrawn": ("facture supprimée ici", "invoice withdrawn here"),
    "invoice-cancelled": (
        "facture supprimée dans le logiciel de facturation",
        "invoice cancelled in the billing software",
    ),
    "invoice-replaced": (
        "facture remplacée par une facture corrigée",
        "invoice replaced by a corrected one",
    ),
    "correction-awaited": (
        "correction demandée : la facture corrigée doit venir du logiciel de facturation",
        "correction asked for: the corrected invoice has to come from the billing software",
    ),
    "fse-lot-unknown": (
        "facture dans aucun lot de FSE connu",
        "invoice in no FSE lot that is known",
    ),
    "fse-lot-not-sent": ("lot de FSE pas encore envoyé", "FSE lot not sent yet"),
    "start-day-missing": (
        "date de début SCOR du praticien absente des réglages (scor_start_date)",
        "the practitioner's SCOR start date is not set (scor_start_date)",
    ),
    "before-start-day": (
        "lot de FSE envoyé avant la date de début SCOR : pièces à remettre sur papier",
        "FSE lot sent before the SCOR start date: its pieces go on paper",
    ),
    "fse-arl-awaited": (
        "ARL du lot de FSE pas encore reçu",
        "the FSE lot's ARL has not come yet",
    ),
    "fse-lot-rejected": (
        "ARL négatif du lot de FSE : facture à renvoyer dans un nouveau lot",
        "negative ARL of the FSE lot: the invoice has to go in a new lot",
    ),
    "fse-lot-contested": (
        "réponses contradictoires au lot de FSE : tranchez avec « scord verdict »",
        'contradicting answers to the FSE lot: settle it with "scord verdict"',
    ),
    "region-missing": (
        "Région du praticien inconnue : lisez sa CPS ou donnez-la dans les réglages (region)",
        "the practitioner's Région is not known: read their CPS or give it (region)",
    ),
    "account-missing": (
        "le praticien n'a pas de compte de messagerie dans les réglages ([[mail]])",
        "the practitioner has no mail account in the settings ([[mail]])",
    ),
    "address-missing": (
        "l'adresse de la caisse manque dans les réglages (exchange.addresses)",
        "the caisse's address is missing in the settings (exchange.addresses)",
    ),
    "caisse-closed": (
        "caisse non ouverte à SCOR dans les réglages (caisses.open)",
        "caisse not open for SCOR in the settings (caisses.open)",
    ),
    "needs-unknown": (
        "on ne sait pas quelles pièces cette facture demande",
        "it is not known which pieces this invoice needs",
    ),
    "piece-missing": ("pièce manquante[ : {wanted}]", "piece missing[: {wanted}]"),
    "form-unsigned": (
        "feuille de soins à faire signer : numérisez la page signée, ou « Justificatif papier »",
        "feuille de soins still to be signed: scan the signed page, or “Justificatif papier”",
    ),
    "piece-waiting": (
        "pièce classée par Scord il y a peu : elle attend, ou votre accord (« scord confirm »)",
        'piece filed by Scord a short while ago: it waits, or for your word ("scord confirm")',
    ),
    "piece-unsettled": (
        "une pièce n'est pas, ou plus, classée pour de bon",
        "a piece is not, or no longer, filed for good",
    ),
    "paper-on-its-way": (
        "un document numérisé pour cette facture reste à classer",
        "a paper scanned for this invoice is still to be filed",
    ),
    "type-not-taken": (
        "type de document que ce format d'échange ne connaît pas",
        "document type that this exchange format does not know",
    ),
    "too-large": ("dossier trop lourd pour un lot", "dossier too large for a lot"),
    "piece-damaged": (
        "PDF abîmé ou absent du disque : lancez « scord doctor »",
        'PDF damaged or gone from the disk: run "scord doctor"',
    ),
}

PIECES: dict[str, Words] = {
    "to-send": ("à télétransmettre", "to be sent"),
    "under-way": ("en attente d'ARL", "awaiting an ARL"),
    "accepted": ("acceptée", "accepted"),
    "rejected": ("rejetée[ ({reason})]", "rejected[ ({reason})]"),
    "replaced": ("rejetée[ ({reason})], remplacée depuis", "rejected[ ({reason})], replaced since"),
    "contested": ("réponses contradictoires", "contradicting answers"),
}

_CODES = {code.value for code in Code}


def why(code: str | None, language: str, facts: Mapping[str, object] | None = None) -> str:
    """A reason why a document waits; a code of the error table where it is to be scanned again."""
    if code in _CODES:
        return say(Code(code), _with_page(facts or {}), language).title
    return look_up(WHYS, code or "", language)


def obstacle(code: str, language: str, wanted: Sequence[Sequence[str]]) -> str:
    """Why pieces do not leave; `wanted`: the types of each piece that is missing, one is enough."""
    either = put((" ou ", " or "), language)
    named = ", ".join(either.join(one_of) for one_of in wanted) or None
    return look_up(OBSTACLES, code, language, {"wanted": named})


def piece_line(piece: Piece, language: str) -> str:
    state = look_up(PIECES, piece.state, language, {"reason": piece.reason})
    return with_colon(f"{piece.type}, document {piece.document}", state, language)


def _with_page(facts: Mapping[str, object]) -> dict[str, object]:
    """A document knows all its bad pages, the words speak of "page"."""
    pages = facts.get("pages")
    if not isinstance(pages, list | tuple):
        return dict(facts)
    return {**facts, "page": ", ".join(map(str, pages)) or None, "pages": None}
