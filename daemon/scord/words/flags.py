"""What stands at the moment, in words: a pause, a folder out of reach, a stage that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.speech import Words, look_up, moment, put
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scord.actions.status import Raised

# A flag's kind is its name up to the first colon.
FLAGS: dict[str, Words] = {
    "paused": (
        "Envoi en pause depuis le {since}, par {by} ; « scord resume » le reprend.",
        'Sending is paused since {since}, by {by}; "scord resume" goes on.',
    ),
    "send-requested": (
        "Envoi demandé le {since}, pas encore commencé.",
        "Sending was asked for on {since} and has not begun.",
    ),
    "folder-unreachable": (
        "Dossier inaccessible depuis le {since} : {subject}.",
        "Folder out of reach since {since}: {subject}.",
    ),
    "stage-failed": (
        "Étape en échec depuis le {since} : {subject}[ ({fault})]. Scord réessaie de lui-même.",
        "Stage failing since {since}: {subject}[ ({fault})]. Scord tries again by itself.",
    ),
    "late-answer": ("{subject}", "{subject}"),
}

# The folders beside the drop folders, which are called by their names in the settings.
FOLDERS: dict[str, Words] = {
    "lps:invoices": ("exports du logiciel de facturation", "exports of the billing software"),
    "exchange:in": ("réponses de la caisse", "answers of the caisse"),
}

STAGES: dict[str, Words] = {
    "import": ("import du logiciel de facturation", "import from the billing software"),
    "take": ("prise des fichiers du scanner", "taking the scanner's files"),
    "convert": ("conversion en PDF", "conversion to PDF"),
    "let go": ("dernier contrôle des fichiers pris", "last look at the files taken"),
    "doubt": ("retour à À classer de ce qui est douteux", "unfiling what is in doubt"),
    "file": ("classement", "filing"),
    "series": ("ordonnances de séries", "prescriptions of series"),
    "lots": ("constitution des lots SCOR", "making SCOR lots"),
    "deliver": ("envoi des lots SCOR", "sending SCOR lots"),
    "answers": ("lecture des réponses de la caisse", "reading the caisse's answers"),
    "late": ("suivi des ARL en retard", "watching for late ARLs"),
}

# by kind of lot and level, see alerts/late.py
LATE: dict[str, Words] = {
    "fse:1": (
        "ARL en retard : lot de FSE {lot} du praticien {billing_number}.",
        "ARL late: FSE lot {lot} of practitioner {billing_number}.",
    ),
    "fse:2": (
        "ARL très en retard : lot de FSE {lot} du praticien {billing_number}. Appelez la caisse.",
        "ARL very late: FSE lot {lot} of practitioner {billing_number}. Call the caisse.",
    ),
    "scor:1": (
        "ARL en retard : lot SCOR {lot} du praticien {billing_number}.",
        "ARL late: SCOR lot {lot} of practitioner {billing_number}.",
    ),
    "scor:2": (
        (
            "ARL très en retard : lot SCOR {lot} du praticien {billing_number}."
            " Appelez la caisse ; à défaut, remettez les pièces sur papier."
        ),
        (
            "ARL very late: SCOR lot {lot} of practitioner {billing_number}."
            " Call the caisse; failing that, hand in the pieces on paper."
        ),
    ),
}


def flag_words(flag: Raised, language: str) -> str:
    """One sentence; a kind that this release does not know is shown as it is."""
    kind, _, subject = flag.name.partition(":")
    if kind not in FLAGS:
        return flag.name
    told = _SUBJECTS[kind](subject, flag.facts, language) if kind in _SUBJECTS else subject
    return put(
        FLAGS[kind],
        language,
        since=moment(flag.since, language),
        by=flag.by,
        subject=told,
        fault=_fault(flag.facts.get("reason"), language),
    )


def _late(_subject: str, facts: Mapping[str, object], language: str) -> str:
    return look_up(LATE, f"{facts['kind']}:{facts['level']}", language, facts)


_SUBJECTS: dict[str, Callable[[str, Mapping[str, object], str], str]] = {
    "folder-unreachable": lambda name, _, language: look_up(FOLDERS, name, language),
    "stage-failed": lambda name, _, language: look_up(STAGES, name, language),
    "late-answer": _late,
}


def _fault(reason: object, language: str) -> str | None:
    """The title of a stage's fault, where it is a code of ours."""
    codes = {code.value for code in Code}
    return say(Code(reason), {}, language).title if reason in codes else None
