"""A small world for the bus: a service `notes` writes notes, whoever listens keeps a ledger."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Session

from shared import outbox
from shared.bus.envelope import Envelope
from shared.clock import now, rfc3339
from shared.database import technical, writing
from shared.ids import new_id
from shared.inbox import Handlers
from shared.message import Message

metadata = MetaData()

ledger = Table(
    "ledger",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("note", String(40), nullable=False),
    Column("text", String(200), nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Message):
    """A note has a new text."""

    name = "notes.note.written.v1"
    note: str
    text: str


@dataclass(frozen=True, kw_only=True)
class NoteErased(Message):
    """A note is gone; nobody here handles it."""

    name = "notes.note.erased.v1"
    note: str


class Poison(Exception):
    """What a handler raises on a text that it can't bear."""


def on_note_written(session: Session, message: NoteWritten) -> None:
    """Note the effect first, so that a failure has something to undo."""
    session.execute(insert(ledger).values(note=message.note, text=message.text))
    if message.text == "poison":
        raise Poison(message.note)


HANDLERS: Handlers = {NoteWritten: on_note_written}


def make_empty(engine: Engine) -> None:
    """Leave all tables there and nothing in them."""
    if inspect(engine).has_table(ledger.name):
        with engine.begin() as connection:
            for table in (*technical.sorted_tables, *metadata.sorted_tables):
                connection.execute(delete(table))
            connection.execute(text("ALTER SEQUENCE outbox_id_seq RESTART"))
        return
    technical.create_all(engine)
    metadata.create_all(engine)


def write(engine: Engine, note: str, *words: str) -> list[str]:
    """Publish a message for each word, in one transaction; their ids."""
    with writing(engine).begin() as session:
        return [
            outbox.publish(session, NoteWritten(note=note, text=word), subject_id=note)
            for word in words
        ]


def texts(engine: Engine) -> dict[str, list[str]]:
    """The effects of each note, in the order in which they were made."""
    found = defaultdict(list)
    with engine.connect() as connection:
        for row in connection.execute(select(ledger).order_by(ledger.c.position)):
            found[row.note].append(row.text)
    return dict(found)


def envelope(
    note: str = "n",
    version: int = 1,
    word: str = "hello",
    *,
    source: str = "/notes",
    type: str = NoteWritten.name,
    data: dict[str, object] | None = None,
) -> Envelope:
    """A message as the bus brings it."""
    return Envelope(
        id=new_id(),
        source=source,
        type=type,
        subject=f"note/{note}",
        version=version,
        time=rfc3339(now()),
        data={"note": note, "text": word} if data is None else data,
        actor="user/anna",
        correlation="request-1",
        cause="request-1",
    )
