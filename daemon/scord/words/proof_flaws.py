"""What verifying a proof has found, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.speech import look_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.words.speech import Words

FLAWS: dict[str, Words] = {
    "unreadable": (
        "Ce fichier n'est pas une preuve de Scord, ou il est abîmé.",
        "This file is no proof of Scord's, or it is damaged.",
    ),
    "seal": (
        "Le fichier a été modifié depuis qu'il a été établi : son sceau ne correspond plus.",
        "The file was changed since it was made: its seal does not fit any more.",
    ),
    "chain-broken": (
        "La chaîne est rompue au maillon {sequence} : un maillon a été modifié ou retiré.",
        "The chain is broken at link {sequence}: a link was changed or taken out.",
    ),
    "not-frozen": (
        "Lot {lot} : la chaîne ne connaît pas ce message, cette caisse ou ce format.",
        "Lot {lot}: the chain knows no such message, caisse or format.",
    ),
    "not-sent": (
        "Lot {lot} : la chaîne et la preuve ne disent pas la même chose de son envoi.",
        "Lot {lot}: chain and proof do not tell the same of its sending.",
    ),
    "not-answered": (
        "Lot {lot} : la chaîne ne connaît pas une des réponses de la caisse.",
        "Lot {lot}: the chain does not know one of the caisse's answers.",
    ),
    "answer-missing": (
        "Lot {lot} : une réponse de la caisse, connue de la chaîne, manque dans la preuve.",
        "Lot {lot}: an answer of the caisse that the chain knows is missing in the proof.",
    ),
    "lot-state": (
        "Lot {lot} : son état n'est pas celui que dit la chaîne.",
        "Lot {lot}: its state is not what the chain says.",
    ),
    "verdicts": (
        "Lot {lot} : les verdicts des pièces ne vont pas avec la réponse que dit la chaîne.",
        "Lot {lot}: the verdicts on its pieces do not fit the answer that the chain tells.",
    ),
    "test-hidden": (
        "Un envoi d'essai (TEST) est présenté comme un vrai.",
        "A TEST sending is shown as a real one.",
    ),
    "journal-broken": (
        (
            "Le journal de cette installation est lui-même rompu au maillon {sequence} : lancez «"
            " scord doctor »."
        ),
        'The journal of this installation is itself broken at link {sequence}: run "scord doctor".',
    ),
    "journal-cut": (
        (
            "Le journal de cette installation s'arrête au maillon {ours}, la preuve en a {theirs} :"
            " une sauvegarde ancienne a été remise en place, ou des maillons ont été ajoutés à la"
            " preuve."
        ),
        (
            "The journal of this installation ends at link {ours}, the proof has {theirs}: an old"
            " backup was restored, or links were added to the proof."
        ),
    ),
    "journal-differs": (
        "Le maillon {sequence} n'est pas celui du journal de cette installation.",
        "Link {sequence} is not that of the journal of this installation.",
    ),
    "invoice-unknown": (
        "Cette installation connaît le praticien, mais pas cette facture.",
        "This installation knows the practitioner, but no such invoice.",
    ),
    "claim-differs": (
        "« {field} » n'est pas ce que dit cette installation.",
        '"{field}" is not what this installation says.',
    ),
}

VERIFIED: dict[str, Words] = {
    "holds": (
        "La preuve tient : sceau et chaîne ({count:,} maillons) sont intacts.",
        "The proof holds: seal and chain ({count:,} links) are intact.",
    ),
    "fails": ("La preuve ne tient pas :", "The proof does not hold:"),
    "with-journal": (
        "Elle est conforme au journal de cette installation.",
        "It agrees with the journal of this installation.",
    ),
    "changed-since": (
        "A changé depuis que la preuve a été établie : {fields}.",
        "Changed since the proof was made: {fields}.",
    ),
    "elsewhere": (
        "Cette installation ne connaît pas ce praticien : rien n'a pu être comparé à un journal.",
        "This installation does not know the practitioner: there was no journal to compare with.",
    ),
    "no-store": (
        "Aucun journal accessible sur cet ordinateur : la preuve a été vérifiée seule.",
        "No journal within reach on this computer: the proof was verified by itself.",
    ),
    "written": ("Preuve écrite : {path} et {json}.", "Proof written: {path} and {json}."),
}


def flaw(code: str, facts: Mapping[str, object], language: str) -> str:
    return look_up(FLAWS, code, language, facts)
