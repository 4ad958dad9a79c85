"""One page: what it is about, a form perhaps, in the reader's language and without scripts."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response
from jinja2 import Environment, FileSystemLoader, Template

from shared.texts import say
from shared.web.problems import language

POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Field:
    """One input; `label` is a text of the catalogue."""

    name: str
    label: str
    type: str
    autocomplete: str


@dataclass(frozen=True)
class Form:
    """Sends its fields and the link's token to the address that shows it."""

    action: str
    token: str
    button: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Page:
    """A title, what there is to say, and a form; all texts are of the catalogue."""

    title: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None  # In the reader's language already.
    form: Form | None = None


def answer(page: Page, status: int = 200) -> Response:
    """`page` as HTML, which nobody keeps: its address holds a secret."""
    nonce = secrets.token_urlsafe(16)
    html = _template().render(
        page=page,
        language=language(),
        say=lambda text: say(text, language(), page.facts),
        nonce=nonce,
    )
    headers = {
        "Content-Security-Policy": POLICY.format(nonce=nonce),
        "Cache-Control": "no-store",
    }
    return Response(html, status, headers, mimetype="text/html")


@cache
def _template() -> Template:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("page.html")
