"""What was seen waits in memory for a moment, and is not lost there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.sightings import notes as module
from services.accounts.sightings.models import Sighting
from services.accounts.sightings.notes import Notes, Seen
from tests.accounts.builders import Someone, World
from tests.system.waiting import eventually


class Away:
    """Sessions of a database that is away for as long as somebody says."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.is_away = True
        self._sessions = sessions

    @contextmanager
    def begin(self) -> Iterator[Session]:
        if self.is_away:
            raise OperationalError("BEGIN", {}, Exception("it is away"))
        with self._sessions.begin() as session:
            yield session


@pytest.fixture
def account(world: World, owner: Someone) -> str:
    return world.id_of("acme")


def subjects(world: World) -> set[str]:
    with world.reading() as session:
        return set(session.scalars(select(Sighting.subject)))


def some(account: str, count: int) -> list[Seen]:
    return [Seen(account, "user/1", None, "view", str(no)) for no in range(count)]


def test_it_is_written_without_anybody_asking(world: World, account: str) -> None:
    notes = Notes(world.sessions, pause=0.01)

    for each in some(account, 3):
        notes.add(each)

    eventually(lambda: subjects(world) == {"0", "1", "2"}, within=10, what="the sightings")
    notes.close()


def test_it_waits_while_the_database_is_away(world: World, account: str) -> None:
    database: Any = Away(world.sessions)
    notes = Notes(database, pause=0.01)

    notes.add(some(account, 1)[0])
    with pytest.raises(OperationalError):
        notes.write()
    database.is_away = False

    eventually(lambda: subjects(world) == {"0"}, within=10, what="the sighting")
    notes.close()


def test_closing_writes_what_is_left(world: World, account: str) -> None:
    notes = Notes(world.sessions, pause=600)

    notes.add(some(account, 1)[0])
    before = subjects(world)
    notes.close()

    assert (before, subjects(world)) == (set(), {"0"})


def test_who_reads_writes_where_too_much_waits(
    world: World, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    notes = Notes(world.sessions, pause=600)

    for each in some(account, 4):
        notes.add(each)

    assert len(subjects(world)) == 4
    notes.close()


def test_what_is_known_takes_no_more_room_than_is_given(
    world: World, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KNOWN", 2)
    notes = Notes(world.sessions, pause=600)

    for each in some(account, 5) * 2:
        notes.add(each)
    notes.close()

    assert len(notes._known) <= 2
    assert subjects(world) == {str(no) for no in range(5)}
