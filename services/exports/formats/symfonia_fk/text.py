"""Fields and sections of Format 3.0: `key =value` per line, `Name{` … `}` around them.

Nothing can be escaped, so by written rule a value is one line (white space and control
characters become one space) and braces become parentheses, which is reported.
"""

from services.exports.formats.letters import central
from services.exports.formats.problems import Notes

_BRACES = str.maketrans("{}", "()")


def field(name: str, text: str | None, most: int, depth: int, notes: Notes) -> str:
    """A line of `depth` tabs, or nothing where there is no text."""
    if not text:
        return ""
    value = central(name, text, most, notes)
    if "{" in value or "}" in value:
        notes.note("characters_replaced", name)
        value = value.translate(_BRACES)
    tabs = "\t" * depth
    return f"{tabs}{name} ={value}\r\n" if value else ""


def section(name: str, depth: int, *inside: str) -> str:
    """A section around `inside`, which is indented by one tab more."""
    tabs = "\t" * depth
    return f"{tabs}{name}{{\r\n{''.join(inside)}{tabs}}}\r\n"
