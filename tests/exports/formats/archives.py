"""Archives for tests, made and opened."""

import hashlib
import io
import json
import zipfile
from typing import Any

from services.exports.formats.archive_zip import FORMAT
from services.exports.formats.archive_zip.verify import verify
from services.exports.formats.run import OriginalFile
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run


def original(content: bytes = b"<Faktura/>", name: str = "fv.xml") -> OriginalFile:
    digest = hashlib.sha256(content).hexdigest()
    return OriginalFile(name, "application/xml", digest, content)


def ksef_original(number: str = "FV 1/10/2026", name: str = "fv.xml") -> OriginalFile:
    """As much of an FA(3) file as tells it from others."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Fa><P_2>{number}</P_2></Fa></Faktura>
"""
    return original(text.encode(), name)


def archive(
    *documents: Document, originals: dict[str, OriginalFile] | None = None, told: Told | None = None
) -> bytes:
    """Without PDFs, which take most of the time."""
    known, options = originals or {}, {"pdf": "no"}
    run = a_run(*documents, told=told, originals=known.get, options=options)
    return b"".join(FORMAT.write(run))


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def manifest_of(content: bytes) -> dict[str, Any]:
    return dict(json.loads(opened(content).read("manifest.json")))


def faults(content: bytes) -> list[str]:
    return [fault.text % fault.facts for fault in verify(io.BytesIO(content))]
