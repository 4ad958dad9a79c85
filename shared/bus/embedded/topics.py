"""Which queues a message goes to, by AMQP's rules."""

from functools import lru_cache


def matches(kind: str, pattern: str, key: str) -> bool:
    """Whether a binding with `pattern` on an exchange of this kind takes routing key `key`."""
    if kind == "topic":
        return _fits(tuple(pattern.split(".")), tuple(key.split(".")))
    return kind == "fanout" or pattern == key


@lru_cache(maxsize=10_000)
def _fits(pattern: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """`*` stands for exactly one word, `#` for any number of them, also none."""
    if not pattern:
        return not words
    first, rest = pattern[0], pattern[1:]
    if first == "#":
        return any(_fits(rest, words[taken:]) for taken in range(len(words) + 1))
    return bool(words) and first in ("*", words[0]) and _fits(rest, words[1:])
