"""The alerts in English: kind, or kind and variant → (title, advice). See `alert_words.py`.

`fault` and `remedy` are the title and the advice of a code. Rules of the templates: `wording.py`.
"""

from __future__ import annotations

from scord_shared.status import AlertKind

ENGLISH: dict[str, tuple[str, str]] = {
    AlertKind.TO_FILE: (
        "Documents to be filed[: {count:,}]",
        "Open the inbox and choose the invoice of each document.",
    ),
    f"{AlertKind.TO_FILE}:warning": (
        "Documents to be filed for a long time[: {count:,} in all]",
        "[The oldest is of {oldest}. ]Without an invoice nothing leaves: open the inbox.",
    ),
    AlertKind.SCAN_REFUSED: (
        "Scanner's file refused[: {folder}]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.DOCUMENT_HELD: (
        "Document to be scanned again[ (p. {pages})]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.FILE_LEFT: (
        "File not taken[: {folder}]",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.NOTHING_SCANNED: (
        "No scan received[ since {since}]",
        "Invoices wait. Check that the scanner drops its files in the right place.",
    ),
    AlertKind.PIECE_REJECTED: (
        "Pieces rejected by the caisse[: {count:,}][ ({lot})]",
        "Open the red invoices: replace the piece or confirm that it goes again.",
    ),
    f"{AlertKind.PIECE_REJECTED}:depot": (
        "Pieces rejected[: {count:,}][ ({lot})]",
        "Open the red invoices: replace the piece or confirm that it is to be handed over again.",
    ),
    AlertKind.FSE_LOT_REJECTED: (
        "Rejected by the caisse[: {lot}]",
        "Send its invoices in a new lot from the billing software; their pieces will follow.",
    ),
    AlertKind.ARL_LATE: (
        "ARL late[: {lot}]",
        "Check that the caisse's answers arrive.",
    ),
    f"{AlertKind.ARL_LATE}:fse:warning": (
        "ARL late[: {lot}]",
        "Fetch the answers in the billing software: the pieces of this lot wait for its ARL.",
    ),
    f"{AlertKind.ARL_LATE}:fse:urgent": (
        "ARL very late[: {lot}]",
        "Call the caisse: without this ARL the pieces of this lot do not leave.",
    ),
    f"{AlertKind.ARL_LATE}:scor:warning": (
        "ARL late[: {lot}]",
        "Check that the caisse's answers arrive; Scord still waits for this one.",
    ),
    f"{AlertKind.ARL_LATE}:scor:urgent": (
        "ARL very late[: {lot}]",
        "Call the caisse; failing that, hand in the pieces on paper.",
    ),
    f"{AlertKind.ARL_LATE}:depot:warning": (
        "To be confirmed[: {lot}]",
        "Look in your software whether it transmitted it, then say so under SCOR.",
    ),
    f"{AlertKind.ARL_LATE}:depot:urgent": (
        "No news for a long time[: {lot}]",
        "Check in your software that this lot has left, then say so under SCOR.",
    ),
    AlertKind.ANSWERS_DIFFER: (
        "Contradicting answers[: {lot}]",
        "The caisse answered in two ways. Call it, then settle it under SCOR.",
    ),
    f"{AlertKind.ANSWERS_DIFFER}:depot": (
        "To be settled[: {lot}]",
        "Two answers differ, or one was taken back: say under SCOR what became of it.",
    ),
    AlertKind.ARL_UNMATCHED: (
        "ARLs without a known lot[: {count:,}]",
        "Check that the billing software exports its lots; Scord then matches them.",
    ),
    f"{AlertKind.ARL_UNMATCHED}:ambiguous": (
        "ARL that may answer several lots[: {lot}]",
        "Say which under SCOR: Scord does not guess.",
    ),
    f"{AlertKind.ARL_UNMATCHED}:scor": (
        "Answers to lots that Scord has not made[: {count:,}]",
        "Check their lot and billing numbers with whoever sends them.",
    ),
    AlertKind.SENDING_UNCERTAIN: (
        "Uncertain sending[: {lot}]",
        "The caisse may have it. Wait for the ARL, or decide under SCOR.",
    ),
    f"{AlertKind.SENDING_UNCERTAIN}:depot": (
        "Perhaps handed over[: {lot}]",
        "Your software may have taken it. Look there, then decide under SCOR.",
    ),
    f"{AlertKind.SENDING_UNCERTAIN}:bounced": (
        "A sending came back undelivered[: {lot}]",
        "The caisse does not have it. Check the address, then decide under SCOR.",
    ),
    AlertKind.SENDING_FAILED: (
        "Sending failed[: {lot}]",
        "Its pieces have not left. Tell your IT support, then confirm that they go again.",
    ),
    AlertKind.PROFILE_CHANGED: (
        "Lots of another profile are kept back[: {count:,}]",
        (
            '[Their profile is "{profile}". ]Set it again, or give them up by "scord outbox": their'
            " pieces then wait for your confirmation."
        ),
    ),
    AlertKind.ROUTE_STOPPED: (
        "Nothing can be delivered[ (lots waiting: {count:,})]",
        "[Since {since}. ]Check network and exchange folder; Scord tries again by itself.",
    ),
    f"{AlertKind.ROUTE_STOPPED}:barred": (
        "Sending has stopped",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.MAILBOX_BARRED: (
        "Mail with ARLs cannot be fetched",
        "[{fault}. ]{remedy}",
    ),
    AlertKind.CERTIFICATE_ENDS: (
        "Your mail certificate ends[ on {ends}]",
        "Have it renewed now: after that day no lot leaves by mail.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:own:ended": (
        "Your mail certificate has ended[ on {ends}]",
        "No lot leaves by mail any more: have it renewed.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:caisse": (
        "A caisse's certificate ends[ on {ends}]",
        "[Caisse {destination}. ]Ask it for the new one: after that day no lot can leave for it.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:caisse:ended": (
        "A caisse's certificate has ended[ on {ends}]",
        "[Caisse {destination}. ]No lot leaves for it any more: ask it for the new one.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:authorities": (
        "The certificate authorities end[ on {ends}]",
        "Get their new certificates: after that day no signed ARL is believed.",
    ),
    f"{AlertKind.CERTIFICATE_ENDS}:authorities:ended": (
        "The certificate authorities have ended[ on {ends}]",
        "No signed ARL is believed any more: get their new certificates.",
    ),
    AlertKind.SERVER_CERTIFICATE_ENDS: (
        "The mail server's certificate ends[ on {ends}]",
        "Tell your provider[ ({host})]: after that day no mail leaves or comes in.",
    ),
    f"{AlertKind.SERVER_CERTIFICATE_ENDS}:pinned": (
        "The mail server's certificate ends[ on {ends}]",
        "When the server[ {host}] has a new one, its pin has to be changed in the settings.",
    ),
    AlertKind.FOLDER_UNREACHABLE: (
        "Folder out of reach[: {folder}]",
        "Check that its machine is on, that the share answers and that Scord may use it.",
    ),
    AlertKind.STAGE_FAILED: (
        "Stage failing[: {stage}]",
        "[{fault}. ]Scord tries again by itself. If it goes on, tell your IT support.",
    ),
    AlertKind.IMPORT_REFUSED: (
        "Export of the billing software refused",
        "[{fault}. ]{remedy}",
    ),
    f"{AlertKind.IMPORT_REFUSED}:partial": (
        "Export of the billing software taken in part",
        "{remedy}",
    ),
    AlertKind.DISK_NEARLY_FULL: (
        "Disk nearly full[: {folder}]",
        "[Less than {least_mb:,} MB free. ]Make room, or scans will have to wait.",
    ),
    AlertKind.CLOCK_WRONG: (
        "The computer's clock is wrong",
        "Set the computer's clock: the day of sending is proof towards the caisse.",
    ),
    f"{AlertKind.CLOCK_WRONG}:back": (
        "The computer's clock was set back[ (min: {minutes:,})]",
        "Check date and time, and that the computer sets its clock by the network.",
    ),
    AlertKind.BACKUP_OLD: (
        "No backup for long[: {since}]",
        'Check that "scord backup" runs every night: a broken disk would lose everything.',
    ),
    f"{AlertKind.BACKUP_OLD}:none": (
        "No backup",
        'Have "scord backup" run every night: a broken disk would lose everything.',
    ),
    AlertKind.PAUSED_LONG: (
        "Sending is paused[ since {since}]",
        'Nothing leaves during the pause. Go on from the icon or by "scord resume".',
    ),
    f"{AlertKind.PAUSED_LONG}:restored": (
        "Backup[ of {since}] restored: sending is paused",
        (
            "What was sent since, Scord does not know and would send twice. Check with the billing"
            " software, the mailbox and the caisse before you go on."
        ),
    ),
}
