"""Templates become HTML here: the Jinja environment, and what every template may call."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, request
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from werkzeug.datastructures import MultiDict

from shared.auth.caller import NOBODY, Caller
from shared.contracts import pages as contract
from shared.contracts.pages import NAVIGATION, Item, Place
from shared.pages.routing import Show
from shared.pages.sites import Sites
from shared.pages.static import asset_path
from shared.pages.trouble import Trouble
from shared.pages.words import FILTERS
from shared.texts import say, say_many
from shared.web.problems import language

FOLDER = Path(__file__).parent / "templates"

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' {sites}; form-action 'self' {sites}; frame-ancestors 'none'; "
    "base-uri 'none'"
)


@dataclass(frozen=True)
class Moment:
    """What a page shows besides its facts: who looks, what was typed, what went wrong."""

    caller: Caller = NOBODY
    places: Sequence[Place] = ()
    token: str = ""
    notice: str | None = None
    trouble: Trouble | None = None
    typed: MultiDict[str, str] | None = None
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def value(self, name: str, otherwise: Any) -> Any:
        """What the field shows: what was typed before, else what is stored."""
        return otherwise if self.typed is None else self.typed.get(name, "")

    def values(self, name: str, otherwise: Sequence[str]) -> Sequence[str]:
        """The same for a field with several values."""
        return otherwise if self.typed is None else self.typed.getlist(name)

    def fault(self, name: str) -> str | None:
        """What is wrong with the field."""
        return self.trouble.faults.get(name) if self.trouble else None


class Drawing:
    """Draws the pages of one service with its templates and the shared ones."""

    def __init__(self, service: str, sites: Sites, folder: Path) -> None:
        self.service = service
        self.sites = sites
        self.environment = an_environment([folder, FOLDER])
        self.environment.globals |= {
            "asset": lambda name: asset_path(service, name),
            "url": sites.url,
            "service": service,
            "navigation": self._navigation,
            "this_page": lambda: g.page,
            "form_key": lambda: secrets.token_urlsafe(12),
        }
        self.environment.globals["ui"] = self.environment.get_template("macros.html").module

    def draw(self, show: Show, moment: Moment) -> Response:
        """The page as a response that says what a browser may do with it."""
        g.page = moment
        html = self.environment.get_template(show.template).render(show.facts, page=moment)
        status = moment.trouble.status if moment.trouble else show.status
        response = Response(html, status, mimetype="text/html")
        response.headers.extend(show.headers)
        if moment.trouble and moment.trouble.retry_after:
            response.headers["Retry-After"] = str(moment.trouble.retry_after)
        origins = " ".join(self.sites.origins)
        policy = POLICY.format(nonce=moment.nonce, sites=origins)
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "strict-origin"
        response.vary.add("Cookie")
        return response

    def part(self, template: str, moment: Moment, **facts: Any) -> str:
        """A part of a page as HTML, for a stream."""
        g.page = moment
        return self.environment.get_template(template).render(facts, page=moment)

    def draw_trouble(self, trouble: Trouble, moment: Moment) -> Response:
        """A page that says what went wrong and what to do."""
        return self.draw(Show("trouble.html", status=trouble.status, trouble=trouble), moment)

    def _navigation(self, area: str, prefix: str) -> list[tuple[Item, str]]:
        """The entries of an area with their addresses."""
        return [
            (item, self.sites.url(item.service, item.path.format(prefix=prefix)))
            for item in NAVIGATION[area]
        ]


class Compiled(BytecodeCache):
    """Keeps what templates were compiled to, for all environments of the process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def with_args(**changes: Any) -> str:
    """The query of this page's address with some of it changed; None takes one out."""
    args = request.args.to_dict(flat=False) | {name: [value] for name, value in changes.items()}
    pairs = [(name, v) for name, values in args.items() for v in values if v is not None]
    return urlencode(pairs)


def an_environment(folders: Sequence[Path]) -> Environment:
    """Jinja as the pages use it: everything is escaped, and a name that is missing is an error."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    environment.filters |= FILTERS
    environment.globals |= {
        "_": lambda text, **facts: say(text, language(), facts),
        "many": lambda count, one, many: say_many((one, many), count, language()),
        "language": language,
        "contract": contract,
        "request": request,
        "with_args": with_args,
        "json": json.dumps,
    }
    return environment
