"""An XML element seen by the local names of its children, with values as XML Schema reads them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from lxml import etree

_SPACES = re.compile("[ \t\r\n]+")


class Node:
    """One element; the namespace, which differs between FA(2) and FA(3), is left out.

    `path`, where a method takes it, is local names joined by `/`, the first child of each.
    """

    __slots__ = ("_children", "_element")

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            name = child.tag.rpartition("}")[2]
            self._children.setdefault(name, []).append(child)

    def all(self, name: str) -> Iterator[Self]:
        """The children called `name`, in their order."""
        return map(type(self), self._children.get(name, ()))

    def one(self, path: str) -> Self | None:
        """The first element at `path`, if there is one."""
        node = self
        for name in path.split("/"):
            child = next(node.all(name), None)
            if child is None:
                return None
            node = child
        return node

    def texts(self, name: str) -> list[str]:
        """The texts of all children called `name`."""
        return [_collapsed(child.text) for child in self._children.get(name, ())]

    def text(self, path: str) -> str | None:
        """The text at `path`, its spaces collapsed as `xsd:token` says; None where absent."""
        *parents, name = path.split("/")
        node = self.one("/".join(parents)) if parents else self
        found = node.texts(name) if node else []
        return found[0] if found else None

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
        return self.whole(path) == 1


def _collapsed(text: str | None) -> str:
    return _SPACES.sub(" ", text or "").strip(" ")
