"""The settings as a maintainer may see them: no name, address, number, host, folder or secret.

A setting that stands in no table here is told as set or not, so that a new one is closed until
somebody has thought about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from scord.settings import Settings

SET, NOT_SET = "set", "not set"  # other than by default, or as by default

# Settings that are told as they are: numbers, switches, times and words of Scord's own choosing.
SHOWN: dict[str, frozenset[str]] = {
    "": frozenset({"language", "min_free_mb"}),
    "folders": frozenset(
        {"settle_seconds", "recheck_seconds", "watch", "rescan_seconds", "document_type"}
    ),
    "limits": frozenset(
        {
            "max_bytes",
            "max_pages",
            "max_pixels",
            "worker_memory_mb",
            "page_seconds",
            "never_stable_minutes",
        }
    ),
    "imaging": frozenset({"dpi", "native", "workers", "idle_seconds"}),
    "reading": frozenset({"text", "workers"}),
    "filing": frozenset({"armed_minutes", "machine_wait_minutes"}),
    "lots": frozenset({"times", "complete_only"}),
    "forms": frozenset({"on_arrival"}),
    "exchange": frozenset(
        {"route", "mail_minutes", "poll_seconds", "late_working_days", "very_late_working_days"}
    ),
    "retention": frozenset({"proof_days", "originals_days"}),
    "mail": frozenset(
        {
            "login",
            "smtp_port",
            "smtp_encryption",
            "inbox",
            "inbox_port",
            "inbox_encryption",
            "inbox_remove",
        }
    ),
    "card": frozenset({"enabled"}),
    "alerts": frozenset(
        {
            "settle_seconds",
            "again_hours",
            "quiet_from",
            "quiet_until",
            "nothing_scanned_days",
            "route_stopped_minutes",
            "paused_hours",
            "inbox_urgent_days",
            "backup_days",
        }
    ),
    "api": frozenset({"max_body_bytes", "request_seconds"}),
    "log": frozenset({"level", "file"}),
}
# Settings that are told where they are one of these words.
WORDS = {("exchange", "profile"): frozenset({"reference", "depot"})}


def told_settings(settings: Settings) -> dict[str, Any]:
    """Every setting, by table; of tables that may stand several times, a list."""
    return _table(settings, "")


def _table(table: BaseModel, name: str) -> dict[str, Any]:
    """`table` of the settings, which is called `name` there, "" at the top."""
    return {field: _setting(table, name, field) for field in type(table).model_fields}


def _setting(table: BaseModel, name: str, field: str) -> Any:
    value = getattr(table, field)
    if isinstance(value, BaseModel):
        return _table(value, field)
    if isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        return [_table(one, field) for one in value]
    if field in SHOWN.get(name, ()) or value in WORDS.get((name, field), ()):
        return value
    default = type(table).model_fields[field].get_default(call_default_factory=True)
    return NOT_SET if value == default else SET
