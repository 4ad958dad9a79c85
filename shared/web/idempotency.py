"""`Idempotency-Key`: the same write twice has the effect and the answer of one.

The key's row is written in the transaction of the work, so a crash rolls both back, and a
rival with the same key waits on the row and then reads the answer. What was refused left
nothing behind, so its key is free again.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import Response, request
from sqlalchemy import JSON, Column, Integer, String, Table, Text, delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shared.clock import now
from shared.database import UtcDateTime, technical
from shared.errors import Invalid, Refused
from shared.texts import N_
from shared.upsert import insert_for

KEPT = timedelta(hours=24)
PATIENCE = "300ms"  # that PostgreSQL waits for a rival before it says `in_progress`
LONGEST_KEY = 255

idempotency = Table(
    "idempotency",
    technical,
    Column("caller", String(80), primary_key=True),
    Column("key", String(LONGEST_KEY), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("busy_until", UtcDateTime),  # While the request is held open by `Prefer: wait`.
    Column("status", Integer),
    Column("body", Text),
    Column("headers", JSON),
)

REUSED = N_("This Idempotency-Key was used for another request. Take a new key.")
RUNNING = N_("The first request with this Idempotency-Key is still running.")
TOO_LONG = N_("An Idempotency-Key has at most 255 characters.")


def requested_key() -> str | None:
    """The request's Idempotency-Key; Invalid when it is too long."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise Invalid(TOO_LONG)
    return key


def fingerprint(body: bytes) -> str:
    """What makes two requests the same: method, address and body."""
    head = f"{request.method} {request.full_path}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


def reserve(
    session: Session, caller: str, key: str, print_: str, *, patience: str = PATIENCE
) -> Response | None:
    """Take the key for this request, or give the answer that it got before.

    Raises Invalid when the key was another request's, Refused while that one still runs; with
    `patience` that is how long it is waited for, as PostgreSQL writes it.
    """
    row = {"caller": caller, "key": key, "fingerprint": print_, "created_at": now()}
    if _inserted(session, row, patience):
        return None
    mine = (idempotency.c.caller == caller) & (idempotency.c.key == key)
    found = session.execute(select(idempotency).where(mine)).one()
    if found.created_at < now() - KEPT:
        session.execute(delete(idempotency).where(mine))
        return reserve(session, caller, key, print_, patience=patience)
    if found.fingerprint != print_:
        raise Invalid(REUSED, code="idempotency_key_reused")
    if found.status is None or (found.busy_until and found.busy_until > now()):
        raise Refused(RUNNING, code="in_progress")
    return Response(found.body, found.status, found.headers)


def keep(
    session: Session,
    caller: str,
    key: str,
    answer: tuple[str | None, int, dict[str, str]],
    *,
    busy_until: datetime | None = None,
) -> None:
    """Keep `answer` (body, status, headers) for the next request with this key."""
    body, status, headers = answer
    values: dict[str, Any] = {
        "body": body,
        "status": status,
        "headers": headers,
        "busy_until": busy_until,
    }
    mine = (idempotency.c.caller == caller) & (idempotency.c.key == key)
    session.execute(update(idempotency).where(mine).values(values))


def forget(session: Session, caller: str, key: str) -> None:
    """Free the key, as if no request had come with it."""
    mine = (idempotency.c.caller == caller) & (idempotency.c.key == key)
    session.execute(delete(idempotency).where(mine))


def forget_old(session: Session) -> None:
    """Delete the keys whose 24 hours are over."""
    session.execute(delete(idempotency).where(idempotency.c.created_at < now() - KEPT))


def _inserted(session: Session, row: dict[str, Any], patience: str) -> bool:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        session.execute(text(f"SET LOCAL lock_timeout = '{patience}'"))
    statement = insert_for(session, idempotency).values(row).on_conflict_do_nothing()
    try:
        inserted = session.execute(statement.returning(idempotency.c.key)).one_or_none()
    except OperationalError as error:
        if on_postgresql and getattr(error.orig, "sqlstate", None) == "55P03":
            raise Refused(RUNNING, code="in_progress") from error
        raise
    if on_postgresql:
        session.execute(text("SET LOCAL lock_timeout = 0"))
    return inserted is not None
