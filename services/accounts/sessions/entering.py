"""The one way in with a password: sign in, at the pace that guessing allows."""

from services.accounts.limits.logins import admit, forgive, note_wrong, one_too_many
from services.accounts.sessions.actions import Sessions, Tokens, sign_in
from services.accounts.sessions.devices import Device
from shared.errors import Unauthenticated


def enter(
    sessions: Sessions,
    *,
    email: str,
    password: str,
    code: str | None,
    seconds: int,
    device: Device,
    limited: bool,
) -> Tokens:
    """Sign a person in. Raises Unauthenticated for a wrong password or code, TooMany after many.

    Without `limited` guessing costs nothing, which is for load tests alone.
    """
    lane = admit(sessions, email, device) if limited else "open"
    try:
        tokens = sign_in(
            sessions, email=email, password=password, seconds=seconds, code=code, device=device
        )
    except Unauthenticated as wrong:
        asked_for_code = wrong.code == "second_factor_required" and not code
        if limited and not asked_for_code:
            note_wrong(sessions, email, device)
        if lane == "tight" and not asked_for_code:
            raise one_too_many(sessions, email) from wrong
        raise
    if limited:
        with sessions.begin() as session:
            forgive(session, email, device)
    return tokens
