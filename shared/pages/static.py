"""Files of pages, under addresses that hold their hash: they are kept for as long as they last."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

from shared.errors import Missing
from shared.texts import N_
from shared.web.versions import etag, is_known

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

NO_FILE = N_("There is nothing at this address.")


@dataclass(frozen=True)
class Asset:
    """A file, the first digits of its SHA-256, and the file as gzip packs it."""

    content: bytes
    print: str
    kind: str
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """All files by name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in KINDS:
            content = path.read_bytes()
            mark = sha256(content).hexdigest()[:16]
            packed = gzip.compress(content, mtime=0)
            found[path.name] = Asset(content, mark, KINDS[path.suffix], packed)
    return found


def asset_path(service: str, name: str) -> str:
    """Where the service gives the file."""
    return f"/-/{service}/static/{assets()[name].print}/{name}"


def register_static(app: Flask, service: str) -> None:
    """Give the files out."""

    @app.get(f"/-/{service}/static/<print_>/<name>")
    def static_file(print_: str, name: str) -> Response:
        asset = assets().get(name)
        if asset is None or asset.print != print_:
            raise Missing(NO_FILE)
        is_packed = request.accept_encodings["gzip"] > 0
        tag = etag(f"{asset.print}-gzip" if is_packed else asset.print)
        known = is_known(tag) and request.method == "GET"
        content = asset.packed if is_packed else asset.content
        response = Response(b"" if known else content, 304 if known else 200)
        response.mimetype = asset.kind
        response.vary.add("Accept-Encoding")
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
