"""What may be asked, one file for each noun; docs/api.md lists all of it."""

from scord.api.routes import (
    acknowledgements,
    alerts,
    arms,
    documents,
    imports,
    invoices,
    journal,
    lots,
    messages,
    prescriptions,
    scans,
    sending,
    session,
    sightings,
    status,
)

ROUTERS = (
    status.router,
    session.router,
    invoices.router,
    arms.router,
    documents.router,
    scans.router,
    prescriptions.router,
    lots.router,
    acknowledgements.router,
    messages.router,
    imports.router,
    sightings.router,
    journal.router,
    alerts.router,
    sending.router,
)
