"""The faults in English: code → (title, advice). Rules of the templates: `wording.py`."""

from __future__ import annotations

from scord_shared.errors import Code

ENGLISH: dict[Code, tuple[str, str]] = {
    Code.FILE_NOT_REGULAR: (
        "Not an ordinary file[: {name}]",
        "Drop the file itself, not a shortcut, a link or a folder.",
    ),
    Code.FILE_UNREADABLE: (
        "The file cannot be read[: {name}][ ({reason})]",
        "Check that the file is there and that Scord may read it.",
    ),
    Code.FILE_VANISHED: (
        "The file went away before it was taken[: {name}]",
        "Unless somebody removed it on purpose, scan the document again.",
    ),
    Code.FILE_NEVER_STABLE: (
        "The file never stops arriving[: {name}]",
        "Wait until the scan ends. If nothing changes, delete this file and scan again.",
    ),
    Code.FILE_TOO_LARGE: (
        "The file is too large[: {name}][ ({bytes:,} bytes)]",
        "Scan fewer pages, or at 300 dpi at most[; the limit is {limit:,} bytes].",
    ),
    Code.FILE_EMPTY: (
        "The file is empty[: {name}]",
        "Scan the document again; check that the scanner finished sending.",
    ),
    Code.FILE_OUTGROWN: (
        "The file changed while it was read[: {name}]",
        "Scord takes the whole file once it stops changing. If this comes back, check the scanner.",
    ),
    Code.FOLDER_UNREACHABLE: (
        "The folder cannot be reached[: {path}]",
        "Check that the computer is on, the share within reach, and that Scord may write there.",
    ),
    Code.IMAGE_UNKNOWN_FORMAT: (
        "Unknown file format[: {name}]",
        "Save the document as PDF, TIFF, JPEG or PNG, then drop it again.",
    ),
    Code.IMAGE_TRUNCATED: (
        "The file is incomplete[: {name}]",
        "The end of the document is missing: scan it again.",
    ),
    Code.IMAGE_DAMAGED: (
        "The file is damaged[: {name}][ (page {page})]",
        "Open it to check, then scan the document again.",
    ),
    Code.IMAGE_ENCRYPTED: (
        "The PDF is protected by a password[: {name}]",
        "Save it without a password, or print it and scan the print.",
    ),
    Code.IMAGE_TOO_MANY_PAGES: (
        "Too many pages[: {pages}]",
        "Split the document into several files[ of {limit} pages at most].",
    ),
    Code.IMAGE_TOO_MANY_PIXELS: (
        "The image is too big[: {pixels:,} pixels][ (page {page})]",
        "Scan at a lower resolution: 300 dpi is always enough[; the limit is {limit:,} pixels].",
    ),
    Code.IMAGE_TOO_SLOW: (
        "The conversion took too long[ (page {page})]",
        "Scord stopped it[ after {limit} seconds]. Scan again at 200 or 300 dpi.",
    ),
    Code.IMAGE_WORKER_DIED: (
        "The conversion broke off[ (page {page})]",
        "Scan the document again; if it happens again, give the file to your IT support.",
    ),
    Code.FILE_NO_SIGNATURE: (
        "No signature is seen on this picture",
        "Sign in black or blue on a white sheet, with nothing but the signature in the picture.",
    ),
    Code.IMAGE_NO_PAGE: (
        "The file holds no written page[: {name}]",
        "Scan the document again.",
    ),
    Code.IMAGE_TOO_WHITE: (
        "The page is too light[ (page {page})]",
        "Raise the scanner's contrast or lower its brightness, then scan the page again.",
    ),
    Code.IMAGE_TOO_BLACK: (
        "The page is too dark[ (page {page})]",
        "Raise the scanner's brightness (for a photo: more light), then scan the page again.",
    ),
    Code.IMAGE_LOW_CONTRAST: (
        "The page has too little contrast[ (page {page})]",
        "Raise the scanner's contrast (for a photo: more light), then scan the page again.",
    ),
    Code.IMAGE_BLURRED: (
        "The page is blurred[ (page {page})]",
        "Clean the glass or the lens, then scan the page again, flat and without moving.",
    ),
    Code.IMAGE_CUT_TOP: (
        "The page is cut off at the top[ (page {page})]",
        "Scan it again with its upper edge against the guide.",
    ),
    Code.IMAGE_CUT_RIGHT: (
        "The page is cut off on the right[ (page {page})]",
        "Scan it again against the guide, with its right edge inside the frame.",
    ),
    Code.IMAGE_CUT_BOTTOM: (
        "The page is cut off at the bottom[ (page {page})]",
        "Scan it again with its lower edge inside the frame; check the paper size chosen.",
    ),
    Code.IMAGE_CUT_LEFT: (
        "The page is cut off on the left[ (page {page})]",
        "Scan it again against the guide, with its left edge inside the frame.",
    ),
    Code.IMAGE_CUT_OFF: (
        "The page is cut off on several sides[ (page {page})]",
        "Scan the whole of it again: check the paper size chosen and where the sheet lies.",
    ),
    Code.IMAGE_ILLEGIBLE: (
        "The page cannot be read[ (page {page})]",
        "Scan the page again, flat on the glass, lighter or with more contrast.",
    ),
    Code.IMAGE_TOO_HEAVY: (
        "The page is too busy to fit 250,000 bytes[ (page {page})]",
        "Scan again in black and white on a plain background, without photo or pattern.",
    ),
    Code.OCR_MISSING: (
        "The text of pages cannot be read here[: {missing} is missing]",
        (
            'Install "scord[ocr]" and the French model of Tesseract (tesseract-ocr-fra), or name'
            " its folder in the setting reading.model_folder."
        ),
    ),
    Code.PDF_NOT_CONFORMING: (
        "The PDF does not conform[: {path}][ ({reason})]",
        'Convert it with "scord convert": black and white, 200 dpi or more, 250,000 bytes or less.',
    ),
    Code.IMPORT_NOT_JSON: (
        "This file is not JSON[: {path}][ (line {line})]",
        "Export it again from the billing software.",
    ),
    Code.IMPORT_UNKNOWN_FORMAT: (
        "Unknown import format[: {format}]",
        "Expected: scord-invoices/1, scord-lots/1 or scord-acks/1. Check the export's settings.",
    ),
    Code.IMPORT_ITEM_INVALID: (
        "Item refused[: {where}][ ({reason})]",
        "Correct it in the billing software, then export again.",
    ),
    Code.IMPORT_PARTIAL: (
        "Partial import[ (refused: {refused} of {total})]",
        "The others are in. Correct the refused items and export again.",
    ),
    Code.IMPORT_RECORDS_UNREADABLE: (
        "This B2 file cannot be read[: {path}][ (line {line})][ (column {column})][: {reason}]",
        "Nothing of it was taken in. Export it again from the billing software.",
    ),
    Code.ACK_UNREADABLE: (
        "The acknowledgement cannot be read[: {path}]",
        "It is kept as it came. Ask for the ARL again, or give it to your IT support.",
    ),
    Code.EXCHANGE_NAME_TAKEN: (
        "Another file already stands in the lot's place[: {name}]",
        "Nothing was sent or overwritten. Find out where that file comes from, then send again.",
    ),
    Code.MAIL_UNREACHABLE: (
        "The mail server cannot be reached[: {host}][ ({reason})]",
        "Nothing is lost: Scord tries again. Check the network and the server's name.",
    ),
    Code.MAIL_UNTRUSTED: (
        "The connection to the mail server is not safe[: {host}][ ({reason})]",
        "Nothing was sent. Have the server's certificate and the encryption setting checked.",
    ),
    Code.MAIL_LOGIN_REFUSED: (
        "The mail server refuses the user name or password[: {host}]",
        "Correct them in the settings; sending then goes on.",
    ),
    Code.MAIL_NOT_UNDERSTOOD: (
        "The mail server's answer makes no sense[: {host}]",
        "Check name and port: another service may be answering there.",
    ),
    Code.MAIL_BUSY: (
        "The mail server asks to wait[: {host}][ ({status})]",
        "Nothing is lost: Scord tries again later.",
    ),
    Code.MAIL_REFUSED: (
        "The mail server refuses this message[: {host}][ ({status})]",
        "Nothing was sent. Have the sender's address and the account's rights checked.",
    ),
    Code.MAIL_RECIPIENT_REFUSED: (
        "The mail server refuses the recipient[: {host}][ ({status})]",
        "Nothing was sent. Check the destination's address in the settings.",
    ),
    Code.MAIL_TOO_LARGE: (
        "The message is too large for the server[: {size} bytes of {limit} at most]",
        "Ask the mail provider for a higher limit.",
    ),
    Code.MAIL_BOUNCED: (
        "The message came back: it was not delivered[ ({status})]",
        "Check the destination's address, then send the pieces again.",
    ),
    Code.CERTIFICATE_UNFIT: (
        "This certificate does not do[: {path}][ ({reason})]",
        "Ask for a valid one, then name it in the settings.",
    ),
    Code.MESSAGE_UNTRUSTED: (
        "A message came that nothing vouches for[ ({reason})]",
        "It is kept as it came and has no effect. Show it to your IT support.",
    ),
    Code.CARD_NOT_INSTALLED: (
        "Reading cards is not installed",
        'Install Scord again with its option "card"; on Linux install pcscd too.',
    ),
    Code.CARD_NO_SERVICE: (
        "The system's card service does not answer[ ({status})]",
        "Plug in the reader. Otherwise have pcscd started (Windows: Smart Card).",
    ),
    Code.CARD_NO_READER: (
        "No card reader",
        "Plug in the reader, then try again.",
    ),
    Code.CARD_READER_GONE: (
        "That card reader is not there any more",
        'Plug it in again or choose another one; "scord card" shows those that are there.',
    ),
    Code.CARD_ABSENT: (
        "No card in the reader",
        "Put in the practitioner's CPS, then try again.",
    ),
    Code.CARD_REMOVED: (
        "The card was taken out while it was being read",
        "Nothing was kept. Put it back and try again.",
    ),
    Code.CARD_VITALE: (
        "That is a Vitale card: Scord does not read it",
        "Put in the practitioner's CPS. Your billing software reads the Vitale card.",
    ),
    Code.CARD_UNKNOWN: (
        "That card is not a CPS that is known here",
        "Put in the practitioner's CPS. If it is one, give the Région in the settings.",
    ),
    Code.CARD_UNREADABLE: (
        "The card cannot be read",
        "Clean the chip, turn the card the right way and try again. Or give the Région by hand.",
    ),
    Code.CARD_BUSY: (
        "Another program is using the card",
        "Wait until it is done, then try again.",
    ),
    Code.INVOICE_UNKNOWN: (
        "Unknown invoice[: {number}]",
        "Check the number, or wait for the billing software's next export.",
    ),
    Code.INVOICE_AMBIGUOUS: (
        "Several invoices have this number[: {number}]",
        "Add the date or the practitioner[, as in: {found}].",
    ),
    Code.DOCUMENT_UNKNOWN: (
        "Unknown document[: {document}]",
        '"scord status" gives the number of each document that waits.',
    ),
    Code.ACTION_REFUSED: (
        "This cannot be done now[: {reason}]",
        '"scord status" shows how things stand.',
    ),
    Code.ADDRESS_UNFIT: (
        "The service cannot open its address[: {path}][ ({reason})]",
        "Check that Scord may write in this folder, or choose another: setting api.folder.",
    ),
    Code.SERVICE_SILENT: (
        "The Scord service does not answer[: {path}]",
        'Start it, or ask your IT support to. On the machine: "systemctl start scord".',
    ),
    Code.NOT_THE_SERVICE: (
        "Another program answers in the service's place[: {path}]",
        "Nothing was told to it. Tell your IT support, then restart the Scord service.",
    ),
    Code.UPDATE_NEEDED: (
        "Scord's parts are of different versions[: {ours} here, {theirs} in the service]",
        "Update Scord on this machine, then log in again.",
    ),
    Code.NOT_ALLOWED: (
        "You may not do this[: {name}]",
        "Ask your IT support to add you to Scord's group[ {group}].",
    ),
    Code.WHO_UNKNOWN: (
        "Scord does not know who asks",
        'Open the page anew from the icon, or by "scord open".',
    ),
    Code.LINK_SPENT: (
        "This link no longer opens",
        'A link opens once, for a minute. Open the page anew from the icon, or by "scord open".',
    ),
    Code.REQUEST_REFUSED: (
        "The request does not come from Scord's own page[ ({reason})]",
        'Open the page anew from the icon, or by "scord open".',
    ),
    Code.REQUEST_INVALID: (
        "The request is wrong[: {reason}]",
        "See the API's description: /v1/openapi.json.",
    ),
    Code.REQUEST_TOO_LARGE: (
        "The request is too large",
        "At most[ {limit:,}] bytes go into one; hand over several files.",
    ),
    Code.REQUEST_TOO_SLOW: (
        "The request took too long to arrive",
        "Send it whole, and again.",
    ),
    Code.TOO_MANY_AT_ONCE: (
        "Too many requests at once",
        "Close the windows and programs that ask Scord for the same thing, then try again.",
    ),
    Code.NOT_THERE: (
        "There is nothing of that name[: {what}]",
        "It may have been removed meanwhile: look at the list again.",
    ),
    Code.INVOICE_INVALID: (
        "The corrected invoice cannot be taken",
        "Correct what follows[: {faults}].",
    ),
    Code.NO_DESKTOP: (
        "No desktop to show the icon on",
        'Start it from a graphical session. Elsewhere: "scord status" and "scord open".',
    ),
    Code.TRAY_INCOMPLETE: (
        "The icon lacks a part of the system[: {reason}]",
        'Install Scord again with its option "tray", then start "scord-tray" again.',
    ),
    Code.SETTINGS_INVALID: (
        "The settings are wrong[ in {path}]",
        'Correct them[: {faults}], then start again. "scord config" shows what is in force.',
    ),
    Code.SETTINGS_UNREADABLE: (
        "The settings file cannot be read[: {path}][ ({reason})]",
        "Check that it exists, that Scord may read it and that it is valid TOML.",
    ),
    Code.SECRET_EXPOSED: (
        "Others can read a secret[: {path}]",
        "Give this file to the service's account alone (mode 600), then change the password.",
    ),
    Code.STORE_KEY_MISSING: (
        "The key of Scord's files is missing[: {key}]",
        (
            'Give the recovery code with "scord encryption --restore-key", then try again.'
            " On the service's machine the key is the service's alone: see docs/encryption.md."
        ),
    ),
    Code.STORE_KEY_WRONG: (
        "The key found is not that of Scord's files[: {key} is needed][, not {found}]",
        (
            'Put the right key back with "scord encryption --restore-key" and its recovery code.'
            " Nothing was changed."
        ),
    ),
    Code.STORE_KEY_KEPT: (
        "A key is kept here already[: {keeper}]",
        'It stays. If it is to be replaced, follow "Another key" in docs/encryption.md.',
    ),
    Code.STORE_KEY_NO_KEEPER: (
        "Nothing here can keep the key[ ({reason})]",
        (
            'Run the command with "sudo" on a machine with systemd 250 or later, or give the key as'
            " docs/encryption.md says."
        ),
    ),
    Code.RECOVERY_CODE_WRONG: (
        "This is not the recovery code",
        "Read it again: fourteen groups of four letters or digits, from 2 to 7.",
    ),
    Code.DISK_FULL: (
        "The disk is full[: {path}]",
        "Make room. Nothing is lost: Scord then goes on by itself.",
    ),
    Code.STORE_UNFIT: (
        "The database cannot be used[: {path}][ ({reason})]",
        'Put it on a local disk, then run "scord doctor". If need be, restore a backup.',
    ),
    Code.STORE_TOO_NEW: (
        "The database comes from a newer Scord[: {found}]",
        "Install that newer version again, or restore the backup from before the upgrade.",
    ),
    Code.STORE_TOO_OLD: (
        "The database comes from an earlier Scord",
        "Start the Scord service, or restart it if it is running: it brings the database forward.",
    ),
    Code.STORE_BUSY: (
        "The database is busy",
        "Try again in a minute. If it lasts, restart the Scord service.",
    ),
    Code.STORE_FILE_DAMAGED: (
        "A file that Scord keeps is damaged or missing[: {name}]",
        'Run "scord doctor": it tells what to restore from the backup.',
    ),
    Code.ALREADY_RUNNING: (
        "Scord is already running[ (process {pid})]",
        'Nothing to do: "scord status" shows how it is.',
    ),
    Code.BACKUP_INCOMPLETE: (
        "This file is not a whole backup of Scord[: {name}]",
        "Take another backup, or another copy of this one.",
    ),
    Code.BACKUP_DAMAGED: (
        "The backup is damaged[: {name}][ ({member})]",
        "Take another backup, or another copy of this one.",
    ),
    Code.BACKUP_FLAWED: (
        "The backup is whole, but the store had faults already",
        (
            "[Files missing or damaged: {lacking}. ][Broken chains of proof or rows: {broken}. ]"
            'Keep the earlier backups and run "scord doctor".'
        ),
    ),
    Code.RESTORE_NOT_EMPTY: (
        "The state folder is not empty[: {path}]",
        "Put it aside under another name, without deleting it, then try again.",
    ),
    Code.RESTORE_RUNNING: (
        "The service is running[: {path}]",
        "Stop it, then try again; start it only after the restore.",
    ),
    Code.RESTORE_UNFINISHED: (
        "A restore was cut off[: {path}]",
        "The state folder has a part of it only. Put it aside, then restore again.",
    ),
    Code.RESTORE_UNCHECKED: (
        "A backup was restored: sending stays paused",
        (
            "What has left since the backup would leave a second time. Check with the software, the"
            " mailbox and the caisse, hold back what has left, then go on from the dashboard or by"
            ' "scord resume --checked".'
        ),
    ),
    Code.CODEC_MISSING: (
        "TIFF group 4 compression is missing",
        'Install Scord again with its own Pillow, then run "scord doctor".',
    ),
    Code.DOCTOR_FOUND: (
        "The check found problems[: {count}]",
        'Follow the advice under each line, then run "scord doctor" again.',
    ),
    Code.OUTPUT_EXISTS: (
        "The output file is already there[: {path}]",
        "Choose another folder, or take this file away.",
    ),
    Code.INTERNAL: (
        "Internal error[: {reason}]",
        "The originals are safe. Try again; if it comes back, give the log to your IT support.",
    ),
}
