"""The faults in French: code → (title, advice). Rules of the templates: `wording.py`."""

from __future__ import annotations

from scord_shared.errors import Code

FRENCH: dict[Code, tuple[str, str]] = {
    Code.FILE_NOT_REGULAR: (
        "Ceci n'est pas un fichier ordinaire[ : {name}]",
        "Déposez le fichier lui-même, et non un raccourci, un lien ou un dossier.",
    ),
    Code.FILE_UNREADABLE: (
        "Fichier illisible[ : {name}][ ({reason})]",
        "Vérifiez que le fichier existe et que Scord a le droit de le lire.",
    ),
    Code.FILE_VANISHED: (
        "Le fichier a disparu avant d'être pris[ : {name}]",
        "S'il n'a pas été retiré exprès, numérisez de nouveau le document.",
    ),
    Code.FILE_NEVER_STABLE: (
        "Le fichier n'en finit pas d'arriver[ : {name}]",
        "Attendez la fin de la numérisation ; sinon, supprimez ce fichier et recommencez.",
    ),
    Code.FILE_TOO_LARGE: (
        "Fichier trop lourd[ : {name}][ ({bytes:,} octets)]",
        "Numérisez moins de pages à la fois, à 300 dpi au plus[ (limite : {limit:,} octets)].",
    ),
    Code.FILE_EMPTY: (
        "Fichier vide[ : {name}]",
        "Numérisez de nouveau le document ; vérifiez que le scanner a fini son envoi.",
    ),
    Code.FILE_OUTGROWN: (
        "Le fichier a changé pendant sa lecture[ : {name}]",
        "Scord le reprend dès qu'il ne change plus. Si l'alerte revient, vérifiez le scanner.",
    ),
    Code.FOLDER_UNREACHABLE: (
        "Dossier inaccessible[ : {path}]",
        "Vérifiez que l'ordinateur est allumé, le partage accessible, et que Scord peut y écrire.",
    ),
    Code.IMAGE_UNKNOWN_FORMAT: (
        "Format de fichier inconnu[ : {name}]",
        "Enregistrez le document en PDF, TIFF, JPEG ou PNG, puis déposez-le de nouveau.",
    ),
    Code.IMAGE_TRUNCATED: (
        "Fichier incomplet[ : {name}]",
        "La fin du document manque : numérisez-le de nouveau.",
    ),
    Code.IMAGE_DAMAGED: (
        "Fichier abîmé[ : {name}][ (page {page})]",
        "Ouvrez-le pour vérifier, puis numérisez de nouveau le document.",
    ),
    Code.IMAGE_ENCRYPTED: (
        "PDF protégé par un mot de passe[ : {name}]",
        "Enregistrez-le sans mot de passe ou imprimez-le, puis numérisez-le.",
    ),
    Code.IMAGE_TOO_MANY_PAGES: (
        "Trop de pages[ : {pages}]",
        "Séparez le document en plusieurs fichiers[ de {limit} pages au plus].",
    ),
    Code.IMAGE_TOO_MANY_PIXELS: (
        "Image trop grande[ : {pixels:,} pixels][ (page {page})]",
        "Réduisez la résolution : 300 dpi suffisent toujours[ (limite : {limit:,} pixels)].",
    ),
    Code.IMAGE_TOO_SLOW: (
        "Conversion trop longue[ (page {page})]",
        "Scord s'est arrêté[ après {limit} secondes]. Numérisez de nouveau à 200 ou 300 dpi.",
    ),
    Code.IMAGE_WORKER_DIED: (
        "La conversion s'est interrompue[ (page {page})]",
        "Numérisez de nouveau ; si cela se répète, donnez le fichier à votre informaticien.",
    ),
    Code.FILE_NO_SIGNATURE: (
        "Aucune signature visible sur cette image",
        "Signez en noir ou en bleu sur une feuille blanche, et ne cadrez que la signature.",
    ),
    Code.IMAGE_NO_PAGE: (
        "Aucune page écrite dans ce fichier[ : {name}]",
        "Numérisez de nouveau le document.",
    ),
    Code.IMAGE_TOO_WHITE: (
        "Page trop claire[ (page {page})]",
        "Augmentez le contraste du scanner ou baissez la luminosité, puis renumérisez-la.",
    ),
    Code.IMAGE_TOO_BLACK: (
        "Page trop sombre[ (page {page})]",
        "Augmentez la luminosité du scanner (en photo : la lumière), puis renumérisez-la.",
    ),
    Code.IMAGE_LOW_CONTRAST: (
        "Page trop peu contrastée[ (page {page})]",
        "Augmentez le contraste du scanner (en photo : la lumière), puis renumérisez-la.",
    ),
    Code.IMAGE_BLURRED: (
        "Page floue[ (page {page})]",
        "Nettoyez la vitre ou l'objectif, puis renumérisez-la bien à plat, sans bouger.",
    ),
    Code.IMAGE_CUT_TOP: (
        "Page coupée en haut[ (page {page})]",
        "Renumérisez-la en plaçant son bord supérieur contre la butée.",
    ),
    Code.IMAGE_CUT_RIGHT: (
        "Page coupée à droite[ (page {page})]",
        "Renumérisez-la en la plaçant contre la butée, le bord droit dans le cadre.",
    ),
    Code.IMAGE_CUT_BOTTOM: (
        "Page coupée en bas[ (page {page})]",
        "Renumérisez-la en plaçant son bord inférieur dans le cadre ; vérifiez le format choisi.",
    ),
    Code.IMAGE_CUT_LEFT: (
        "Page coupée à gauche[ (page {page})]",
        "Renumérisez-la en la plaçant contre la butée, le bord gauche dans le cadre.",
    ),
    Code.IMAGE_CUT_OFF: (
        "Page coupée sur plusieurs côtés[ (page {page})]",
        "Renumérisez-la tout entière : vérifiez le format choisi et la place de la feuille.",
    ),
    Code.IMAGE_ILLEGIBLE: (
        "Page illisible[ (page {page})]",
        "Numérisez de nouveau la page bien à plat, plus claire ou plus contrastée.",
    ),
    Code.IMAGE_TOO_HEAVY: (
        "Page trop chargée pour tenir dans 250 000 octets[ (page {page})]",
        "Numérisez de nouveau en noir et blanc sur un fond uni, sans photo ni trame.",
    ),
    Code.OCR_MISSING: (
        "Le texte des pages ne peut pas être lu ici[ : il manque {missing}]",
        (
            "Installez « scord[ocr] » et le modèle français de Tesseract (tesseract-ocr-fra), ou"
            " indiquez son dossier dans le réglage reading.model_folder."
        ),
    ),
    Code.PDF_NOT_CONFORMING: (
        "PDF non conforme[ : {path}][ ({reason})]",
        "Passez-le par « scord convert » : noir et blanc, 200 dpi au moins, 250 000 octets max.",
    ),
    Code.IMPORT_NOT_JSON: (
        "Ce fichier n'est pas du JSON[ : {path}][ (ligne {line})]",
        "Refaites l'export depuis le logiciel de facturation.",
    ),
    Code.IMPORT_UNKNOWN_FORMAT: (
        "Format d'import inconnu[ : {format}]",
        "Attendus : scord-invoices/1, scord-lots/1, scord-acks/1. Vérifiez le réglage de l'export.",
    ),
    Code.IMPORT_ITEM_INVALID: (
        "Élément refusé[ : {where}][ ({reason})]",
        "Corrigez-le dans le logiciel de facturation, puis refaites l'export.",
    ),
    Code.IMPORT_PARTIAL: (
        "Import partiel[ (refusés : {refused} sur {total})]",
        "Le reste est pris en compte. Corrigez les éléments refusés et refaites l'export.",
    ),
    Code.IMPORT_RECORDS_UNREADABLE: (
        "Fichier B2 illisible[ : {path}][ (ligne {line})][ (colonne {column})][ : {reason}]",
        "Rien n'en a été pris en compte. Refaites l'export depuis le logiciel de facturation.",
    ),
    Code.ACK_UNREADABLE: (
        "Accusé de réception illisible[ : {path}]",
        "Il est conservé tel quel. Redemandez l'ARL ou donnez-le à votre informaticien.",
    ),
    Code.EXCHANGE_NAME_TAKEN: (
        "Un autre fichier occupe déjà la place du lot[ : {name}]",
        "Rien n'est parti ni écrasé. Regardez d'où vient ce fichier avant de renvoyer les pièces.",
    ),
    Code.MAIL_UNREACHABLE: (
        "Le serveur de messagerie est injoignable[ : {host}][ ({reason})]",
        "Rien n'est perdu : Scord réessaie. Vérifiez le réseau et le nom du serveur.",
    ),
    Code.MAIL_UNTRUSTED: (
        "La connexion à la messagerie n'est pas sûre[ : {host}][ ({reason})]",
        "Rien n'est parti. Faites vérifier le certificat du serveur et le réglage de chiffrement.",
    ),
    Code.MAIL_LOGIN_REFUSED: (
        "La messagerie refuse l'identifiant ou le mot de passe[ : {host}]",
        "Corrigez-les dans les réglages ; les envois reprendront ensuite.",
    ),
    Code.MAIL_NOT_UNDERSTOOD: (
        "Le serveur de messagerie répond de façon incompréhensible[ : {host}]",
        "Vérifiez le nom et le port : un autre service y répond peut-être.",
    ),
    Code.MAIL_BUSY: (
        "Le serveur de messagerie demande d'attendre[ : {host}][ ({status})]",
        "Rien n'est perdu : Scord réessaie plus tard.",
    ),
    Code.MAIL_REFUSED: (
        "Le serveur de messagerie refuse cet envoi[ : {host}][ ({status})]",
        "Rien n'est parti. Faites vérifier l'adresse d'envoi et les droits du compte.",
    ),
    Code.MAIL_RECIPIENT_REFUSED: (
        "Le serveur de messagerie refuse le destinataire[ : {host}][ ({status})]",
        "Rien n'est parti. Vérifiez l'adresse de destination dans les réglages.",
    ),
    Code.MAIL_TOO_LARGE: (
        "L'envoi est trop gros pour le serveur[ : {size} octets pour {limit} au plus]",
        "Demandez une limite plus haute au fournisseur de messagerie.",
    ),
    Code.MAIL_BOUNCED: (
        "L'envoi est revenu : il n'a pas été distribué[ ({status})]",
        "Vérifiez l'adresse de destination, puis renvoyez les pièces.",
    ),
    Code.CERTIFICATE_UNFIT: (
        "Ce certificat ne convient pas[ : {path}][ ({reason})]",
        "Demandez-en un valable, puis indiquez-le dans les réglages.",
    ),
    Code.MESSAGE_UNTRUSTED: (
        "Message reçu que rien n'authentifie[ ({reason})]",
        "Il est conservé tel quel et n'a aucun effet. Montrez-le à votre informaticien.",
    ),
    Code.CARD_NOT_INSTALLED: (
        "La lecture de cartes n'est pas installée",
        "Réinstallez Scord avec son option « card » ; sous Linux, installez aussi pcscd.",
    ),
    Code.CARD_NO_SERVICE: (
        "Le service de cartes du système ne répond pas[ ({status})]",
        "Branchez le lecteur. Sinon, faites démarrer pcscd (Windows : Carte à puce).",
    ),
    Code.CARD_NO_READER: (
        "Aucun lecteur de cartes",
        "Branchez le lecteur, puis réessayez.",
    ),
    Code.CARD_READER_GONE: (
        "Ce lecteur de cartes n'est plus là",
        "Rebranchez-le ou choisissez-en un autre ; « scord card » montre ceux qui sont là.",
    ),
    Code.CARD_ABSENT: (
        "Aucune carte dans le lecteur",
        "Insérez la CPS du praticien, puis réessayez.",
    ),
    Code.CARD_REMOVED: (
        "La carte a été retirée pendant la lecture",
        "Rien n'a été gardé. Remettez-la et réessayez.",
    ),
    Code.CARD_VITALE: (
        "C'est une carte Vitale : Scord ne la lit pas",
        "Insérez la CPS du praticien. La carte Vitale se lit dans votre logiciel de facturation.",
    ),
    Code.CARD_UNKNOWN: (
        "Cette carte n'est pas une CPS connue",
        "Insérez la CPS du praticien. Si c'en est une, donnez la Région dans les Réglages.",
    ),
    Code.CARD_UNREADABLE: (
        "La carte ne peut pas être lue",
        "Nettoyez la puce, vérifiez le sens et réessayez. Sinon, donnez la Région à la main.",
    ),
    Code.CARD_BUSY: (
        "La carte est occupée par un autre logiciel",
        "Attendez la fin de l'opération en cours, puis réessayez.",
    ),
    Code.INVOICE_UNKNOWN: (
        "Facture inconnue[ : {number}]",
        "Vérifiez le numéro, ou attendez le prochain export du logiciel de facturation.",
    ),
    Code.INVOICE_AMBIGUOUS: (
        "Plusieurs factures portent ce numéro[ : {number}]",
        "Précisez la date ou le praticien[, comme dans : {found}].",
    ),
    Code.DOCUMENT_UNKNOWN: (
        "Document inconnu[ : {document}]",
        "« scord status » donne le numéro de chaque document qui attend.",
    ),
    Code.ACTION_REFUSED: (
        "Cette action n'est pas possible maintenant[ : {reason}]",
        "« scord status » montre où en sont les choses.",
    ),
    Code.ADDRESS_UNFIT: (
        "Le service ne peut pas ouvrir son adresse[ : {path}][ ({reason})]",
        "Vérifiez que Scord a le droit d'écrire dans ce dossier, ou changez le réglage api.folder.",
    ),
    Code.SERVICE_SILENT: (
        "Le service Scord ne répond pas[ : {path}]",
        "Démarrez-le ou prévenez votre informaticien. Sur la machine : « systemctl start scord ».",
    ),
    Code.NOT_THE_SERVICE: (
        "Un autre programme répond à la place du service[ : {path}]",
        "Rien ne lui a été dit. Prévenez votre informaticien, puis relancez le service Scord.",
    ),
    Code.UPDATE_NEEDED: (
        "Les versions de Scord diffèrent[ : {ours} ici, {theirs} pour le service]",
        "Mettez Scord à jour sur ce poste, puis rouvrez votre session.",
    ),
    Code.NOT_ALLOWED: (
        "Vous n'avez pas ce droit[ : {name}]",
        "Demandez à votre informaticien de vous ajouter au groupe[ {group}] de Scord.",
    ),
    Code.WHO_UNKNOWN: (
        "Scord ne sait pas qui demande",
        "Rouvrez la page depuis l'icône ou par « scord open ».",
    ),
    Code.LINK_SPENT: (
        "Ce lien ne s'ouvre plus",
        "Un lien sert une fois, pendant une minute. Rouvrez la page par l'icône ou « scord open ».",
    ),
    Code.REQUEST_REFUSED: (
        "La demande ne vient pas de la page de Scord[ ({reason})]",
        "Rouvrez la page depuis l'icône ou par « scord open ».",
    ),
    Code.REQUEST_INVALID: (
        "La demande est incorrecte[ : {reason}]",
        "Voyez la description de l'API : /v1/openapi.json.",
    ),
    Code.REQUEST_TOO_LARGE: (
        "La demande est trop grosse",
        "Pas plus de[ {limit:,}] octets à la fois : donnez plusieurs fichiers.",
    ),
    Code.REQUEST_TOO_SLOW: (
        "La demande a mis trop de temps à arriver",
        "Envoyez-la de nouveau, d'un seul trait.",
    ),
    Code.TOO_MANY_AT_ONCE: (
        "Trop de demandes à la fois",
        "Fermez les fenêtres et programmes qui demandent la même chose à Scord, puis réessayez.",
    ),
    Code.NOT_THERE: (
        "Rien ne porte ce nom[ : {what}]",
        "L'élément a pu être retiré entre-temps : regardez de nouveau la liste.",
    ),
    Code.INVOICE_INVALID: (
        "La facture corrigée ne peut pas être prise",
        "Corrigez ce qui suit[ : {faults}].",
    ),
    Code.NO_DESKTOP: (
        "Aucun bureau où afficher l'icône",
        "Lancez-la depuis une session graphique. Ailleurs : « scord status » et « scord open ».",
    ),
    Code.TRAY_INCOMPLETE: (
        "Il manque à l'icône une partie du système[ : {reason}]",
        "Réinstallez Scord avec son option « tray », puis relancez « scord-tray ».",
    ),
    Code.SETTINGS_INVALID: (
        "Réglages incorrects[ dans {path}]",
        "Corrigez-les[ : {faults}], puis relancez ; « scord config » montre les réglages pris.",
    ),
    Code.SETTINGS_UNREADABLE: (
        "Fichier de réglages illisible[ : {path}][ ({reason})]",
        "Vérifiez qu'il existe, que Scord peut le lire et que sa syntaxe TOML est correcte.",
    ),
    Code.SECRET_EXPOSED: (
        "Un secret est lisible par d'autres[ : {path}]",
        "Réservez ce fichier au compte du service (droits 600), puis changez le mot de passe.",
    ),
    Code.STORE_KEY_MISSING: (
        "La clé des fichiers de Scord manque[ : {key}]",
        (
            "Donnez le code de récupération par « scord encryption --restore-key », puis"
            " recommencez. Là où tourne le service, la clé n'est qu'à lui : docs/encryption.md."
        ),
    ),
    Code.STORE_KEY_WRONG: (
        "La clé trouvée n'est pas celle des fichiers de Scord[ : il faut {key}][, et non {found}]",
        (
            "Remettez la bonne clé par « scord encryption --restore-key » et son code de"
            " récupération. Rien n'a été changé."
        ),
    ),
    Code.STORE_KEY_KEPT: (
        "Une clé est déjà gardée ici[ : {keeper}]",
        "Elle reste. Si elle est à remplacer, suivez « Changer de clé » dans docs/encryption.md.",
    ),
    Code.STORE_KEY_NO_KEEPER: (
        "Rien ici ne sait garder la clé[ ({reason})]",
        (
            "Lancez la commande par « sudo » sur une machine avec systemd 250 ou plus récent, ou"
            " donnez la clé comme le dit docs/encryption.md."
        ),
    ),
    Code.RECOVERY_CODE_WRONG: (
        "Ce n'est pas le code de récupération",
        "Relisez-le : quatorze groupes de quatre lettres ou chiffres, de 2 à 7.",
    ),
    Code.DISK_FULL: (
        "Disque plein[ : {path}]",
        "Libérez de la place. Rien n'est perdu : Scord reprend ensuite de lui-même.",
    ),
    Code.STORE_UNFIT: (
        "La base de données ne peut pas servir[ : {path}][ ({reason})]",
        "Mettez-la sur un disque local et lancez « scord doctor » ; au besoin, restaurez-la.",
    ),
    Code.STORE_TOO_NEW: (
        "La base vient d'une version plus récente de Scord[ : {found}]",
        "Réinstallez cette version, ou restaurez la sauvegarde d'avant la mise à jour.",
    ),
    Code.STORE_TOO_OLD: (
        "La base vient d'une version antérieure de Scord",
        "Démarrez le service Scord, ou relancez-le s'il tourne : il met la base à jour.",
    ),
    Code.STORE_BUSY: (
        "La base de données est occupée",
        "Réessayez dans une minute. Si cela dure, relancez le service Scord.",
    ),
    Code.STORE_FILE_DAMAGED: (
        "Un fichier conservé par Scord est abîmé ou absent[ : {name}]",
        "Lancez « scord doctor » : il dit quoi restaurer depuis la sauvegarde.",
    ),
    Code.ALREADY_RUNNING: (
        "Scord fonctionne déjà[ (processus {pid})]",
        "Rien à faire : « scord status » montre où il en est.",
    ),
    Code.BACKUP_INCOMPLETE: (
        "Ce fichier n'est pas une sauvegarde entière de Scord[ : {name}]",
        "Prenez une autre sauvegarde, ou une autre copie de celle-ci.",
    ),
    Code.BACKUP_DAMAGED: (
        "Sauvegarde abîmée[ : {name}][ ({member})]",
        "Prenez une autre sauvegarde, ou une autre copie de celle-ci.",
    ),
    Code.BACKUP_FLAWED: (
        "La sauvegarde est entière, mais la base avait déjà des défauts",
        (
            "[Fichiers absents ou abîmés : {lacking}. ][Chaînes de preuve ou lignes rompues :"
            " {broken}. ]Gardez les sauvegardes précédentes et lancez « scord doctor »."
        ),
    ),
    Code.RESTORE_NOT_EMPTY: (
        "Le dossier d'état n'est pas vide[ : {path}]",
        "Mettez-le de côté sous un autre nom, sans l'effacer, puis recommencez.",
    ),
    Code.RESTORE_RUNNING: (
        "Le service fonctionne[ : {path}]",
        "Arrêtez-le, puis recommencez ; ne le redémarrez qu'après la restauration.",
    ),
    Code.RESTORE_UNFINISHED: (
        "Une restauration a été interrompue[ : {path}]",
        "Le dossier d'état n'en a qu'une partie. Mettez-le de côté, puis restaurez de nouveau.",
    ),
    Code.RESTORE_UNCHECKED: (
        "Sauvegarde restaurée : l'envoi reste en pause",
        (
            "Ce qui est parti depuis la sauvegarde partirait une seconde fois. Vérifiez auprès du"
            " logiciel, de la messagerie et de la caisse, retenez ce qui est parti, puis reprenez"
            " sur le tableau de bord ou par « scord resume --checked »."
        ),
    ),
    Code.CODEC_MISSING: (
        "La compression TIFF groupe 4 manque",
        "Réinstallez Scord avec sa propre version de Pillow, puis lancez « scord doctor ».",
    ),
    Code.DOCTOR_FOUND: (
        "Le contrôle a trouvé des problèmes[ : {count}]",
        "Suivez le conseil donné sous chaque ligne, puis relancez « scord doctor ».",
    ),
    Code.OUTPUT_EXISTS: (
        "Le fichier de sortie existe déjà[ : {path}]",
        "Choisissez un autre dossier, ou retirez ce fichier.",
    ),
    Code.INTERNAL: (
        "Erreur interne[ : {reason}]",
        "Les originaux sont en sûreté. Réessayez ; sinon, donnez le journal à votre informaticien.",
    ),
}
