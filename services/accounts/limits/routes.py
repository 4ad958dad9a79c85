"""Which requests are counted, by what, before anything else is done for them."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, current_app, request

from services.accounts.limits.actions import Limit, count_try
from services.accounts.sessions.authentication import authenticate
from shared.contracts.pages import OWN_SETTINGS
from shared.errors import Unauthenticated
from shared.pages.cookies import ACCESS
from shared.web.requests import JSON_LIMIT

AN_HOUR = timedelta(hours=1)


def limit_tries(app: Flask) -> None:
    """Count the requests that let somebody in; too many in a minute are refused."""

    @app.before_request
    def count() -> None:
        named = LIMITED.get(f"{request.method} {request.url_rule}")
        if named:
            count_try(app.extensions["writing"], named())


def _proof() -> list[Limit]:
    """Of a password or code that somebody gives who is signed in; nobody else gets that far."""
    given = request.authorization
    token = request.cookies.get(ACCESS) if request.path.startswith(OWN_SETTINGS) else None
    try:
        with current_app.extensions["reading"]() as session:
            caller = authenticate(session, token or (given and given.token) or "")
    except Unauthenticated:
        return []
    return [Limit(f"proof in session {caller.session_id}", 10)]


def _reset() -> list[Limit]:
    limits = [_by_address("password reset", 60)]
    request.max_content_length = JSON_LIMIT
    given = request.form if request.form else request.get_json(silent=True)
    email = given.get("email") if isinstance(given, dict) else None
    if isinstance(email, str):
        limits.append(Limit(f"password reset {email.strip().lower()}", 5, AN_HOUR))
    return limits


def _by_address(what: str, most: int) -> Limit:
    return Limit(f"{what} from {request.remote_addr}", most)


LIMITED: dict[str, Callable[[], list[Limit]]] = {
    "POST /v1/sessions": lambda: [_by_address("login", 100)],  # By e-mail: see `logins`.
    "POST /sign-in": lambda: [_by_address("login", 100)],
    "POST /v1/password_resets": _reset,
    "POST /forgot-password": _reset,
    "POST /password": lambda: [_by_address("login", 100)],
    "POST /email": lambda: [_by_address("login", 100)],
    "POST /v1/password_resets/complete": lambda: [_by_address("login", 100)],
    "POST /v1/me/email/confirmation": lambda: [_by_address("login", 100)],
    "PATCH /v1/me": _proof,
    "PUT /v1/me/email": _proof,
    f"POST {OWN_SETTINGS}/email": _proof,
    f"POST {OWN_SETTINGS}/password": _proof,
    f"POST {OWN_SETTINGS}/second-factor": _proof,
    f"POST {OWN_SETTINGS}/second-factor/confirm": _proof,
    f"POST {OWN_SETTINGS}/second-factor/codes": _proof,
    f"POST {OWN_SETTINGS}/second-factor/off": _proof,
    f"POST {OWN_SETTINGS}/verification": lambda: [_by_address("verification mail", 60)],
    "POST /v1/me/second_factor": _proof,
    "POST /v1/me/second_factor/confirm": _proof,
    "POST /v1/me/second_factor/recovery_codes": _proof,
    "DELETE /v1/me/second_factor": _proof,
    "POST /v1/accounts/<prefix>/invitations/<invitation_id>/resend": lambda: [
        _by_address("invitation mail", 60)
    ],
    "POST /account/<prefix>/settings/invitations/<invitation_id>/resend": lambda: [
        _by_address("invitation mail", 60)
    ],
    "POST /v1/accounts": lambda: [_by_address("sign-up", 60)],
    "POST /sign-up": lambda: [_by_address("sign-up", 60)],
    "POST /add-account": lambda: [_by_address("sign-up", 60)],
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
