"""What accounts says of the bureau's people."""

from sqlalchemy.orm import Session

from services.bureau.assignments import actions
from shared.auth import knowledge
from shared.contracts.accounts import RolesChanged
from shared.inbox import Handlers


def on_roles_changed(session: Session, message: RolesChanged) -> None:
    knowledge.on_roles_changed(session, message)
    actions.forget_former(session, message.user_id, message.roles)


HANDLERS: Handlers = {RolesChanged: on_roles_changed}
