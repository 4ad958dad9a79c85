"""An XML element seen by the local names of its children, with values as XML Schema reads them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from lxml import etree

_SPACES = re.compile("[ \t\r\n]+")
_IS_ODD = re.compile("[\t\r\n]|  |^ | $").search


class Node:
    """One element; the namespace, which differs between FA(2) and FA(3), is left out.

    `path`, where a method takes it, is local names joined by `/`, the first child of each.
    """

    __slots__ = ("_children", "_nodes", "_texts")

    def __init__(self, element: etree._Element) -> None:
        self._children: dict[str, list[etree._Element]] = {}
        self._texts: dict[str, str] = {}  # Of the first child of each name.
        self._nodes: dict[str, list[Self]] = {}
        for child in element:
            tag = child.tag
            name = tag[tag.find("}") + 1 :]
            if name in self._children:
                self._children[name].append(child)
            else:
                self._children[name] = [child]
                self._texts[name] = _collapsed(child.text)

    def all(self, name: str) -> Iterator[Self]:
        """The children called `name`, in their order."""
        return iter(self._all(name))

    def one(self, path: str) -> Self | None:
        """The first element at `path`, if there is one."""
        node = self
        for name in path.split("/"):
            found = node._all(name)
            if not found:
                return None
            node = found[0]
        return node

    def texts(self, name: str) -> list[str]:
        """The texts of all children called `name`."""
        return [_collapsed(child.text) for child in self._children.get(name, ())]

    def text(self, path: str) -> str | None:
        """The text at `path`, its spaces collapsed as `xsd:token` says; None where absent."""
        if "/" not in path:
            return self._texts.get(path)
        parents, _, name = path.rpartition("/")
        node = self.one(parents)
        return node._texts.get(name) if node else None

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

    def _all(self, name: str) -> list[Self]:
        """Made when they are first asked for, and kept: some are asked many times."""
        if name not in self._children:
            return []
        if name not in self._nodes:
            self._nodes[name] = [type(self)(child) for child in self._children[name]]
        return self._nodes[name]


def _collapsed(text: str | None) -> str:
    if not text:
        return ""
    return _SPACES.sub(" ", text).strip(" ") if _IS_ODD(text) else text
