"""The messages that the bureau service listens to."""

from services.bureau.activity.handlers import HANDLERS as ACTIVITY
from services.bureau.clients.handlers import HANDLERS as CLIENTS
from services.bureau.companies.handlers import HANDLERS as COMPANIES
from services.bureau.handover_packages.handlers import HANDLERS as HANDOVER_PACKAGES
from services.bureau.handovers.handlers import HANDLERS as HANDOVERS
from services.bureau.leaving.handlers import HANDLERS as LEAVING
from services.bureau.people.handlers import HANDLERS as PEOPLE
from shared.auth import knowledge
from shared.contracts.accounts import SessionEnded
from shared.inbox import Handlers

HANDLERS: Handlers = {
    **COMPANIES,
    **CLIENTS,
    **HANDOVERS,
    **HANDOVER_PACKAGES,
    **LEAVING,
    **ACTIVITY,
    **PEOPLE,
    SessionEnded: knowledge.on_session_ended,
}
