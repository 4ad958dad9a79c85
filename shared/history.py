"""The one door through which entities change state: fire, write history, announce."""

from typing import Any

from sqlalchemy import Column, Index, String, Table, insert
from sqlalchemy.orm import Session

from shared import outbox
from shared.clock import now
from shared.context import context_of
from shared.database import BigIdentity, UtcDateTime, technical
from shared.ids import new_id
from shared.lifecycle import Lifecycle
from shared.message import Message

history = Table(
    "history",
    technical,
    Column("position", BigIdentity, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),  # Also the message's id.
    Column("lifecycle", String(40), nullable=False),
    Column("entity_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("source", String(20)),
    Column("dest", String(20), nullable=False),
    Column("trigger", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("cause", String(80)),
    Index("ix_history_entity", "lifecycle", "entity_id", "position"),
)


def take(
    session: Session, lifecycle: Lifecycle, entity: Any, trigger: str, **facts: Any
) -> Message:
    """Move `entity` along `trigger`; its history row and its message have the same id.

    `facts` fill in the message that the step announces. `entity` has an `id`. Raises
    StepRefused, and writes nothing, when the step is not allowed.
    """
    source = entity.state
    message = lifecycle.fire(entity, trigger, **facts)
    context = context_of(session)
    row = {
        "id": new_id(),
        "lifecycle": lifecycle.name,
        "entity_id": entity.id,
        "at": now(),
        "source": source.value if source else None,
        "dest": entity.state.value,
        "trigger": trigger,
        "actor": context.actor,
        "cause": context.cause,
    }
    session.flush()
    session.execute(insert(history).values(row))
    outbox.publish(session, message, subject_id=entity.id, message_id=row["id"])
    return message
