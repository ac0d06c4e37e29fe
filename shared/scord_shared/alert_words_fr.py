"""The alerts in French: kind, or kind and variant → (title, advice). See `alert_words.py`.

`fault` and `remedy` are the title and the advice of a code. Rules of the templates: `wording.py`.
"""

from __future__ import annotations

from scord_shared.status import AlertKind

FRENCH: dict[str, tuple[str, str]] = {
    AlertKind.TO_FILE: (
        "Documents à classer[ : {count:,}]",
        "Ouvrez À classer et choisissez la facture de chaque document.",
    ),
    f"{AlertKind.TO_FILE}:warning": (
        "Documents à classer depuis longtemps[ : {count:,} en tout]",
        "[Le plus ancien date du {oldest}. ]Sans facture, rien ne part : ouvrez À classer.",
    ),
    AlertKind.SCAN_REFUSED: (
        "Fichier du scanner refusé[ : {folder}]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.DOCUMENT_HELD: (
        "Document à renumériser[ (p. {pages})]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.FILE_LEFT: (
        "Fichier non pris[ : {folder}]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.NOTHING_SCANNED: (
        "Aucun scan reçu[ depuis le {since}]",
        "Des factures attendent. Vérifiez que le scanner dépose ses fichiers au bon endroit.",
    ),
    AlertKind.PIECE_REJECTED: (
        "Pièces rejetées par la caisse[ : {count:,}][ ({lot})]",
        "Ouvrez les factures en rouge : remplacez la pièce ou confirmez son renvoi.",
    ),
    f"{AlertKind.PIECE_REJECTED}:depot": (
        "Pièces rejetées[ : {count:,}][ ({lot})]",
        "Ouvrez les factures en rouge : remplacez la pièce ou confirmez qu'elle est à redéposer.",
    ),
    AlertKind.FSE_LOT_REJECTED: (
        "Rejeté par la caisse[ : {lot}]",
        "Renvoyez ses factures dans un nouveau lot ; leurs pièces suivront.",
    ),
    AlertKind.ARL_LATE: (
        "ARL en retard[ : {lot}]",
        "Vérifiez que les réponses de la caisse arrivent.",
    ),
    f"{AlertKind.ARL_LATE}:fse:warning": (
        "ARL en retard[ : {lot}]",
        "Relevez les retours dans votre logiciel : les pièces de ce lot attendent cet ARL.",
    ),
    f"{AlertKind.ARL_LATE}:fse:urgent": (
        "ARL très en retard[ : {lot}]",
        "Appelez la caisse : sans cet ARL, les pièces de ce lot ne partent pas.",
    ),
    f"{AlertKind.ARL_LATE}:scor:warning": (
        "ARL en retard[ : {lot}]",
        "Vérifiez que les réponses de la caisse arrivent ; Scord attend toujours celle-ci.",
    ),
    f"{AlertKind.ARL_LATE}:scor:urgent": (
        "ARL très en retard[ : {lot}]",
        "Appelez la caisse ; à défaut, remettez les pièces sur papier.",
    ),
    f"{AlertKind.ARL_LATE}:depot:warning": (
        "Dépôt à confirmer[ : {lot}]",
        "Voyez dans votre logiciel s'il l'a télétransmis, puis dites-le dans SCOR.",
    ),
    f"{AlertKind.ARL_LATE}:depot:urgent": (
        "Dépôt sans nouvelles depuis longtemps[ : {lot}]",
        "Vérifiez dans votre logiciel que ce lot est parti, puis dites-le dans SCOR.",
    ),
    AlertKind.ANSWERS_DIFFER: (
        "Réponses contradictoires[ : {lot}]",
        "La caisse a répondu de deux façons. Appelez-la, puis tranchez dans SCOR.",
    ),
    f"{AlertKind.ANSWERS_DIFFER}:depot": (
        "Dépôt à trancher[ : {lot}]",
        "Deux réponses diffèrent, ou une est annulée : dites dans SCOR ce qu'il en est.",
    ),
    AlertKind.ARL_UNMATCHED: (
        "ARL sans lot connu[ : {count:,}]",
        "Vérifiez que le logiciel de facturation exporte ses lots ; Scord fera le lien ensuite.",
    ),
    f"{AlertKind.ARL_UNMATCHED}:ambiguous": (
        "ARL qui peut répondre à plusieurs lots[ : {lot}]",
        "Dites lequel dans SCOR : Scord ne devine pas.",
    ),
    f"{AlertKind.ARL_UNMATCHED}:scor": (
        "Réponses à des lots que Scord n'a pas faits[ : {count:,}]",
        "Vérifiez leurs numéros de lot et de facturation auprès de qui les envoie.",
    ),
    AlertKind.SENDING_UNCERTAIN: (
        "Envoi incertain[ : {lot}]",
        "La caisse l'a peut-être. Attendez l'ARL, ou décidez dans SCOR.",
    ),
    f"{AlertKind.SENDING_UNCERTAIN}:depot": (
        "Dépôt incertain[ : {lot}]",
        "Votre logiciel l'a peut-être déjà pris. Regardez-y, puis décidez dans SCOR.",
    ),
    f"{AlertKind.SENDING_UNCERTAIN}:bounced": (
        "Envoi revenu sans être distribué[ : {lot}]",
        "La caisse ne l'a pas. Vérifiez l'adresse, puis décidez dans SCOR.",
    ),
    AlertKind.SENDING_FAILED: (
        "Envoi impossible[ : {lot}]",
        "Ses pièces ne sont pas parties. Prévenez votre informaticien, puis confirmez leur renvoi.",
    ),
    AlertKind.PROFILE_CHANGED: (
        "Lots d'un autre profil retenus[ : {count:,}]",
        (
            "[Leur profil est « {profile} ». ]Remettez-le, ou abandonnez-les par « scord outbox » :"
            " leurs pièces attendront votre confirmation."
        ),
    ),
    AlertKind.ROUTE_STOPPED: (
        "Les envois n'aboutissent plus[ (lots en attente : {count:,})]",
        "[Depuis le {since}. ]Vérifiez réseau et dossier d'échange ; Scord réessaie de lui-même.",
    ),
    f"{AlertKind.ROUTE_STOPPED}:barred": (
        "Les envois sont arrêtés",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.MAILBOX_BARRED: (
        "Le courrier des ARL n'arrive plus",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.CERTIFICATE_ENDS: (
        "Votre certificat de courrier prend fin[ le {ends}]",
        "Renouvelez-le dès maintenant : après cette date, plus aucun lot ne part par courrier.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:own:ended": (
        "Votre certificat de courrier a pris fin[ le {ends}]",
        "Plus aucun lot ne part par courrier : renouvelez-le.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:caisse": (
        "Le certificat d'une caisse prend fin[ le {ends}]",
        "[Caisse {destination}. ]Demandez-lui le nouveau : ensuite, plus rien ne part pour elle.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:caisse:ended": (
        "Le certificat d'une caisse a pris fin[ le {ends}]",
        "[Caisse {destination}. ]Plus rien ne part pour elle : demandez-lui le nouveau.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:authorities": (
        "Les autorités de certification prennent fin[ le {ends}]",
        "Obtenez leurs nouveaux certificats : ensuite, plus aucun ARL signé n'est reconnu.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:authorities:ended": (
        "Les autorités de certification ont pris fin[ le {ends}]",
        "Plus aucun ARL signé n'est reconnu : obtenez leurs nouveaux certificats.",
    ),
    AlertKind.SERVER_CERTIFICATE_ENDS: (
        "Le certificat du serveur de courrier prend fin[ le {ends}]",
        "Prévenez votre hébergeur[ ({host})] : ensuite, plus aucun courrier ne part ni n'arrive.",
    ),
    f"{AlertKind.SERVER_CERTIFICATE_ENDS}:pinned": (
        "Le certificat du serveur de courrier prend fin[ le {ends}]",
        "Quand le serveur[ {host}] en aura un nouveau, son empreinte sera à changer dans Réglages.",
    ),
    AlertKind.FOLDER_UNREACHABLE: (
        "Dossier inaccessible[ : {folder}]",
        "Vérifiez que sa machine est allumée, que le partage répond et que Scord y a accès.",
    ),
    AlertKind.STAGE_FAILED: (
        "Étape en échec[ : {stage}]",
        "[{fault}. ]Scord réessaie de lui-même. Si cela dure, prévenez votre informaticien.",
    ),
    AlertKind.IMPORT_REFUSED: (
        "Export du logiciel de facturation refusé",
        "[{fault}. ]{remedy}",
    ),
    f"{AlertKind.IMPORT_REFUSED}:partial": (
        "Export du logiciel de facturation pris en partie",
        "{remedy}",
    ),
    AlertKind.DISK_NEARLY_FULL: (
        "Disque presque plein[ : {folder}]",
        "[Moins de {least_mb:,} Mo libres. ]Libérez de la place, sinon les scans devront attendre.",
    ),
    AlertKind.CLOCK_WRONG: (
        "L'horloge de l'ordinateur est fausse",
        "Mettez l'ordinateur à l'heure : la date d'envoi fait preuve auprès de la caisse.",
    ),
    f"{AlertKind.CLOCK_WRONG}:back": (
        "L'horloge de l'ordinateur a été reculée[ (min : {minutes:,})]",
        "Vérifiez date et heure, et que l'ordinateur se met à l'heure par le réseau.",
    ),
    AlertKind.BACKUP_OLD: (
        "Pas de sauvegarde depuis longtemps[ : {since}]",
        "Vérifiez que « scord backup » tourne chaque nuit : une panne de disque perdrait tout.",
    ),
    f"{AlertKind.BACKUP_OLD}:none": (
        "Aucune sauvegarde",
        "Programmez « scord backup » chaque nuit : une panne de disque perdrait tout.",
    ),
    AlertKind.PAUSED_LONG: (
        "Envois en pause[ depuis le {since}]",
        "Rien ne part pendant la pause : reprenez depuis l'icône ou par « scord resume ».",
    ),
    f"{AlertKind.PAUSED_LONG}:restored": (
        "Sauvegarde[ du {since}] restaurée : envois en pause",
        (
            "Ce qui est parti depuis, Scord ne le sait pas et l'enverrait deux fois. Avant de"
            " reprendre, vérifiez auprès du logiciel, de la messagerie et de la caisse."
        ),
    ),
}
