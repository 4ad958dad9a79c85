"""The public keys of a service that signs tokens, which outlive an outage of that service."""

import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import jwt
import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from shared.auth.knowledge import known_key
from shared.errors import Unavailable
from shared.texts import N_
from shared.upsert import upsert

LIFE = 300.0  # seconds that fetched keys are used before they are fetched again
COOL_DOWN = 2.0  # seconds between two fetches, however many unknown keys come
TIMEOUT = 2.0  # seconds

log = structlog.get_logger()


class KeySet:
    """Keys by id, fetched from `url`, kept in memory and in the service's own database."""

    def __init__(self, url: str, sessions: sessionmaker[Session]) -> None:
        self._url = url
        self._sessions = sessions
        self._lock = threading.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked_at = float("-inf")

    def find(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id, or None where that service has none.

        Raises Unavailable when the key is not known here and the service can't be asked.
        """
        age = time.monotonic() - self._asked_at
        if key_id in self._keys and age < LIFE:
            return self._keys[key_id]
        with self._lock:
            return self._look_up(key_id)

    def _look_up(self, key_id: str) -> jwt.PyJWK | None:
        age = time.monotonic() - self._asked_at
        if age < (LIFE if key_id in self._keys else COOL_DOWN):
            return self._keys.get(key_id)
        self._asked_at = time.monotonic()
        try:
            self._take(_fetch(self._url), remember=True)
        except (OSError, ValueError) as error:
            log.warning("the keys can't be fetched", url=self._url, error=str(error))
            self._take(self._remembered())
            if key_id not in self._keys:
                raise Unavailable(
                    N_("The token can't be checked now: the sign-in service does not answer.")
                ) from error
        return self._keys.get(key_id)

    def _take(self, jwks: list[dict[str, Any]], *, remember: bool = False) -> None:
        usable = [jwk for jwk in jwks if jwk.get("crv") == "Ed25519"]
        self._keys = {jwk["kid"]: jwt.PyJWK.from_dict(jwk) for jwk in usable}
        if remember:
            with self._sessions.begin() as session:
                session.execute(delete(known_key))  # A key that was withdrawn is not kept.
                for jwk in usable:
                    row = {"key_id": jwk["kid"], "jwk": jwk}
                    session.execute(upsert(session, known_key, row, keys=["key_id"]))

    def _remembered(self) -> list[dict[str, Any]]:
        with self._sessions() as session:
            return list(session.scalars(select(known_key.c.jwk)))


def _fetch(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(url, timeout=TIMEOUT) as response:  # noqa: S310 - from settings.
        return list(json.load(response)["keys"])
