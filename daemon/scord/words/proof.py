"""The proof of sending in words: what stands on its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.speech import look_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.words.speech import Words

# How it stands: what the practitioner reads first.
STANDINGS: dict[str, Words] = {
    "nothing-sent": (
        "Rien n'a été envoyé : à cette date, aucune pièce de cette facture n'est partie.",
        "Nothing was sent: up to this date no piece of this invoice has left.",
    ),
    "uncertain": (
        "Envoi incertain : la liaison a été coupée, et rien ne prouve que la caisse a reçu ce lot.",
        "Uncertain: the connection broke, and nothing proves that the caisse has this lot.",
    ),
    "contested": (
        "Pièces envoyées. La caisse a répondu deux choses contraires : le praticien doit trancher.",
        "Sent. The caisse gave two contrary answers: the practitioner has to settle it.",
    ),
    "rejected": (
        "Pièces envoyées. La caisse en a refusé, voir les motifs plus bas.",
        "Sent. The caisse refused some of it, for the reasons given below.",
    ),
    "under-way": (
        "Pièces envoyées. La réponse de la caisse (ARL SCOR) n'est pas encore arrivée pour toutes.",
        "Sent. The caisse's answer (ARL SCOR) has not yet come for all of it.",
    ),
    "accepted": (
        "Pièces envoyées et acceptées par la caisse (ARL SCOR positif).",
        "Sent, and accepted by the caisse (positive ARL SCOR).",
    ),
}

# What stands on the paper, by place.
PAPER: dict[str, Words] = {
    "title": ("Preuve d'envoi SCOR", "Proof of SCOR sending"),
    "invoice": ("Facture n° {number} du {day}", "Invoice no. {number} of {day}"),
    "page": ("page {number} / {total}", "page {number} / {total}"),
    "foot": (
        "Preuve établie le {at} par {by} · sceau {seal}…",
        "Proof made on {at} by {by} · seal {seal}…",
    ),
    "across": ("TEST", "TEST"),
    "test": (
        (
            "TEST : ce cabinet échange dans un format d'essai, pas avec les caisses. Ce document"
            " ne prouve rien auprès d'une caisse."
        ),
        "TEST: this practice uses a test format, not for caisses. This paper proves nothing.",
    ),
    "patient": ("Patient", "Patient"),
    "mode": ("Mode", "Mode"),
    "caisse": ("Caisse", "Caisse"),
    "replaces": ("Remplace la facture", "Replaces invoice"),
    "practitioner": ("Praticien", "Practitioner"),
    "rpps": ("RPPS {rpps}", "RPPS {rpps}"),
    "billing-number": ("n° AM {number}", "billing no. {number}"),
    "fse-lot": ("Lot de FSE", "FSE lot"),
    "fse-lot-told": (
        "n° {number}, envoyé le {at} ({kind}) ; ARL {verdict}[ le {answered}]",
        "no. {number}, sent on {at} ({kind}); ARL {verdict}[ on {answered}]",
    ),
    "lot": ("Lot SCOR n° {number}", "SCOR lot no. {number}"),
    "state": ("État", "State"),
    "frozen": ("Constitué", "Made"),
    "sent": ("Envoyé", "Sent"),
    "answered": ("Réponse reçue", "Answer received"),
    "destination": ("Destinataire", "To"),
    "destination-told": (
        "caisse {destination}[, {recipient}]",
        "caisse {destination}[, {recipient}]",
    ),
    "profile": ("Format d'échange", "Exchange format"),
    "message-id": ("Identifiant du message", "Message id"),
    "file": ("Message", "Message"),
    "file-told": ("{file}, {size:,} octets", "{file}, {size:,} bytes"),
    "sha256": ("SHA-256 du message", "SHA-256 of the message"),
    "purged": (
        "fichier effacé le {at}, à la fin de sa conservation",
        "file removed on {at}, at the end of its retention",
    ),
    "pieces": ("Pièces de cette facture dans ce lot", "Pieces of this invoice in this lot"),
    "piece": ("Pièce et identifiant", "Piece and identifier"),
    "pdf": ("Fichiers PDF : taille, pages, SHA-256", "PDF files: size, pages, SHA-256"),
    "pdf-told": (
        "{size:,} octets, {pages} p.[, effacé le {purged}]",
        "{size:,} bytes, {pages} p.[, removed on {purged}]",
    ),
    "verdict": ("Verdict", "Verdict"),
    "tries": ("Essais d'envoi", "Attempts"),
    "opened": ("Commencé", "Begun"),
    "started": ("Remise", "Handed over"),
    "closed": ("Terminé", "Ended"),
    "outcome": ("Résultat", "Outcome"),
    "answers": ("Accusés de réception (ARL)", "Acknowledgements (ARL)"),
    "received": ("Reçu le", "Received"),
    "says": ("Dit", "Says"),
    "effect": ("Suite donnée", "Effect"),
    "raw": ("SHA-256 du fichier reçu", "SHA-256 of the file received"),
    "none-yet": ("Aucun à ce jour.", "None so far."),
    "unsent": ("Pièces jamais envoyées", "Pieces never sent"),
    "chain": ("Chaîne de preuve du praticien", "The practitioner's chain of proof"),
    "chain-told": (
        (
            "Chaque envoi et chaque réponse du praticien est un maillon daté, lié au précédent par"
            " son empreinte. La chaîne a {count:,} maillons à ce jour ; le fichier joint ({json})"
            " les donne tous. Voici ceux des lots de cette facture, et le dernier."
        ),
        (
            "Each sending and each answer of the practitioner is a dated link, tied to the one"
            " before by its hash. The chain has {count:,} links to this day; the file that comes"
            " with this ({json}) has all of them. Here are those of this invoice's lots, and the"
            " last."
        ),
    ),
    "chain-empty": (
        "Aucun envoi de ce praticien à ce jour : la chaîne est vide.",
        "This practitioner has sent nothing so far: the chain is empty.",
    ),
    "link": ("N°", "No."),
    "when": ("Le", "On"),
    "event": ("Événement", "Event"),
    "hash": ("Empreinte du maillon", "Hash of the link"),
    "how": ("Vérifier cette preuve", "To verify this proof"),
    "how-told": (
        (
            "Commande : scord proof --verify {json}. Elle recalcule le sceau et la chaîne, sur tout"
            " ordinateur ; chez le praticien, elle les compare aussi à son journal. Sceau :"
        ),
        (
            "Command: scord proof --verify {json}. It works out seal and chain anew, on any"
            " computer; at the practitioner's it also compares them with the journal. Seal:"
        ),
    ),
    "limits": (
        (
            "Ce document dit ce que le logiciel du praticien a noté, au moment où il l'a noté. Il"
            " se recoupe avec les réponses gardées telles que reçues, et avec ce que la caisse a"
            " noté."
        ),
        (
            "This paper tells what the practitioner's software wrote down, when it did. It can be"
            " held against the answers kept as they came, and against the caisse's own records."
        ),
    ),
}

EVENTS: dict[str, Words] = {
    "frozen": ("lot {lot} constitué", "lot {lot} made"),
    "sent": ("lot {lot} envoyé", "lot {lot} sent"),
    "acknowledged": ("lot {lot} : réponse de la caisse", "lot {lot}: answer of the caisse"),
    "contested": ("lot {lot} : réponse contraire", "lot {lot}: contrary answer"),
    "settled": ("lot {lot} : tranché", "lot {lot}: settled"),
    "bounced": ("lot {lot} : revenu", "lot {lot}: came back"),
}


def event(code: str, facts: Mapping[str, object], language: str) -> str:
    return look_up(EVENTS, code, language, facts)
