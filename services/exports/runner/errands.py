"""Fetching a file from accounts for somebody, with a token for that file alone."""

import http.client
import json
import urllib.error
import urllib.request
from time import monotonic
from typing import IO, Any

from sqlalchemy.orm import Session, sessionmaker

from services.exports.keys.actions import signing_key
from shared.auth import errands
from shared.auth.caller import Caller
from shared.auth.errands import Errand
from shared.auth.signing import signed

TIMEOUT = 10.0  # Seconds for the connection, and for each piece.
PIECE = 1 << 16
KEY_USED = 600.0  # Seconds that a key is kept in memory; one that is over is published longer.
MAY_COME_BACK = frozenset({401, 408, 425, 429, 500, 502, 503, 504})
"""Answers after which another try may go well. 401 is that of a key that is too new to be known."""


class Away(Exception):
    """Accounts does not answer now."""


class NotGiven(Exception):
    """Accounts answers and gives no file; `why` is `closed` or `damaged`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Errands:
    """Goes to accounts, one file at a time."""

    def __init__(self, accounts_url: str, sessions: sessionmaker[Session]) -> None:
        self._accounts_url = accounts_url
        self._sessions = sessions
        self._key: tuple[str, str, float] | None = None  # Its id, its PEM, until when it is used.
        self._opener = urllib.request.build_opener(_NoRedirects)

    def fetch(self, path: str, caller: Caller, file: IO[bytes], *, most: int) -> None:
        """Write what accounts has at `path` for `caller` into `file`, `most` bytes and one at most.

        Raises Away or NotGiven.
        """
        token = self.token(path, caller)
        headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
        request = urllib.request.Request(self._accounts_url + path, headers=headers)  # noqa: S310 - from settings.
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                _copy(answer, file, most + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise Away from error

    def token(self, path: str, caller: Caller) -> str:
        """What lets exports read `path` of accounts for `caller`, for a minute."""
        errand = Errand(sender="exports", receiver="accounts", address=path)
        key_id, pem, until = self._key or ("", "", 0.0)
        if monotonic() >= until:
            with self._sessions.begin() as session:
                key = signing_key(session)
                key_id, pem = key.id, key.private_key
            self._key = (key_id, pem, monotonic() + KEY_USED)
        claims = errands.claims_of(errand, caller)
        return signed(claims, key_id=key_id, pem=pem, kind=errands.KIND)


def _refusal(error: urllib.error.HTTPError) -> Away | NotGiven:
    """What an answer that is no file means; accounts says where a file is damaged there, too."""
    try:
        is_damaged = bool(json.loads(error.read(PIECE)).get("damaged"))
    except (ValueError, AttributeError):
        is_damaged = False
    if is_damaged:
        return NotGiven("damaged")
    return Away() if error.code in MAY_COME_BACK else NotGiven("closed")


def _copy(answer: Any, file: IO[bytes], most: int) -> None:
    while most > 0 and (piece := answer.read(min(PIECE, most))):
        file.write(piece)
        most -= len(piece)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes to nobody else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
