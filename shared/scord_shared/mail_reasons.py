"""Why a certificate or a letter is not trusted, in words; the reasons: scord.exchange.smime."""

from __future__ import annotations

UNFIT: dict[str, tuple[str, str]] = {
    "unreadable": (
        "le fichier manque ou n'est pas un certificat",
        "the file is missing or is no certificate",
    ),
    "wrong-password": (
        "le mot de passe ne convient pas, ou le fichier est abîmé",
        "the password does not fit, or the file is damaged",
    ),
    "key-is-another": (
        "le fichier ne contient pas la clé avec son certificat",
        "the file does not hold a key with its certificate",
    ),
    "not-yet-valid": ("il n'est pas encore valable", "it is not valid yet"),
    "expired": ("il a expiré", "it has expired"),
    "not-for-mail": ("il n'est pas prévu pour la messagerie", "it is not meant for mail"),
    "address-is-another": (
        "il est au nom d'une autre adresse",
        "it was issued for another address",
    ),
    "not-for-signing": ("il ne permet pas de signer", "it does not allow signing"),
    "not-for-encryption": (
        "il ne permet pas de chiffrer, ou sa clé est trop courte",
        "it does not allow encryption, or its key is too short",
    ),
}
UNTRUSTED: dict[str, tuple[str, str]] = {
    "not-signed": ("il n'est pas signé", "it is not signed"),
    "signature-wrong": (
        "la signature est fausse : le message a été modifié",
        "the signature is wrong: the message was changed",
    ),
    "signer-unknown": (
        "le certificat du signataire ne vient pas d'une autorité reconnue",
        "the signer's certificate does not come from an authority that is recognised",
    ),
    "signer-expired": (
        "le certificat du signataire a expiré ou n'est pas encore valable",
        "the signer's certificate has expired or is not valid yet",
    ),
    "signer-is-another": (
        "le signataire n'est pas l'expéditeur",
        "the signer is not the sender",
    ),
    "cannot-decrypt": (
        "il n'a pas pu être déchiffré : il est peut-être chiffré pour un autre certificat",
        "it could not be decrypted: it may be encrypted for another certificate",
    ),
    "weak": (
        "il est protégé par un procédé trop faible ou inconnu",
        "what protects it is too weak or unknown",
    ),
    "malformed": (
        "il est abîmé ou mal construit",
        "it is damaged or badly built",
    ),
}

MAIL_REASONS = UNFIT | UNTRUSTED
