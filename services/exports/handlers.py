"""The messages that exports listens to."""

from services.exports.copies import handlers as copies
from services.exports.handover_packages import handlers as handover_packages
from services.exports.jobs import handlers as jobs
from shared.auth import knowledge
from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.inbox import Handlers

HANDLERS: Handlers = {
    **copies.HANDLERS,
    **jobs.HANDLERS,
    **handover_packages.HANDLERS,
    RolesChanged: knowledge.on_roles_changed,
    SessionEnded: knowledge.on_session_ended,
}
