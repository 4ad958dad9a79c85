"""AMQP's topic rules, as the embedded bus has them."""

import pytest

from shared.bus.embedded.topics import matches


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.c", False),
        ("a.b", "a.b.c", False),
        ("a.*", "a.b", True),
        ("a.*", "a", False),
        ("a.*", "a.b.c", False),
        ("*.b", "a.b", True),
        ("*", "", True),
        ("a.#", "a", True),
        ("a.#", "a.b.c", True),
        ("a.#", "ab", False),
        ("#", "", True),
        ("#", "a.b.c", True),
        ("#.c", "c", True),
        ("#.c", "a.b.c", True),
        ("#.c", "a.b.d", False),
        ("a.#.d", "a.d", True),
        ("a.#.d", "a.b.c.d", True),
        ("#.b.#", "a.b.c", True),
        ("#.*", "", True),
        ("*.#.*", "a", False),
        ("a+.*", "aa.b", False),
    ],
)
def test_a_pattern_fits_the_keys_that_amqp_says(pattern, key, fits):
    assert matches("topic", pattern, key) is fits


def test_a_direct_exchange_knows_no_wildcards():
    assert matches("direct", "a.*", "a.*")
    assert not matches("direct", "a.*", "a.b")


def test_a_fanout_exchange_asks_for_no_key():
    assert matches("fanout", "a", "b")
