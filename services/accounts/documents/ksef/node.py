"""An XML element seen by the local names of its children, with values as XML Schema reads them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from lxml import etree

_SPACES = re.compile("[ \t\r\n]+")


class _LocalNames(dict[str, str]):
    """Local names by the whole ones, which the schemas make few."""

    def __missing__(self, tag: str) -> str:
        self[tag] = name = tag[tag.find("}") + 1 :]
        return name


_LOCAL = _LocalNames()


class Node:
    """One element; the namespace, which differs between FA(2) and FA(3), is left out.

    `path`, where a method takes it, is local names joined by `/`, the first child of each.
    What has elements in it is a node of its own; of the others `said` are the texts, of the first
    of each name, their spaces collapsed.
    """

    __slots__ = ("_at", "_nodes", "said")

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self._nodes: dict[str, list[Self]] = {}
        self._at: dict[str, Self | None] = {}

    @classmethod
    def of(cls, element: etree._Element) -> Self:
        """The element and all in it, gone through once in its order."""
        elements = element.iter()
        next(elements)
        return cls()._filled(len(element), elements)

    def all(self, name: str) -> Iterator[Self]:
        """The children called `name`, in their order."""
        return iter(self._nodes.get(name, ()))

    def one(self, path: str) -> Self | None:
        """The first element at `path`, if there is one."""
        if path not in self._at:
            name, _, rest = path.partition("/")
            first = next(self.all(name), None)
            self._at[path] = first.one(rest) if first and rest else first
        return self._at[path]

    def text(self, path: str) -> str | None:
        """The text at `path`, its spaces collapsed as `xsd:token` says; None where absent."""
        if "/" not in path:
            return self.said.get(path)
        parents, _, name = path.rpartition("/")
        node = self.one(parents)
        return node.said.get(name) if node else None

    def decimal(self, path: str) -> Decimal | None:
        """The number at `path`, exact; a negative zero comes as zero."""
        text = self.text(path)
        return None if text is None else Decimal(text) + 0

    def whole(self, path: str) -> int | None:
        """The whole number at `path`."""
        text = self.text(path)
        return None if text is None else int(text)

    def marks(self, path: str) -> bool:
        """Whether `path` is marked: its value is 1 (absent and 2 say no)."""
        text = self.text(path)
        return text is not None and int(text) == 1

    def _filled(self, count: int, elements: Iterator[etree._Element]) -> Self:
        """This node with the next `count` of its children, and what is in each of them."""
        said, nodes = self.said, self._nodes
        for _ in range(count):
            element = next(elements)
            name, inside = _LOCAL[element.tag], len(element)
            if inside:
                node = type(self)()._filled(inside, elements)
                nodes.setdefault(name, []).append(node)
            elif name not in said:
                said[name] = _collapsed(element.text)
        return self


def _collapsed(text: str | None) -> str:
    """As `xsd:token` says; nearly every text is so already, and is told in a moment."""
    if not text:
        return ""
    if text.isprintable() and "  " not in text and text[0] != " " and text[-1] != " ":
        return text
    return _SPACES.sub(" ", text).strip(" ")
