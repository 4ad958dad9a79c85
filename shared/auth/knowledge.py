"""What a service that signs nobody in knows of people: keys, ended sessions, newest roles.

A person's roles are taken from whatever is newer, the token or the copy that came over the
bus. So a lost role closes the service within the bus's delay while the bus works, and
within the token's life when it does not; a new role opens it without a new token.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import JSON, Column, Integer, String, Table, delete, select
from sqlalchemy.orm import Session

from shared.auth.caller import Caller
from shared.auth.tokens import BAD_TOKEN
from shared.clock import now
from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.database import UtcDateTime, technical
from shared.errors import Unauthenticated
from shared.upsert import upsert

LONGEST_TOKEN_LIFE = timedelta(minutes=10)

known_roles = Table(
    "known_roles",
    technical,
    Column("user_id", String(36), primary_key=True),
    Column("roles_version", Integer, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("permissions", JSON),  # Of custom roles; none in rows that are older than these.
)

ended_session = Table(
    "ended_session",
    technical,
    Column("session_id", String(36), primary_key=True),
    Column("ended_at", UtcDateTime, nullable=False),
)

known_key = Table(
    "known_key",
    technical,
    Column("key_id", String(64), primary_key=True),
    Column("jwk", JSON, nullable=False),
)


def current(session: Session, caller: Caller) -> Caller:
    """`caller` with the newest roles that are known; Unauthenticated if its session ended."""
    if caller.session_id and _has_ended(session, caller.session_id):
        raise Unauthenticated(BAD_TOKEN)
    query = select(known_roles).where(known_roles.c.user_id == caller.id)
    row = session.execute(query).one_or_none()
    if row is None or row.roles_version <= caller.roles_version:
        return caller
    permissions = row.permissions or {}
    return replace(
        caller, roles=row.roles, permissions=permissions, roles_version=row.roles_version
    )


def on_session_ended(session: Session, message: SessionEnded) -> None:
    """Refuse the session's tokens; forget sessions whose last token has run out anyway."""
    row = {"session_id": message.session_id, "ended_at": now()}
    session.execute(upsert(session, ended_session, row, keys=["session_id"]))
    long_ago = now() - 2 * LONGEST_TOKEN_LIFE
    session.execute(delete(ended_session).where(ended_session.c.ended_at < long_ago))


def on_roles_changed(session: Session, message: RolesChanged) -> None:
    """Take the person's roles over; messages about one person come in order."""
    row = {
        "user_id": message.user_id,
        "roles_version": message.roles_version,
        "roles": message.roles,
        "permissions": message.permissions,
    }
    session.execute(upsert(session, known_roles, row, keys=["user_id"]))


def _has_ended(session: Session, session_id: str) -> bool:
    query = select(ended_session.c.session_id).where(ended_session.c.session_id == session_id)
    return session.scalar(query) is not None
