"""The services' addresses, as a program with a token uses them."""

import json
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

JSON = "application/json"
UNAVAILABLE = 503
PAUSES = (0.5, 1, 2, 4)  # seconds

Found = TypeVar("Found")


class Api:
    """The services, seen by somebody with a token or without."""

    def __init__(self, urls: Mapping[str, str], token: str | None = None) -> None:
        self._urls = urls
        self._token = token

    def signed_in(self, email: str, password: str) -> "Api":
        body = {"email": email, "password": password}
        return Api(self._urls, self.call("accounts", "POST", "/v1/sessions", body)["access_token"])

    def get(self, service: str, path: str) -> Any:
        return self._send(Request(self._urls[service] + path, headers=self._own_headers()))  # noqa: S310 - ours.

    def call(self, service: str, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON; raises HTTPError where the answer is a problem."""
        return self.send(service, method, path, json.dumps(body).encode(), JSON)

    def send(self, service: str, method: str, path: str, content: bytes, media_type: str) -> Any:
        """The same with a body of any type."""
        headers = self._own_headers() | {
            "Content-Type": media_type,
            "Idempotency-Key": sha256(f"{method} {path} ".encode() + content).hexdigest(),
        }
        return self._send(Request(self._urls[service] + path, content, headers, method=method))  # noqa: S310

    def _own_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _send(self, request: Request) -> Any:
        """Each request has its key, so one that found a service too busy may be sent again."""
        for pause in (*PAUSES, None):
            try:
                with urlopen(request, timeout=60) as answer:  # noqa: S310
                    return json.loads(answer.read() or b"null")
            except HTTPError as problem:
                if problem.code != UNAVAILABLE or pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError("the last try has no pause, so it returns or raises")


def until(look: Callable[[], Found | None], what: str, *, within: float = 20) -> Found:
    """What `look` finds as soon as it finds something; a problem in an answer is "not yet".

    Raises TimeoutError, which names `what`, after so many seconds.
    """
    deadline = time.monotonic() + within
    problem: HTTPError | None = None
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except HTTPError as not_yet:
            problem = not_yet
        time.sleep(0.1)
    raise TimeoutError(f"{what}: {problem.read().decode() if problem else 'not in time'}")
