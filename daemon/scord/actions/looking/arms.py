"""An arm: the next file of a folder is for one invoice or ordonnance, for a while."""

from dataclasses import dataclass
from datetime import datetime

from scord.actions.looking.invoices import named
from scord.store.states import ArmState
from scord.store.tables import Arm
from scord_shared.status import NamedInvoice


@dataclass(frozen=True)
class ShownArm:
    """`invoice` or `prescription`, an id, is null."""

    id: int
    invoice: NamedInvoice | None
    prescription: int | None
    folder: str
    opened_at: datetime
    until: datetime
    state: ArmState
    document_type: str | None


def shown_arm(arm: Arm) -> ShownArm:
    return ShownArm(
        arm.id,
        named(arm.invoice) if arm.invoice else None,
        arm.prescription_id,
        arm.folder,
        arm.opened_at,
        arm.until,
        arm.state,
        arm.document_type,
    )
