"""The messages that exports listens to."""

from services.exports.copies import handlers as copies
from shared.auth import knowledge
from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.inbox import Handlers

HANDLERS: Handlers = {
    **copies.HANDLERS,
    RolesChanged: knowledge.on_roles_changed,
    SessionEnded: knowledge.on_session_ended,
}
