"""A browser without script: keeps cookies, reads forms, sends them; for one service's app."""

import base64
import hmac
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask

from shared.pages.cookies import ACCESS

KEY = "a-key-of-this-browser"


@dataclass
class Form:
    """A form on a page: where it leads, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.found.append(Form(given.get("action") or "", given.get("method") or "get"))
        elif not self.found:
            return
        elif tag == "input" and name and given.get("type") != "checkbox":
            self.found[-1].fields[name] = given.get("value") or ""
        elif tag in ("select", "textarea") and name:
            self.found[-1].fields[name] = ""
            self._select, self._area = name, name if tag == "textarea" else ""
        elif tag == "option" and "selected" in given:
            self.found[-1].fields[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


class Browser:
    """Somebody who looks at the pages of one service; `token` is an access token."""

    def __init__(self, app: Flask, service: str, token: str = "") -> None:
        self.client = app.test_client()
        self.service = service
        self.page: Any = None
        self.client.set_cookie(f"biurko_{service}_form", KEY)
        if token:
            self.client.set_cookie(ACCESS, token)
        self._token = token

    def open(self, path: str, **headers: str) -> Any:
        """Open a page; it is the one whose forms are sent next."""
        self.page = self.client.get(path, headers=_named(headers), buffered=True)
        return self.page

    def send(self, action: str = "", **fields: str) -> Any:
        """Fill in the form of this page that leads to `action`, or its first, and send it."""
        posted = [form for form in Forms(self.page.text).found if form.method == "post"]
        form = next(f for f in posted if action in ("", f.action) and "/sign-out" not in f.action)
        self.page = self.client.post(form.action, data=form.fields | fields)
        return self.page

    def post(self, path: str, **fields: str) -> Any:
        """Send a form with the right token, without having seen it."""
        given = {"form_token": self.form_token} | fields
        self.page = self.client.post(path, data=given)
        return self.page

    @property
    def form_token(self) -> str:
        """What the service's forms hold for this browser and this session."""
        text = f"form {self._session_id}"
        return hmac.new(KEY.encode(), text.encode(), "sha256").hexdigest()

    @property
    def _session_id(self) -> str:
        if not self._token:
            return ""
        body = self._token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))).get("sid"))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
