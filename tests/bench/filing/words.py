"""What the made pages' names and sentences are put together from: two worlds that share nothing.

Family names are joined of two halves, so that they are French to the eye and nobody's in
particular; many differ by one letter, as true ones do.
"""

from __future__ import annotations

from dataclasses import dataclass


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Words:
    """The names of one world. `particles` stand before one family name in sixteen."""

    begins: tuple[str, ...]
    ends: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    particles: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]


FIGURES = Words(
    begins=_names(
        "Bar Mar Ver Cas Lau Bel Cor Dau Far Gal Hém Jar Lor Mon Nau Pel Rou Sau Tal Val Vil Bré"
        " Clé Fré Gré Pré Tré Blan Char Four"
    ),
    ends=_names(
        "tineau chet bois lier don mont rin vais sac guet nard thier vigne zac ret beuf tin"
        " lande couret dière sonnet vernes lot champ tel"
    ),
    men=_names(
        "Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger"
        " Robert Paul Claude Christian Henri Georges Nicolas François Éric Frédéric Théo Noé Jérôme"
        " Jean-Pierre Jean-Luc Lucien Étienne"
    ),
    women=_names(
        "Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Anne Sylvie Martine"
        " Madeleine Nicole Suzanne Hélène Christine Marguerite Denise Louise Christiane Zoé Léa"
        " Chloé Inès Marie-Claude Anne-Marie Thérèse Solène Éliane Odette"
    ),
    particles=("Le ", "La ", "De ", "Du ", "D'", "De La "),
    towns=("63999 VALMORAY-SUR-SIOULE", "63998 SAINT-AUBRAC", "03999 LES TERNIÈRES"),
    streets=(
        "12, rue des Tilleuls", "3, place du Marché", "8 bis, chemin de la Source",
        "27, avenue Jean Moulin", "Le Bourg", "4, impasse des Lilas", "156, route de Thiers",
        "41, rue de la République", "Résidence Les Cèdres, bât. B",
    ),
)  # fmt: skip

TUNING = Words(
    begins=_names(
        "Ard Bour Ché Des Épin Fon Gui Har Kerl Lam Mau Nor Pon Ser Ros Thé Vau Alb Bos Cou Dar Ger"
        " Hul Maz Pic Rav Sol"
    ),
    ends=_names(
        "ennes igny ouet eville aumé ichon ardel oisel euil otte irault enet on ières ac eau ez oul"
    ),
    men=_names(
        "Gérard Maurice Raymond Gilbert Yves Thierry Sébastien Rémi Hugo Jules Émile Loïc"
        " Pierre-Yves Jean-Marc Grégoire"
    ),
    women=_names(
        "Simone Yvette Ginette Paulette Valérie Sandrine Aurélie Camille Manon Océane Élodie"
        " Marie-Laure Anne-Sophie Geneviève Lucienne"
    ),
    particles=("Le ", "De ", "Des "),
    towns=("15999 MONTBRUN-LE-HAUT", "43999 SAINT-VERAN"),
    streets=("5, rue du Four", "18, quai de la Gare", "Lieu-dit Les Granges", "9, allée des Pins"),
)

# the care of each profession: what is prescribed, and its acts as (code, cents)
CARE: dict[str, tuple[tuple[str, ...], ...]] = {
    "infirmier": (
        (
            "Pansement de plaie à domicile, une fois par jour, dimanches et fériés compris,",
            "pendant 15 jours. Sérum physiologique et compresses stériles.",
        ),
        (
            "Injection sous-cutanée d'énoxaparine 4000 UI, une fois par jour à heure fixe,",
            "par infirmière diplômée d'État à domicile, pendant 21 jours.",
            "Numération plaquettaire deux fois par semaine.",
        ),
        (
            "Prélèvement sanguin à domicile : NFS, ionogramme, créatinine, CRP.",
            "À renouveler tous les mois pendant 6 mois.",
        ),
        (
            "Surveillance glycémique et injection d'insuline lente 18 unités le soir,",
            "7 jours sur 7, pour 3 mois. Ordonnance renouvelable 2 fois.",
        ),
        (
            "Ablation des agrafes au douzième jour. Réfection du pansement",
            "tous les deux jours jusqu'à cicatrisation complète.",
        ),
    ),
    "masseur-kinésithérapeute": (
        (
            "12 séances de rééducation du genou droit, dont drainage,",
            "renforcement du quadriceps et travail de la marche.",
        ),
        (
            "Rééducation du rachis lombaire : 15 séances, massages et gymnastique.",
            "Bilan en fin de traitement.",
        ),
        ("Kinésithérapie respiratoire à domicile, une fois par jour pendant 6 jours.",),
    ),
    "orthophoniste": (
        ("Bilan orthophonique du langage écrit, et rééducation si nécessaire : 30 séances.",),
    ),
    "sage-femme": (
        ("Surveillance de la grossesse à domicile, deux fois par semaine, jusqu'au terme.",),
    ),
    "médecin": (("Consultation au cabinet.",),),
}

