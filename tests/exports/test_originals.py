"""The original files of an export, read ahead."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from services.exports.runner import originals
from services.exports.runner.originals import Originals
from tests.exports.world import World, a_document, an_original, recorded


def heard(world: World, *files: bytes | None) -> list[str]:
    """Documents that came in these files, or in none; their ids."""
    made = [a_document(number=f"FV {n}/10/2026") for n, _ in enumerate(files, 1)]
    for document, file in zip(made, files, strict=True):
        original = None if file is None else an_original(file)
        world.hears(recorded("acc-1", document, original))
    return [document["id"] for document in made]


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The queries that are made meanwhile."""
    found: list[str] = []

    def note(connection, cursor, statement, *_):
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    yield found
    event.remove(world.engine, "before_cursor_execute", note)


def contents(given: Originals, ids: list[str]) -> list[bytes | None]:
    files = [given.of(each) for each in ids]
    return [file.content if file else None for file in files]


def test_each_document_has_its_own_file_or_none(either_world):
    ids = heard(either_world, b"one", None, b"three", None)

    with either_world.sessions() as session:
        given = Originals(session)
        given.expect(ids)

        assert contents(given, ids) == [b"one", None, b"three", None]


def test_a_document_that_was_not_expected_has_its_file_as_well(world):
    first, second = heard(world, b"one", b"two")

    with world.sessions() as session:
        given = Originals(session)
        given.expect([first])

        assert contents(given, [second, first, first]) == [b"two", b"one", b"one"]


def test_many_small_files_are_read_in_two_queries(world):
    files = [b"%d" % n if n % 3 else None for n in range(60)]
    ids = heard(world, *files)

    with world.sessions() as session, counted(world) as queries:
        given = Originals(session)
        given.expect(ids)

        assert contents(given, ids) == files
    assert len(queries) == 2


def test_nothing_is_read_where_no_file_is_asked_for(world):
    ids = heard(world, b"one")

    with world.sessions() as session, counted(world) as queries:
        Originals(session).expect(ids)

    assert queries == []


@pytest.mark.parametrize(("ahead", "count"), [(6, 3), (5, 4), (1, 4)])
def test_no_more_is_in_memory_than_was_allowed(world, monkeypatch, ahead, count):
    monkeypatch.setattr(originals, "AHEAD", ahead)
    files = [b"one", b"two", b"three"]
    ids = heard(world, *files)

    with world.sessions() as session, counted(world) as queries:
        given = Originals(session)
        given.expect(ids)

        assert contents(given, ids) == files
    assert len(queries) == count
