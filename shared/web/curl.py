"""An endpoint's example as a command for a shell; it reads its access token from `$TOKEN`."""

import json
import re
import shlex
from urllib.parse import quote, urlencode

from shared.web.api import Access, Endpoint, Example


def as_curl(endpoint: Endpoint, example: Example, public_url: str) -> str:
    """The command; what the example does not name stays as `{name}`."""
    command = ["curl -sS --fail-with-body"]
    if endpoint.method not in ("GET", "POST") or (endpoint.method == "POST" and not endpoint.body):
        command.append(f"-X {endpoint.method}")
    command.append(shlex.quote(_address(endpoint, example, public_url)))
    if endpoint.access is Access.SIGNED_IN:
        command.append('-H "Authorization: Bearer $TOKEN"')
    if example.body is not None:
        command.append("-H 'Content-Type: application/json'")
        command.append(f"-d {shlex.quote(json.dumps(example.body, ensure_ascii=False))}")
    return " \\\n  ".join(command)


def _address(endpoint: Endpoint, example: Example, public_url: str) -> str:
    def value(found: re.Match[str]) -> str:
        given = example.path.get(found[1])
        return quote(given, safe="") if given is not None else f"{{{found[1]}}}"

    path = re.sub(r"<(?:\w+:)?(\w+)>", value, endpoint.rule)
    query = f"?{urlencode(example.query)}" if example.query else ""
    return f"{public_url}{path}{query}"
