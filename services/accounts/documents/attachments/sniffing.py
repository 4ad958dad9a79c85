"""What an attached file is, by its content, and what it may be called."""

import re
from typing import NamedTuple

from shared.errors import UnsupportedMediaType
from shared.texts import N_

LONGEST_NAME = 150  # characters, with the ending
NOT_TAKEN = N_("Attach a PDF, a PNG or a JPEG; this file is none of them, whatever its name.")

PNG = b"\x89PNG\r\n\x1a\n"
# Characters that end a line, turn the direction of writing around, or part folders.
ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
FOLDERS = re.compile(r"[/\\]")


class Kind(NamedTuple):
    """A kind of files: its media type, and the endings of names that fit it."""

    media_type: str
    endings: tuple[str, ...]


PDF_FILE = Kind("application/pdf", (".pdf",))
PNG_FILE = Kind("image/png", (".png",))
JPEG_FILE = Kind("image/jpeg", (".jpg", ".jpeg"))


def kind_of(content: bytes) -> Kind:
    """What the bytes are; raises UnsupportedMediaType where they are nothing that is taken."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF_FILE
    if content.startswith(PNG) and content[12:16] == b"IHDR":
        return PNG_FILE
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return JPEG_FILE
    raise UnsupportedMediaType(NOT_TAKEN)


def safe_name(given: str | None, kind: Kind) -> str:
    """A name without folders and odd characters, whose ending fits what the file is."""
    last = FOLDERS.split(given or "")[-1]
    name = ODD.sub("", last).strip(" .")[:LONGEST_NAME].rstrip(" .")
    if name.lower().endswith(kind.endings):
        return name
    return f"{name[: LONGEST_NAME - 5] or 'attachment'}{kind.endings[0]}"
