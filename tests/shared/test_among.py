"""One of many values, on both databases, however odd the values are."""

import pytest
from sqlalchemy import Column, MetaData, NullPool, String, Table, insert, select

from shared.among import SHORT, among
from shared.database import engine_for

WORDS = ["plain", "żółć", 'with "quotes"', "it's", "back\\slash", "%s", ":name", "[1]", ""]

words = Table("word", MetaData(), Column("text", String(20), primary_key=True))


@pytest.fixture
def connection(database_url):
    engine = engine_for(database_url, poolclass=NullPool)
    words.metadata.create_all(engine)
    with engine.begin() as found:
        found.execute(insert(words), [{"text": word} for word in WORDS])
        yield found
    engine.dispose()


def found_among(connection, values):
    return set(connection.scalars(select(words.c.text).where(among(words.c.text, values))))


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("others", [1, SHORT])
def test_each_value_finds_itself_and_no_other(connection, word, others):
    assert found_among(connection, [word, *(f"word {n}" for n in range(others))]) == {word}


def test_of_many_values_those_that_are_there_are_found(connection):
    many = [f"word {number}" for number in range(5000)]

    assert found_among(connection, [*many, *WORDS]) == set(WORDS)


def test_among_nothing_nothing_is_found(connection):
    assert found_among(connection, []) == set()
