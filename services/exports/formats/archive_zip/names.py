"""Names of files that every system can unpack, and that differ from each other on each."""

import re
import unicodedata

LONGEST = 120
"""Bytes of UTF-8 in a name; some file systems stop at 143."""

_FORBIDDEN = re.compile('[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE).match
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$").search


def safe_name(name: str) -> str:
    """`name` without what some system forbids: separators, devices, trailing dots, length."""
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFC", _FORBIDDEN.sub("_", name))
        if unicodedata.category(letter) != "Cf"
    )
    text = re.sub(r"\s+", " ", text).strip(" .") or "_"
    if _RESERVED(text):
        text = f"_{text}"
    stem, extension = _split(text)
    return _cut(stem, LONGEST - len(extension)) + extension


class Names:
    """The names in one folder; two that some system takes for one get a number."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """A safe name for `name` that no other file has, whatever the case of letters."""
        safe = safe_name(name)
        chosen, number = safe, self._next.get(_folded(safe), 1)
        while _folded(chosen) in self._next:
            number += 1
            stem, extension = _split(safe)
            mark = f"-{number}"
            chosen = _cut(stem, LONGEST - len(mark) - len(extension)) + mark + extension
        self._next[_folded(safe)] = number
        self._next.setdefault(_folded(chosen), 1)
        return chosen


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())


def _split(name: str) -> tuple[str, str]:
    found = _EXTENSION(name)
    if not found or not found.start():
        return name, ""
    return name[: found.start()], found.group()


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip(" .") or "_"
