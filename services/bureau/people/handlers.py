"""What accounts says of the bureau's people."""

from sqlalchemy.orm import Session

from services.bureau.people import actions, colleagues
from shared.auth import knowledge
from shared.contracts.accounts import RolesChanged
from shared.inbox import Handlers


def on_roles_changed(session: Session, message: RolesChanged) -> None:
    actions.hold_bureaus(session, message.user_id)
    knowledge.on_roles_changed(session, message)
    colleagues.note(session, message)
    actions.forget_former(session, message.user_id, message.roles)


HANDLERS: Handlers = {RolesChanged: on_roles_changed}
