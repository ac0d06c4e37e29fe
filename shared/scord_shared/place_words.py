"""What people call Scord's own folders and the stages of its work: pairs of (French, English)."""

from __future__ import annotations

# The folders beside the drop folders, which are called by their names in the settings.
FOLDERS: dict[str, tuple[str, str]] = {
    "lps:invoices": ("exports du logiciel de facturation", "exports of the billing software"),
    "exchange:in": ("réponses de la caisse", "answers of the caisse"),
}

STAGES: dict[str, tuple[str, str]] = {
    "import": ("import du logiciel de facturation", "import from the billing software"),
    "take": ("prise des fichiers du scanner", "taking the scanner's files"),
    "convert": ("conversion en PDF", "conversion to PDF"),
    "let go": ("dernier contrôle des fichiers pris", "last look at the files taken"),
    "doubt": ("retour à À classer de ce qui est douteux", "unfiling what is in doubt"),
    "look again": ("nouvel examen d'À classer", "looking at the inbox again"),
    "read": ("lecture des pages", "reading of pages"),
    "file": ("classement", "filing"),
    "forms": ("feuilles de soins des factures dégradées", "forms of degraded invoices"),
    "series": ("ordonnances de séries", "prescriptions of series"),
    "lots": ("constitution des lots SCOR", "making SCOR lots"),
    "deliver": ("envoi des lots SCOR", "sending SCOR lots"),
    "answers": ("lecture des réponses de la caisse", "reading the caisse's answers"),
    "letters": ("lecture du courrier reçu", "reading the mail that came"),
    "standing": ("couleurs et comptes des factures", "colours and counts of the invoices"),
    "alerts": ("suivi des alertes", "following the alerts"),
    "seal": ("chiffrement des fichiers conservés", "encrypting the kept files"),
    "purge": ("effacement des copies assez anciennes", "removing copies that are old enough"),
    "log": ("journal du service", "the service's log"),
}
