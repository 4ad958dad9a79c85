"""Which requests are counted, by what, before anything else is done for them."""

from collections.abc import Callable

from flask import Flask, request

from services.accounts.limits.actions import Limit, count_try
from shared.web.requests import JSON_LIMIT


def limit_tries(app: Flask) -> None:
    """Count the requests that let somebody in; too many in a minute are refused."""

    @app.before_request
    def count() -> None:
        named = LIMITED.get(f"{request.method} {request.url_rule}")
        if named:
            count_try(app.extensions["writing"], named())


def _login() -> list[Limit]:
    limits = [_by_address("login", 100)]
    request.max_content_length = JSON_LIMIT
    given = request.form if request.form else request.get_json(silent=True)
    email = given.get("email") if isinstance(given, dict) else None
    if isinstance(email, str):
        limits.append(Limit(f"login {email.strip().lower()}", 10))
    return limits


def _by_address(what: str, most: int) -> Limit:
    return Limit(f"{what} from {request.remote_addr}", most)


LIMITED: dict[str, Callable[[], list[Limit]]] = {
    "POST /v1/sessions": _login,
    "POST /sign-in": _login,
    "POST /v1/accounts": lambda: [_by_address("sign-up", 60)],
    "POST /v1/invitations/<token>/accept": lambda: [_by_address("invitation", 60)],
    "POST /invitation": lambda: [_by_address("invitation", 60)],
    "POST /v1/objections": lambda: [_by_address("objection", 60)],
    "POST /objection": lambda: [_by_address("objection", 60)],
    "POST /deletion": lambda: [_by_address("login", 100)],
    "POST /verification": lambda: [_by_address("login", 100)],
    "POST /v1/me/email_verification/mail": lambda: [_by_address("verification mail", 60)],
    "GET /sign-in/renew": lambda: [_by_address("token", 300)],
    "POST /sign-in/renew": lambda: [_by_address("token", 300)],
    "POST /sign-in/keep": lambda: [_by_address("token", 300)],
    "POST /v1/sessions/refresh": lambda: [_by_address("token", 300)],
    "POST /v1/oauth/token": lambda: [_by_address("token", 300)],
}
