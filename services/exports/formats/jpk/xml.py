"""Text for the Ministry's XML: escaped, of one line, of the length that the schema allows.

Written rules, each reported: characters that XML 1.0 can't hold are dropped, a text that is
too long is cut. White space is collapsed as the schema's `token` type does anyway.
"""

import re

from services.exports.formats.plain import is_plain
from services.exports.formats.problems import Notes

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[\t\n\r ]+")


def element(name: str, text: str | None, most: int, notes: Notes) -> str:
    """The element with `text` in at most `most` characters, or nothing where it has no text."""
    if not text:
        return ""
    if len(text) > most or not is_plain(text) or "&" in text or "<" in text or ">" in text:
        text = tidy(name, text, most, notes)
    return f"<{name}>{text}</{name}>" if text else ""


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be left to read."""
    return not (text if text.isprintable() else _ILLEGAL.sub("", text)).strip()


def tidy(name: str, text: str, most: int, notes: Notes) -> str:
    """`text` by the rules of this module, escaped; `name` is told where it was changed."""
    legal = _ILLEGAL.sub("", text)
    if legal != text:
        notes.note("characters_replaced", name)
    line = _SPACES.sub(" ", legal).strip(" ")
    if len(line) > most:
        notes.note("text_shortened", name)
        line = line[:most].rstrip(" ")
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
