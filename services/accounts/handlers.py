"""Every message that the accounts service listens to."""

from services.accounts.accounts.handlers import HANDLERS as ACCOUNTS
from services.accounts.bureaus.handlers import HANDLERS as BUREAUS
from services.accounts.companies.handlers import HANDLERS as COMPANIES
from services.accounts.documents.issuing.handlers import HANDLERS as ISSUING
from services.accounts.handover_packages.handlers import HANDLERS as HANDOVER_PACKAGES
from services.accounts.ownership.handlers import HANDLERS as OWNERSHIP
from services.accounts.sightings.handlers import HANDLERS as SIGHTINGS
from services.accounts.statements.handlers import HANDLERS as STATEMENTS
from shared.inbox import Handlers

HANDLERS: Handlers = {
    **ACCOUNTS,
    **BUREAUS,
    **COMPANIES,
    **ISSUING,
    **OWNERSHIP,
    **HANDOVER_PACKAGES,
    **SIGHTINGS,
    **STATEMENTS,
}
