"""Polish names: the order of their alphabet, and search that ignores case and marks."""

import unicodedata

# A marked letter stands after every word that has the plain one in its place: "~" is greater
# than any letter or digit, wherever strings are compared by code point.
MARKED = {
    "ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~",
    "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~",
}  # fmt: skip


def sort_key(text: str) -> str:
    """A key that sorts by code point as a Polish dictionary does; punctuation is passed over."""
    composed = unicodedata.normalize("NFC", text).lower()
    keys = (MARKED.get(letter) or _plain(letter) for letter in composed)
    return " ".join("".join(k for k in keys if k == " " or k[:1].isalnum()).split())


def folded(text: str) -> str:
    """`text` without case and marks, so that "zolw" finds "Żółw"."""
    return "".join(_plain(letter) for letter in text.casefold())


def _plain(letter: str) -> str:
    if letter == "ł":  # Unicode knows no parts of it.
        return "l"
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))
