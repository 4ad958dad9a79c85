"""A listener whose handler fails as a test wants it, on any service's database."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from shared.bus.intake import Intake
from shared.bus.parking import parked
from shared.clock import now
from shared.inbox import Outcome
from tests.shared.bus.notes import NoteWritten, envelope

SLOW = (60.0, 600.0)


class Reader:
    """Reads notes one by one; those whose text is in `unbearable` fail."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions
        self.unbearable: set[str] = set()
        self.effects: list[str] = []
        self.ids: dict[str, str] = {}  # By their texts.

    def take(self, *words: str, first: int = 1, note: str = "n", tries: int = 1) -> None:
        """Bring messages of one subject; who fails is a dead letter, or with `tries` parked."""
        for version, word in enumerate(words, first):
            made = envelope(note, version, word)
            self.ids[word] = made.id
            self._intake(() if tries == 1 else SLOW).take(made.to_json())
        self.go_on()

    def take_raw(self, body: str) -> Outcome:
        return self._intake(()).take(body)

    def go_on(self) -> None:
        """Try what is due, as the worker does."""
        while self._intake(SLOW).retry_due():
            pass

    def pass_time(self) -> None:
        """Let all that is tried again by itself be due."""
        due = update(parked).where(parked.c.next_at.is_not(None)).values(next_at=now())
        with self.sessions.begin() as session:
            session.execute(due)

    def _intake(self, delays: Sequence[float]) -> Intake:
        return Intake(self.sessions, {NoteWritten: self._on_note_written}, delays)

    def _on_note_written(self, _: Session, message: NoteWritten) -> None:
        if message.text in self.unbearable:
            raise RuntimeError(f"can't bear {message.text}")
        self.effects.append(message.text)
