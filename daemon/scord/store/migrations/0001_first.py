"""The first schema, frozen here as it was: the tables of the application may move on."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE "practitioner" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "billing_number" VARCHAR(255) NOT NULL,
        "rpps" VARCHAR(255),
        "family_name" VARCHAR(255) NOT NULL,
        "given_name" VARCHAR(255) NOT NULL,
        "profession" VARCHAR(255) NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "practitioner_billing_number"
    ON "practitioner" ("billing_number")
    """,
    """
    CREATE TABLE "fse_lot" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "number" VARCHAR(255) NOT NULL,
        "sent_at" TEXT NOT NULL,
        "kind" VARCHAR(255) NOT NULL,
        "verdict" TEXT NOT NULL,
        "answered_at" TEXT,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id")
    )
    """,
    """
    CREATE INDEX "fse_lot_practitioner_id"
    ON "fse_lot" ("practitioner_id")
    """,
    """
    CREATE INDEX "fse_lot_verdict"
    ON "fse_lot" ("verdict")
    """,
    """
    CREATE UNIQUE INDEX "fse_lot_practitioner_id_number_sent_at"
    ON "fse_lot" ("practitioner_id", "number", "sent_at")
    """,
    """
    CREATE TABLE "prescription" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "reference" VARCHAR(255),
        "patient_key" VARCHAR(255),
        "prescriber_key" VARCHAR(255),
        "day" TEXT,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id")
    )
    """,
    """
    CREATE INDEX "prescription_practitioner_id"
    ON "prescription" ("practitioner_id")
    """,
    """
    CREATE INDEX "prescription_practitioner_id_reference"
    ON "prescription" ("practitioner_id", "reference")
    """,
    """
    CREATE INDEX "prescription_practitioner_id_patient_key_prescriber_key_day"
    ON "prescription" ("practitioner_id", "patient_key", "prescriber_key", "day")
    """,
    """
    CREATE INDEX "prescription_prescriber_key_day"
    ON "prescription" ("prescriber_key", "day")
    """,
    """
    CREATE TABLE "invoice" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "number" VARCHAR(255) NOT NULL,
        "invoice_date" TEXT NOT NULL,
        "mode" VARCHAR(255) NOT NULL,
        "status" TEXT NOT NULL,
        "status_by" VARCHAR(255),
        "replaces_id" INTEGER,
        "family_name" VARCHAR(255) NOT NULL,
        "family_key" VARCHAR(255) NOT NULL,
        "given_name" VARCHAR(255) NOT NULL,
        "given_key" VARCHAR(255) NOT NULL,
        "birth_date" VARCHAR(255),
        "patient_nir" VARCHAR(255),
        "identity" VARCHAR(255) NOT NULL,
        "insured_nir" VARCHAR(255),
        "regime" VARCHAR(255) NOT NULL,
        "caisse" VARCHAR(255) NOT NULL,
        "centre" VARCHAR(255),
        "prescription_id" INTEGER,
        "fse_lot_id" INTEGER,
        "total_cents" INTEGER NOT NULL,
        "payload" TEXT NOT NULL,
        "imported_at" TEXT NOT NULL,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id"),
        FOREIGN KEY ("replaces_id") REFERENCES "invoice" ("id"),
        FOREIGN KEY ("prescription_id") REFERENCES "prescription" ("id"),
        FOREIGN KEY ("fse_lot_id") REFERENCES "fse_lot" ("id")
    )
    """,
    """
    CREATE INDEX "invoice_practitioner_id"
    ON "invoice" ("practitioner_id")
    """,
    """
    CREATE INDEX "invoice_number"
    ON "invoice" ("number")
    """,
    """
    CREATE INDEX "invoice_status"
    ON "invoice" ("status")
    """,
    """
    CREATE INDEX "invoice_replaces_id"
    ON "invoice" ("replaces_id")
    """,
    """
    CREATE INDEX "invoice_family_name"
    ON "invoice" ("family_name")
    """,
    """
    CREATE INDEX "invoice_birth_date"
    ON "invoice" ("birth_date")
    """,
    """
    CREATE INDEX "invoice_patient_nir"
    ON "invoice" ("patient_nir")
    """,
    """
    CREATE INDEX "invoice_identity"
    ON "invoice" ("identity")
    """,
    """
    CREATE INDEX "invoice_insured_nir"
    ON "invoice" ("insured_nir")
    """,
    """
    CREATE INDEX "invoice_prescription_id"
    ON "invoice" ("prescription_id")
    """,
    """
    CREATE INDEX "invoice_fse_lot_id"
    ON "invoice" ("fse_lot_id")
    """,
    """
    CREATE INDEX "invoice_total_cents"
    ON "invoice" ("total_cents")
    """,
    """
    CREATE UNIQUE INDEX "invoice_practitioner_id_number_invoice_date"
    ON "invoice" ("practitioner_id", "number", "invoice_date")
    """,
    """
    CREATE INDEX "invoice_family_key_given_name"
    ON "invoice" ("family_key", "given_name")
    """,
    """
    CREATE INDEX "invoice_given_key_family_key"
    ON "invoice" ("given_key", "family_key")
    """,
    """
    CREATE INDEX "invoice_regime_caisse"
    ON "invoice" ("regime", "caisse")
    """,
    """
    CREATE INDEX "invoice_number_order"
    ON "invoice" (LENGTH("number"), "number")
    """,
    """
    CREATE INDEX "invoice_list"
    ON "invoice" (
        "invoice_date", "status", "practitioner_id", "fse_lot_id", "number",
        "family_key", "given_name", "total_cents", "regime", "caisse"
    )
    """,
    """
    CREATE TABLE "planned_visit" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "day" TEXT NOT NULL,
        "time" VARCHAR(255),
        "family_name" VARCHAR(255) NOT NULL,
        "given_name" VARCHAR(255) NOT NULL,
        "identity" VARCHAR(255) NOT NULL,
        "prescription_id" INTEGER,
        "needs_paper" INTEGER NOT NULL,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id"),
        FOREIGN KEY ("prescription_id") REFERENCES "prescription" ("id")
    )
    """,
    """
    CREATE INDEX "planned_visit_practitioner_id"
    ON "planned_visit" ("practitioner_id")
    """,
    """
    CREATE INDEX "planned_visit_day"
    ON "planned_visit" ("day")
    """,
    """
    CREATE INDEX "planned_visit_identity"
    ON "planned_visit" ("identity")
    """,
    """
    CREATE INDEX "planned_visit_prescription_id"
    ON "planned_visit" ("prescription_id")
    """,
    """
    CREATE TABLE "correction" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "invoice_id" INTEGER NOT NULL,
        "asked_at" TEXT NOT NULL,
        "by" VARCHAR(255) NOT NULL,
        "why" TEXT NOT NULL,
        "wanted" TEXT NOT NULL,
        "taken_back_at" TEXT,
        FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("id")
    )
    """,
    """
    CREATE INDEX "correction_invoice_id"
    ON "correction" ("invoice_id")
    """,
    """
    CREATE TABLE "arm" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "invoice_id" INTEGER,
        "prescription_id" INTEGER,
        "folder" VARCHAR(255) NOT NULL,
        "opened_at" TEXT NOT NULL,
        "until" TEXT NOT NULL,
        "state" TEXT NOT NULL,
        "document_type" VARCHAR(255),
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id"),
        FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("id"),
        FOREIGN KEY ("prescription_id") REFERENCES "prescription" ("id"),
        CHECK ((invoice_id IS NULL) <> (prescription_id IS NULL))
    )
    """,
    """
    CREATE INDEX "arm_practitioner_id"
    ON "arm" ("practitioner_id")
    """,
    """
    CREATE INDEX "arm_invoice_id"
    ON "arm" ("invoice_id")
    """,
    """
    CREATE INDEX "arm_prescription_id"
    ON "arm" ("prescription_id")
    """,
    """
    CREATE INDEX "arm_state"
    ON "arm" ("state")
    """,
    """
    CREATE TABLE "scan" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "claim" VARCHAR(255) NOT NULL,
        "folder" VARCHAR(255) NOT NULL,
        "name" TEXT NOT NULL,
        "sha256" VARCHAR(255) NOT NULL,
        "size" INTEGER NOT NULL,
        "mtime_ns" INTEGER NOT NULL,
        "first_seen_at" TEXT NOT NULL,
        "taken_at" TEXT NOT NULL,
        "state" TEXT NOT NULL,
        "reason" VARCHAR(255),
        "facts" TEXT NOT NULL,
        "duplicate_of_id" INTEGER,
        "arm_id" INTEGER,
        "pages" INTEGER,
        "converted_at" TEXT,
        "released_at" TEXT,
        FOREIGN KEY ("duplicate_of_id") REFERENCES "scan" ("id"),
        FOREIGN KEY ("arm_id") REFERENCES "arm" ("id")
    )
    """,
    """
    CREATE UNIQUE INDEX "scan_claim"
    ON "scan" ("claim")
    """,
    """
    CREATE INDEX "scan_taken_at"
    ON "scan" ("taken_at")
    """,
    """
    CREATE INDEX "scan_state"
    ON "scan" ("state")
    """,
    """
    CREATE INDEX "scan_duplicate_of_id"
    ON "scan" ("duplicate_of_id")
    """,
    """
    CREATE INDEX "scan_arm_id"
    ON "scan" ("arm_id")
    """,
    """
    CREATE INDEX "scan_released_at"
    ON "scan" ("released_at")
    """,
    """
    CREATE INDEX "scan_sha256"
    ON "scan" ("sha256")
    """,
    """
    CREATE UNIQUE INDEX "scan_live_sha256"
    ON "scan" ("sha256")
    WHERE state IN ('taken', 'converted', 'refused')
    """,
    """
    CREATE TABLE "arrangement" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "made_at" TEXT NOT NULL,
        "by" VARCHAR(255) NOT NULL,
        "before" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "document" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "scan_id" INTEGER NOT NULL,
        "position" INTEGER NOT NULL,
        "type" VARCHAR(255),
        "state" TEXT NOT NULL,
        "clue" TEXT NOT NULL,
        "reason" VARCHAR(255),
        "facts" TEXT NOT NULL,
        "prescription_id" INTEGER,
        "prescribed_by" VARCHAR(255),
        "made_by_id" INTEGER,
        "remade_by_id" INTEGER,
        "created_at" TEXT NOT NULL,
        FOREIGN KEY ("scan_id") REFERENCES "scan" ("id"),
        FOREIGN KEY ("prescription_id") REFERENCES "prescription" ("id"),
        FOREIGN KEY ("made_by_id") REFERENCES "arrangement" ("id"),
        FOREIGN KEY ("remade_by_id") REFERENCES "arrangement" ("id")
    )
    """,
    """
    CREATE INDEX "document_scan_id"
    ON "document" ("scan_id")
    """,
    """
    CREATE INDEX "document_state"
    ON "document" ("state")
    """,
    """
    CREATE INDEX "document_prescription_id"
    ON "document" ("prescription_id")
    """,
    """
    CREATE INDEX "document_made_by_id"
    ON "document" ("made_by_id")
    """,
    """
    CREATE INDEX "document_remade_by_id"
    ON "document" ("remade_by_id")
    """,
    """
    CREATE UNIQUE INDEX "document_scan_id_position"
    ON "document" ("scan_id", "position")
    """,
    """
    CREATE TABLE "document_page" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "document_id" INTEGER NOT NULL,
        "place" INTEGER NOT NULL,
        "scan_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "turn" INTEGER NOT NULL,
        FOREIGN KEY ("document_id") REFERENCES "document" ("id"),
        FOREIGN KEY ("scan_id") REFERENCES "scan" ("id")
    )
    """,
    """
    CREATE INDEX "document_page_document_id"
    ON "document_page" ("document_id")
    """,
    """
    CREATE INDEX "document_page_scan_id"
    ON "document_page" ("scan_id")
    """,
    """
    CREATE UNIQUE INDEX "document_page_document_id_place"
    ON "document_page" ("document_id", "place")
    """,
    """
    CREATE TABLE "document_part" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "document_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "sha256" VARCHAR(255) NOT NULL,
        "size" INTEGER NOT NULL,
        "page_count" INTEGER NOT NULL,
        "dpi" INTEGER NOT NULL,
        FOREIGN KEY ("document_id") REFERENCES "document" ("id")
    )
    """,
    """
    CREATE INDEX "document_part_document_id"
    ON "document_part" ("document_id")
    """,
    """
    CREATE INDEX "document_part_sha256"
    ON "document_part" ("sha256")
    """,
    """
    CREATE UNIQUE INDEX "document_part_document_id_number"
    ON "document_part" ("document_id", "number")
    """,
    """
    CREATE TABLE "page_reading" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "page_id" INTEGER NOT NULL,
        "state" TEXT NOT NULL,
        "said" TEXT,
        "reason" VARCHAR(255),
        FOREIGN KEY ("page_id") REFERENCES "document_page" ("id")
    )
    """,
    """
    CREATE UNIQUE INDEX "page_reading_page_id"
    ON "page_reading" ("page_id")
    """,
    """
    CREATE INDEX "page_reading_waiting"
    ON "page_reading" ("page_id")
    WHERE state = 'waiting'
    """,
    """
    CREATE TABLE "attachment" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "invoice_id" INTEGER NOT NULL,
        "document_id" INTEGER NOT NULL,
        "origin" VARCHAR(255) NOT NULL,
        "grounds" TEXT NOT NULL,
        "identity" VARCHAR(255) NOT NULL,
        "by" VARCHAR(255) NOT NULL,
        "attached_at" TEXT NOT NULL,
        "confirmed_at" TEXT,
        "removed_at" TEXT,
        FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("id"),
        FOREIGN KEY ("document_id") REFERENCES "document" ("id")
    )
    """,
    """
    CREATE INDEX "attachment_invoice_id"
    ON "attachment" ("invoice_id")
    """,
    """
    CREATE INDEX "attachment_document_id"
    ON "attachment" ("document_id")
    """,
    """
    CREATE UNIQUE INDEX "attachment_live"
    ON "attachment" ("invoice_id", "document_id")
    WHERE removed_at IS NULL
    """,
    """
    CREATE TABLE "scor_lot" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "destination" VARCHAR(255) NOT NULL,
        "number" INTEGER NOT NULL,
        "profile" VARCHAR(255) NOT NULL,
        "frozen_at" TEXT NOT NULL,
        "sent_at" TEXT,
        "answered_at" TEXT,
        "state" TEXT NOT NULL,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id")
    )
    """,
    """
    CREATE INDEX "scor_lot_practitioner_id"
    ON "scor_lot" ("practitioner_id")
    """,
    """
    CREATE INDEX "scor_lot_state"
    ON "scor_lot" ("state")
    """,
    """
    CREATE UNIQUE INDEX "scor_lot_practitioner_id_number"
    ON "scor_lot" ("practitioner_id", "number")
    """,
    """
    CREATE TABLE "lot_item" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "lot_id" INTEGER NOT NULL,
        "attachment_id" INTEGER NOT NULL,
        "identifier" VARCHAR(255) NOT NULL,
        "verdict" TEXT NOT NULL,
        "reason" TEXT,
        FOREIGN KEY ("lot_id") REFERENCES "scor_lot" ("id"),
        FOREIGN KEY ("attachment_id") REFERENCES "attachment" ("id")
    )
    """,
    """
    CREATE INDEX "lot_item_lot_id"
    ON "lot_item" ("lot_id")
    """,
    """
    CREATE INDEX "lot_item_attachment_id"
    ON "lot_item" ("attachment_id")
    """,
    """
    CREATE UNIQUE INDEX "lot_item_identifier"
    ON "lot_item" ("identifier")
    """,
    """
    CREATE INDEX "lot_item_verdict"
    ON "lot_item" ("verdict")
    """,
    """
    CREATE UNIQUE INDEX "lot_item_lot_id_attachment_id"
    ON "lot_item" ("lot_id", "attachment_id")
    """,
    """
    CREATE TABLE "message" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "lot_id" INTEGER NOT NULL,
        "message_id" VARCHAR(255) NOT NULL,
        "file_name" VARCHAR(255) NOT NULL,
        "sha256" VARCHAR(255) NOT NULL,
        "size" INTEGER NOT NULL,
        "state" TEXT NOT NULL,
        "next_attempt_at" TEXT,
        FOREIGN KEY ("lot_id") REFERENCES "scor_lot" ("id")
    )
    """,
    """
    CREATE UNIQUE INDEX "message_lot_id"
    ON "message" ("lot_id")
    """,
    """
    CREATE UNIQUE INDEX "message_message_id"
    ON "message" ("message_id")
    """,
    """
    CREATE INDEX "message_sha256"
    ON "message" ("sha256")
    """,
    """
    CREATE INDEX "message_state"
    ON "message" ("state")
    """,
    """
    CREATE TABLE "attempt" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "message_id" INTEGER NOT NULL,
        "opened_at" TEXT NOT NULL,
        "started_at" TEXT,
        "closed_at" TEXT,
        "verdict" TEXT,
        "detail" TEXT,
        FOREIGN KEY ("message_id") REFERENCES "message" ("id")
    )
    """,
    """
    CREATE INDEX "attempt_message_id"
    ON "attempt" ("message_id")
    """,
    """
    CREATE TABLE "incoming" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "channel" VARCHAR(255) NOT NULL,
        "name" TEXT NOT NULL,
        "sha256" VARCHAR(255) NOT NULL,
        "received_at" TEXT NOT NULL,
        "understood_at" TEXT,
        "format" VARCHAR(255),
        "reason" VARCHAR(255),
        "report" TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX "incoming_sha256"
    ON "incoming" ("sha256")
    """,
    """
    CREATE INDEX "incoming_with_reason"
    ON "incoming" ("received_at")
    WHERE reason IS NOT NULL
    """,
    """
    CREATE TABLE "letter" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "key" VARCHAR(255) NOT NULL,
        "size" INTEGER NOT NULL,
        "seen_at" TEXT NOT NULL,
        "incoming_id" INTEGER,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id"),
        FOREIGN KEY ("incoming_id") REFERENCES "incoming" ("id")
    )
    """,
    """
    CREATE INDEX "letter_practitioner_id"
    ON "letter" ("practitioner_id")
    """,
    """
    CREATE INDEX "letter_incoming_id"
    ON "letter" ("incoming_id")
    """,
    """
    CREATE UNIQUE INDEX "letter_practitioner_id_key_size"
    ON "letter" ("practitioner_id", "key", "size")
    """,
    """
    CREATE TABLE "acknowledgement" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "incoming_id" INTEGER NOT NULL,
        "position" INTEGER NOT NULL,
        "key" VARCHAR(255),
        "subject" VARCHAR(255),
        "positive" INTEGER,
        "answered_at" TEXT,
        "facts" TEXT NOT NULL,
        "outcome" TEXT NOT NULL,
        "fse_lot_id" INTEGER,
        "scor_lot_id" INTEGER,
        FOREIGN KEY ("incoming_id") REFERENCES "incoming" ("id"),
        FOREIGN KEY ("fse_lot_id") REFERENCES "fse_lot" ("id"),
        FOREIGN KEY ("scor_lot_id") REFERENCES "scor_lot" ("id")
    )
    """,
    """
    CREATE INDEX "acknowledgement_incoming_id"
    ON "acknowledgement" ("incoming_id")
    """,
    """
    CREATE INDEX "acknowledgement_key"
    ON "acknowledgement" ("key")
    """,
    """
    CREATE INDEX "acknowledgement_outcome"
    ON "acknowledgement" ("outcome")
    """,
    """
    CREATE INDEX "acknowledgement_fse_lot_id"
    ON "acknowledgement" ("fse_lot_id")
    """,
    """
    CREATE INDEX "acknowledgement_scor_lot_id"
    ON "acknowledgement" ("scor_lot_id")
    """,
    """
    CREATE UNIQUE INDEX "acknowledgement_incoming_id_position"
    ON "acknowledgement" ("incoming_id", "position")
    """,
    """
    CREATE TABLE "sighting" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "folder" VARCHAR(255) NOT NULL,
        "name" TEXT NOT NULL,
        "code" VARCHAR(255) NOT NULL,
        "first_seen_at" TEXT NOT NULL,
        "resolved_at" TEXT
    )
    """,
    """
    CREATE INDEX "sighting_open"
    ON "sighting" ("folder")
    WHERE resolved_at IS NULL
    """,
    """
    CREATE TABLE "flag" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" VARCHAR(255) NOT NULL,
        "value" TEXT NOT NULL,
        "set_at" TEXT NOT NULL,
        "by" VARCHAR(255) NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "flag_name"
    ON "flag" ("name")
    """,
    """
    CREATE TABLE "calendar_run" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" VARCHAR(255) NOT NULL,
        "last_at" TEXT NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "calendar_run_name"
    ON "calendar_run" ("name")
    """,
    """
    CREATE TABLE "standing" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "invoice_id" INTEGER NOT NULL,
        "colour" VARCHAR(255) NOT NULL,
        "missing" INTEGER NOT NULL,
        "to_send" INTEGER NOT NULL,
        "under_way" INTEGER NOT NULL,
        "accepted" INTEGER NOT NULL,
        "rejected" INTEGER NOT NULL,
        "contested" INTEGER NOT NULL,
        FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("id") ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX "standing_invoice_id"
    ON "standing" ("invoice_id")
    """,
    """
    CREATE INDEX "standing_to_send"
    ON "standing" ("to_send")
    """,
    """
    CREATE INDEX "standing_rejected"
    ON "standing" ("rejected")
    """,
    """
    CREATE INDEX "standing_colour_invoice_id"
    ON "standing" ("colour", "invoice_id")
    """,
    """
    CREATE INDEX "standing_missing"
    ON "standing" ("invoice_id")
    WHERE missing
    """,
    """
    CREATE INDEX "standing_severity"
    ON "standing" (
        CASE colour WHEN 'red' THEN 0 WHEN 'orange' THEN 1 WHEN 'yellow' THEN 2 ELSE 3 END,
        "invoice_id"
    )
    """,
    """
    CREATE TABLE "projection" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" VARCHAR(255) NOT NULL,
        "position" INTEGER NOT NULL,
        "rules" VARCHAR(255) NOT NULL
    )
    """,
    """
    CREATE UNIQUE INDEX "projection_name"
    ON "projection" ("name")
    """,
    """
    CREATE TABLE "alert" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL,
        "subject" VARCHAR(255) NOT NULL,
        "level" TEXT NOT NULL,
        "facts" TEXT NOT NULL,
        "opened_at" TEXT NOT NULL,
        "raised_at" TEXT NOT NULL,
        "resolved_at" TEXT,
        "dismissed_at" TEXT,
        "dismissed_by" VARCHAR(255)
    )
    """,
    """
    CREATE UNIQUE INDEX "alert_open"
    ON "alert" ("kind", "subject")
    WHERE resolved_at IS NULL
    """,
    """
    CREATE TABLE "notice" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "alert_id" INTEGER NOT NULL,
        "level" TEXT NOT NULL,
        "recipient" VARCHAR(255) NOT NULL,
        "claimed_at" TEXT NOT NULL,
        "delivered_at" TEXT,
        FOREIGN KEY ("alert_id") REFERENCES "alert" ("id")
    )
    """,
    """
    CREATE INDEX "notice_alert_id"
    ON "notice" ("alert_id")
    """,
    """
    CREATE UNIQUE INDEX "notice_alert_id_level_recipient"
    ON "notice" ("alert_id", "level", "recipient")
    """,
    """
    CREATE INDEX "notice_recipient_delivered_at"
    ON "notice" ("recipient", "delivered_at")
    """,
    """
    CREATE TABLE "journal_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "at" TEXT NOT NULL,
        "event" VARCHAR(255) NOT NULL,
        "subject_kind" VARCHAR(255) NOT NULL,
        "subject_id" INTEGER NOT NULL,
        "by" VARCHAR(255) NOT NULL,
        "why" TEXT NOT NULL,
        "facts" TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX "journal_entry_subject_kind_subject_id"
    ON "journal_entry" ("subject_kind", "subject_id")
    """,
    """
    CREATE INDEX "journal_entry_at_event"
    ON "journal_entry" ("at", "event")
    """,
    """
    CREATE TABLE "chain_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "practitioner_id" INTEGER NOT NULL,
        "sequence" INTEGER NOT NULL,
        "at" TEXT NOT NULL,
        "event" VARCHAR(255) NOT NULL,
        "facts" TEXT NOT NULL,
        "previous" VARCHAR(255) NOT NULL,
        "hash" VARCHAR(255) NOT NULL,
        FOREIGN KEY ("practitioner_id") REFERENCES "practitioner" ("id")
    )
    """,
    """
    CREATE INDEX "chain_entry_practitioner_id"
    ON "chain_entry" ("practitioner_id")
    """,
    """
    CREATE UNIQUE INDEX "chain_entry_practitioner_id_sequence"
    ON "chain_entry" ("practitioner_id", "sequence")
    """,
)


def up(_migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
