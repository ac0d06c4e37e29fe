"""The care sheets by name: those of the figures, and others for tuning."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.filing.forms import Field, Form

_HEADINGS = (
    "PERSONNE RECEVANT LES SOINS", "ASSURÉ(E)", "CONDITIONS DE PRISE EN CHARGE DES SOINS",
    "ACTES EFFECTUÉS", "PAIEMENT",
)  # fmt: skip
_TITLES = ("Dates des actes", "Actes et coefficients", "Montants en euros")
_SIGNATURES = ("Signature du professionnel de santé", "Signature de l'assuré(e)")
_NIR, _TOTAL = "N° d'immatriculation", "MONTANT TOTAL"

LINES = Form(
    "feuille de soins - auxiliaire médical", "à adresser à l'organisme d'assurance maladie",
    "S 3110 essai", "Carlito", "Carlito-Bold", "Carlito", 11,
    (
        (_HEADINGS[0], 28, 34), (_HEADINGS[1], 64, 24), (_HEADINGS[2], 90, 34),
        (_HEADINGS[3], 126, 92), (_HEADINGS[4], 220, 34),
    ),
    (
        Field("Nom et prénom", "name", 15, 40, 170), Field("Né(e) le", "born", 15, 48, 70),
        Field(_NIR, "insured", 15, 56, 110),
        Field("Nom et prénom de l'assuré(e)", "insured_name", 15, 76, 170),
        Field("Adresse", "address", 15, 84, 170), Field("Prescripteur", "doctor", 15, 102, 100),
        Field("Identifiant", "doctor_number", 125, 102, 70),
        Field("Date de la prescription", "day", 15, 110, 80),
        Field("Professionnel de santé", "carer", 15, 118, 100),
        Field("N° de facturation", "carer_number", 125, 118, 70),
        Field(_TOTAL, "total", 15, 232, 80), Field("Facture n°", "invoice", 15, 242, 80),
    ),
    135, (16, 76, 150), _TITLES, _SIGNATURES,
)  # fmt: skip

COMBS = Form(
    "FEUILLE DE SOINS", "infirmier - masseur-kinésithérapeute - orthophoniste", "n° 99-388*01",
    "Lato", "Lato-Bold", "Mono", 11,
    (
        (_HEADINGS[0], 28, 46), (_HEADINGS[2], 76, 40), (_HEADINGS[3], 118, 98),
        (_HEADINGS[4], 218, 36),
    ),
    (
        Field("Nom de famille", "family", 16, 44, 85, "box"),
        Field("Prénom(s)", "given", 108, 44, 85, "box"),
        Field("N° d'immatriculation de l'assuré(e)", "insured", 16, 56, 75, "comb"),
        Field("Date de naissance", "born", 108, 56, 40, "comb"),
        Field("Adresse", "address", 16, 69, 178, "box"),
        Field("Prescripteur", "doctor", 16, 92, 85, "box"),
        Field("N° du prescripteur", "doctor_number", 108, 92, 55, "comb"),
        Field("Professionnel", "carer", 16, 106, 85, "box"),
        Field("N° AM", "carer_number", 108, 106, 45, "comb"),
        Field(_TOTAL, "total", 16, 234, 40, "box"),
    ),
    128, (16, 90, 160), _TITLES, _SIGNATURES, 0.93,
)  # fmt: skip

TABLE = Form(
    "Feuille de soins", "soins dispensés par un professionnel de santé conventionné", "n° 99-390",
    "Caladea", "Caladea-Bold", "Caladea", 11.5,
    (
        ("BÉNÉFICIAIRE DES SOINS", 28, 40), ("PROFESSIONNEL DE SANTÉ", 70, 24),
        ("TABLEAU DES ACTES", 96, 110), ("RÈGLEMENT", 208, 30),
    ),
    (
        Field("Nom", "family", 16, 44, 85, "box"), Field("Prénom", "given", 108, 44, 85, "box"),
        Field("Né(e) le", "born", 16, 60, 45, "box"), Field(_NIR, "insured", 70, 60, 123, "box"),
        Field("Identification", "carer", 16, 88, 85, "box"),
        Field("N° de facturation", "carer_number", 108, 88, 85, "box"),
        Field(_TOTAL, "total", 16, 228, 50, "box"),
    ),
    106, (20, 86, 152), ("Date", "Nature de l'acte", "Montant €"), _SIGNATURES, 0.8,
)  # fmt: skip

SOFTWARE = Form(
    "FEUILLE DE SOINS - MÉDECIN OU AUXILIAIRE", "éditée par le logiciel du cabinet", "FSP 2026",
    "Mono", "Mono", "Mono", 9.5,
    (
        ("PERSONNE RECEVANT LES SOINS ET ASSURÉ(E)", 28, 50), (_HEADINGS[2], 80, 32),
        (_HEADINGS[3], 114, 98), (_HEADINGS[4], 214, 40),
    ),
    (
        Field("Nom, prénom     :", "name", 15, 42, 180),
        Field("Né(e) le        :", "born", 15, 49, 90),
        Field("NIR assuré(e)   :", "insured", 15, 56, 120),
        Field("NIR bénéficiaire:", "nir", 15, 63, 120),
        Field("Adresse         :", "address", 15, 70, 180),
        Field("Prescrit par    :", "doctor", 15, 94, 180),
        Field("le              :", "day", 15, 101, 90),
        Field("Exécutant       :", "carer", 15, 108, 110),
        Field("N° AM :", "carer_number", 130, 108, 60),
        Field("MONTANT TOTAL   :", "total", 15, 228, 90),
        Field("Facture n°      :", "invoice", 15, 236, 90),
    ),
    124, (18, 80, 150), _TITLES, _SIGNATURES, 0.97,
)  # fmt: skip

HAND_FILLED = replace(
    TABLE, title="feuille de soins", number="n° 99-391", font="Carlito", bold="Carlito-Bold",
    fill="Dkg", size=13,
)  # fmt: skip

TUNING_LINES = replace(
    LINES, title="Feuille de soins auxiliaires", number="n° 99-TA", font="Serif",
    bold="Serif-Bold", fill="OpenSans", size=10.5, band=0.9,
    fields=tuple(replace(one, y=one.y + 1.5, x=one.x + 4) for one in LINES.fields),
)  # fmt: skip
TUNING_COMBS = replace(
    COMBS, title="feuille de soins", number="n° 99-TB", font="OpenSans", bold="OpenSans-Bold",
    fill="OpenSans", size=11,
    fields=tuple(
        replace(one, label="Date de naissance (JJMMAAAA)") if one.key == "born" else one
        for one in COMBS.fields
    ),
)  # fmt: skip
TUNING_LISTING = Form(
    "Feuille de soins électronique dégradée", "duplicata imprimé par le poste du praticien",
    "ref 7", "TypeWriter", "TypeWriter", "TypeWriter", 8.5,
    (
        ("BENEFICIAIRE DES SOINS ET ASSURE", 28, 44), ("OUVRANT DROIT", 74, 16),
        ("PRESCRIPTION", 92, 20), ("PRESTATIONS", 114, 98), ("REGLEMENT", 214, 40),
    ),
    (
        Field("PATIENT ........:", "name", 14, 41, 180),
        Field("NE(E) LE .......:", "born", 14, 48, 90),
        Field("N. SECU PATIENT :", "nir", 14, 55, 120),
        Field("ADRESSE ........:", "address", 14, 62, 180),
        Field("N. SECU ASSURE .:", "insured", 14, 84, 120),
        Field("PRESCRIPTEUR ...:", "doctor", 14, 103, 90),
        Field("DU :", "day", 120, 103, 60),
        Field("PRATICIEN ......:", "carer", 14, 222, 100),
        Field("IDENTIFIANT :", "carer_number", 120, 222, 70),
        Field("TOTAL FACTURE ..:", "total", 14, 230, 90),
        Field("N. DE FACTURE ..:", "invoice", 14, 238, 90),
    ),
    124, (18, 70, 140), ("DATE", "ACTE", "MONTANT"), _SIGNATURES, 0.98,
)  # fmt: skip
TUNING_BOXES = Form(
    "Feuille de soins", "à remettre à votre organisme", "n° 99-TC",
    "Serif", "Serif-Bold", "Serif", 12,
    (
        ("PATIENT", 28, 56), ("AUXILIAIRE MÉDICAL", 86, 20),
        ("SOINS RÉALISÉS", 108, 104), ("TOTAL", 214, 30),
    ),
    (
        Field("Nom de naissance ou d'usage", "family", 16, 46, 80, "box"),
        Field("Prénom", "given", 100, 46, 60, "box"),
        Field("Date de naissance", "born", 16, 60, 50, "box"),
        Field("N° de sécurité sociale", "insured", 70, 60, 100, "box"),
        Field("Domicile", "address", 16, 75, 170, "box"),
        Field("Nom", "carer", 16, 100, 85, "box"),
        Field("N° AM", "carer_number", 108, 100, 60, "box"),
        Field("Somme à payer", "total", 16, 232, 50, "box"),
    ),
    118, (22, 84, 150), ("Date des soins", "Cotation", "Tarif"), _SIGNATURES, 0.82,
)  # fmt: skip
