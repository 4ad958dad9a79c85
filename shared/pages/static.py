"""Files of pages, under addresses that hold their hash: they are kept for as long as they last."""

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
    """A file, and the first digits of its SHA-256."""

    content: bytes
    print: str
    kind: str


@cache
def assets() -> dict[str, Asset]:
    """All files by name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in KINDS:
            content = path.read_bytes()
            mark = sha256(content).hexdigest()[:16]
            found[path.name] = Asset(content, mark, KINDS[path.suffix])
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
        tag = etag(asset.print)
        known = is_known(tag) and request.method == "GET"
        response = Response(b"" if known else asset.content, 304 if known else 200)
        response.mimetype = asset.kind
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
