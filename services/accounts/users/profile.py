"""A person changes their own name and password."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.mail.actions import post
from services.accounts.password_resets.actions import forget_links
from services.accounts.sessions.actions import end_all_of
from services.accounts.sessions.passwords import Chosen
from services.accounts.users.models import User
from services.accounts.users.proof import locked_person, proved_person
from services.accounts.users.roles import announce_roles
from shared.auth.caller import Caller


def change_profile(session: Session, caller: Caller, changes: dict[str, Any]) -> User:
    """Change what is given; a new password needs the current one, and ends all other sessions."""
    chosen: Chosen | None = changes.get("password")
    if chosen is None:
        user = locked_person(session, caller)
    else:
        current = changes["current_password"]
        user = proved_person(session, caller, current, pointer="/current_password")
        user.password_hash = chosen.hash
        end_all_of(session, user.id, but=caller.session_id)
        forget_links(session, user.id)
        post(session, user.email, "password_changed")
    name = changes.get("name", user.name)
    if name != user.name:
        user.name = name
        announce_roles(session, user.id)
    return user
