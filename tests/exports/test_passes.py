"""A format asks for the documents as often as it likes; few of them are read only once."""

import pytest

from services.exports.runner.passes import FEW, Passes


class Reader:
    """Gives so many documents, and counts how often."""

    def __init__(self, count):
        self.documents = [{"id": str(number)} for number in range(count)]
        self.times = 0

    def __call__(self):
        self.times += 1
        yield from self.documents


@pytest.mark.parametrize(("count", "times"), [(0, 1), (1, 1), (FEW, 1), (FEW + 1, 3)])
def test_each_pass_gives_all_and_of_few_only_the_first_reads(count, times):
    reader = Reader(count)
    passes = Passes(reader, announce=lambda _: None)

    found = [list(passes.documents()) for _ in range(3)]

    assert found == [reader.documents] * 3
    assert reader.times == times


def test_a_pass_that_was_broken_off_is_read_again():
    reader = Reader(3)
    passes = Passes(reader, announce=lambda _: None)

    first = next(passes.documents())

    assert first == reader.documents[0]
    assert list(passes.documents()) == reader.documents


def test_the_ids_of_kept_documents_are_announced_before_they_come_again():
    announced = []
    passes = Passes(Reader(2), announce=announced.append)

    list(passes.documents())
    list(passes.documents())

    assert announced == [["0", "1"]]
