"""The messages that the bureau service listens to."""

from services.bureau.clients.handlers import HANDLERS as CLIENTS
from services.bureau.companies.handlers import HANDLERS as COMPANIES
from services.bureau.handovers.handlers import HANDLERS as HANDOVERS
from shared.auth import knowledge
from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.inbox import Handlers

HANDLERS: Handlers = {
    **COMPANIES,
    **CLIENTS,
    **HANDOVERS,
    RolesChanged: knowledge.on_roles_changed,
    SessionEnded: knowledge.on_session_ended,
}
