"""Text for files in windows-1250, whose letters are those of Central Europe.

Written rules, each reported: white space and control characters become one space; a letter
that the encoding lacks becomes the nearest that it has, Cyrillic and Greek by the tables here,
others by dropping their marks, and what is left `?`; a text that is too long is cut.
"""

import re
import unicodedata

from services.exports.formats.plain import is_plain
from services.exports.formats.problems import Notes

ENCODING = "cp1250"

_SPACES = re.compile("[\x00-\x20\x7f\xa0]+")


def _table(pairs: str) -> dict[str, str]:
    """Each word's first letter, and what stands for it."""
    return {word[0]: word[1:] for word in pairs.split()}


_CYRILLIC = _table(
    "аa бb вw гh ґg дd еe ёjo жż зz иy йj кk лl мm нn оo пp рr сs тt уu фf хch цc чcz шsz щszcz "
    "ъ ыy ь эe юju яja єje іi їji ўu јj љlj њnj ћć ђđ џdż"
)
_GREEK = _table("αa βw γg δd εe ζz ηi θth ιi κk λl μm νn ξks οo πp ρr σs ςs τt υy φf χch ψps ωo")
_OTHERS = {
    "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "ẞ": "SS", "‐": "-", "‑": "-", "−": "-", "‒": "–",
    "′": "'", "″": '"', "≤": "<=", "≥": ">=", "½": "1/2", "¼": "1/4", "¾": "3/4", "№": "nr",
}  # fmt: skip
_UNSEEN = frozenset(["Mn", "Me", "Cf"])
_SPACING = frozenset(["Cc", "Zs", "Zl", "Zp"])
_NEAREST = {ord(letter): nearest for letter, nearest in (_CYRILLIC | _GREEK | _OTHERS).items()}
_NEAREST |= {
    ord(letter.upper()): nearest.capitalize()
    for letter, nearest in (_CYRILLIC | _GREEK).items()
    if letter.upper() != letter
}


def central(name: str, text: str | None, most: int, notes: Notes) -> str:
    """`text` as one line of at most `most` letters of windows-1250; `name` where it changed."""
    if not text:
        return ""
    if not text.isascii():
        text = _transliterated(name, text, notes)
    if text and not is_plain(text):
        text = _SPACES.sub(" ", text).strip(" ")
    if len(text) > most:
        notes.note("text_shortened", name)
        text = text[:most].rstrip(" ")
    return text


def _transliterated(name: str, text: str, notes: Notes) -> str:
    if _fits(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    if _fits(composed):
        return composed
    notes.note("text_transliterated", name)
    return "".join(letter if _fits(letter) else _nearest(letter) for letter in composed)


def _nearest(letter: str) -> str:
    if unicodedata.category(letter) in _SPACING:
        return " "
    bare = letter.translate(_NEAREST)
    if bare == letter:
        bare = unicodedata.normalize("NFKD", letter).translate(_NEAREST)
    bare = "".join(each for each in bare if _fits(each))
    return bare or ("" if _is_unseen(letter) else "?")


def _is_unseen(letter: str) -> bool:
    """Marks and marks of formatting, and the signs that no letter stands for."""
    return unicodedata.category(letter) in _UNSEEN or _NEAREST.get(ord(letter)) == ""


def _fits(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