ACTS: dict[str, tuple[tuple[str, int], ...]] = {
    "infirmier": (("AMI 4", 1260), ("AMI 1", 315), ("AMI 1.5", 473), ("AIS 3", 795), ("IFD", 275)),
    "masseur-kinésithérapeute": (("AMS 7.5", 1613), ("AMK 8", 1720), ("AMS 9.5", 2043)),
    "orthophoniste": (("AMO 12.1", 3025), ("AMO 30", 7500)),
    "sage-femme": (("SF 15", 4200), ("SP 5", 1400)),
    "médecin": (("G", 3000), ("GS", 3150), ("VG", 3000)),
}

NURSING = (
    "Séances de soins infirmiers, 2 par jour, dimanches et jours fériés compris",
    "Aide à la toilette et prévention d'escarres",
    "Surveillance de l'hydratation, du poids et de la tension, 1 fois par semaine",
    "Préparation du pilulier et surveillance de la prise",
    "Objectif : maintien à domicile. Durée : 3 mois.",
)
NEXT_PAGE = (
    "Bas de contention classe 2, à poser le matin et retirer le soir.",
    "Surveillance de la tension artérielle et du pouls une fois par semaine.",
    "Prévenir le cabinet en cas de fièvre, de rougeur ou d'écoulement.",
    "Contrôle en consultation dans un mois.",
)
ENGLISH = (
    "Daily wound dressing at home by a registered nurse for two weeks.",
    "Clean with saline solution, apply sterile gauze and a light bandage.",
    "Remove stitches after ten days. Review in clinic in one month.",
)
OVERLEAF = (
    "Notice : cette feuille est à adresser à votre organisme d'assurance maladie.",
    "Joignez la prescription médicale. Quiconque se rend coupable de fraude ou de fausse",
    "déclaration est passible de pénalités financières, d'amende et d'emprisonnement.",
    "La loi relative à l'informatique, aux fichiers et aux libertés s'applique aux réponses",
    "faites sur ce formulaire. Elle garantit un droit d'accès et de rectification.",
    "Conservez un double pendant deux ans. Délai pour l'envoi : vingt-sept mois.",
)
RESULTS = (
    "Leucocytes               6,8  G/L        (4,0 - 10,0)",
    "Hémoglobine             13,4  g/dL       (12,0 - 16,0)",
    "Plaquettes               254  G/L        (150 - 400)",
    "Créatinine                78  µmol/L     (45 - 84)",
    "CRP                      2,1  mg/L       (inférieur à 5,0)",
)
REPORT = (
    "Cher confrère, j'ai revu ce jour en consultation la personne citée en objet.",
    "L'évolution est favorable après l'intervention. La marche se fait sans canne et la",
    "cicatrice est propre. Je propose de revoir l'appui dans six semaines avec une",
    "radiographie de contrôle. Bien confraternellement à vous.",
)
OFFER = (
    "Madame, Monsieur, équipez votre cabinet avant la fin du mois : table électrique,",
    "chariots de soins, fauteuils d'attente. Remise de 20 % et livraison offerte.",
    "Renvoyez ce coupon, ou flashez le code pour commander en ligne dès 49,90 €.",
)
