"""The cookies of pages: who is signed in, which language, what to say once, what forms prove.

Cookies ignore ports, so a service's own carry its name. All are `SameSite=Lax`.
"""

import base64
import hmac
import json
import secrets
from typing import Any

from flask import Response, request

from shared.texts import LANGUAGES

ACCESS, REFRESH, LANGUAGE = "biurko_access", "biurko_refresh", "biurko_lang"
YEAR = 365 * 24 * 3600


class Cookies:
    """The cookies of one service; `secure` where its pages are reached by https."""

    def __init__(self, service: str, *, secure: bool) -> None:
        self._secure = secure
        self._key = f"biurko_{service}_form"
        self._notice = f"biurko_{service}_notice"

    def set(self, response: Response, name: str, value: str, **options: Any) -> None:
        """Set a cookie that no script reads."""
        given: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/"} | options
        response.set_cookie(name, value, secure=self._secure or request.is_secure, **given)

    def forget(self, response: Response, name: str, path: str = "/") -> None:
        """Delete a cookie."""
        response.delete_cookie(name, path=path)

    def key(self) -> str:
        """The browser's secret for forms of this service; a new one where it has none."""
        if "biurko.form_key" not in request.environ:
            known = request.cookies.get(self._key, "")
            request.environ["biurko.form_key"] = known or secrets.token_urlsafe(32)
        return str(request.environ["biurko.form_key"])

    def keep_key(self, response: Response) -> None:
        """Give the browser its secret, if it has none yet."""
        if self._key not in request.cookies and "biurko.form_key" in request.environ:
            self.set(response, self._key, self.key())

    def signed(self, text: str) -> str:
        """What only this browser and this service can make of `text`."""
        return hmac.new(self.key().encode(), text.encode(), "sha256").hexdigest()

    def notice(self) -> tuple[str, dict[str, Any]] | None:
        """What is to be said once: a text of the catalogue and its facts."""
        mark, _, body = request.cookies.get(self._notice, "").partition(".")
        if not body or not hmac.compare_digest(mark.encode(), self.signed(body).encode()):
            return None
        text, facts = json.loads(base64.urlsafe_b64decode(body))
        return str(text), dict(facts)

    def say_once(self, response: Response, text: str, facts: dict[str, Any]) -> None:
        """Have the next page say `text`."""
        body = base64.urlsafe_b64encode(json.dumps([text, facts], default=str).encode()).decode()
        self.set(response, self._notice, f"{self.signed(body)}.{body}", max_age=60)
        self.keep_key(response)

    def forget_notice(self, response: Response) -> None:
        """It has been said."""
        if self._notice in request.cookies:
            self.forget(response, self._notice)

    def keep_language(self, response: Response) -> None:
        """Remember the language that the address asks for."""
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            self.set(response, LANGUAGE, asked, max_age=YEAR)


def chosen_language() -> str:
    """The language of a page: asked for, chosen before, or the browser's; else Polish."""
    for chosen in (request.args.get("lang"), request.cookies.get(LANGUAGE)):
        if chosen in LANGUAGES:
            return chosen
    return request.accept_languages.best_match(["pl", "en"], default="pl") or "pl"
