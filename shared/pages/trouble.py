"""What went wrong, as a page tells it: what happened, where in the form, what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self

from flask import request
from marshmallow import ValidationError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from shared import errors
from shared.errors import Failure
from shared.pages.words import moment
from shared.texts import N_, say
from shared.web.problems import (
    BUSY,
    HTTP_TEXTS,
    LOST_RACE,
    OUR_FAULT,
    language,
    pointers,
    rows_of,
    status_of,
)

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

CHECK_FIELDS = N_("Some fields need another look. Nothing was saved yet.")
ADVICE = {
    403: N_("Ask the owner or an administrator of the account, or go back."),
    404: N_("Check the address, or begin at your accounts."),
    429: N_("Wait a moment, then send it once more."),
    500: N_("Try again. If it happens again, tell us this number."),
    503: N_("Try again in a moment. Your other pages go on working."),
}
TITLES = {
    403: N_("You may not do this"),
    404: N_("There is nothing here"),
    409: N_("This can't be done now"),
    429: N_("Too many tries"),
    500: N_("Something failed on our side"),
    503: N_("This part does not answer now"),
}
OTHER_TITLE = N_("That did not work")


@dataclass(frozen=True)
class Trouble:
    """Why a page could not do what was asked; texts are in the reader's language."""

    status: int
    text: str
    code: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)  # By the field's name.
    retry_after: int | None = None  # Seconds, where another try may work then.
    fix: str = ""  # The API's address of the thing to do next; a service knows its page for it.

    @classmethod
    def of(cls, error: Exception) -> Self:
        """What an error means to the person."""
        if isinstance(error, ValidationError):
            return cls(422, _say(CHECK_FIELDS), "invalid", _by_field(pointers(error.messages)))
        if isinstance(error, Failure):
            return cls._of_failure(error)
        if isinstance(error, StaleDataError):
            return cls(409, _say(LOST_RACE), "version_conflict")
        if isinstance(error, HTTPException):
            return cls._of_http(error)
        return cls(503, _say(BUSY), "unavailable")

    @classmethod
    def crash(cls) -> Self:
        """What is not the person's fault, and not known to us before."""
        request_id = request.environ.get("biurko.request_id", "-")
        return cls(500, say(OUR_FAULT, language(), {"request_id": request_id}), "internal")

    @classmethod
    def _of_failure(cls, failure: Failure) -> Self:
        faults = _by_field(rows_of(failure))
        text = say(failure.text, language(), _read(failure.facts))
        if list(faults.values()) == [text]:
            text = _say(CHECK_FIELDS)
        retry_after = failure.retry_after if isinstance(failure, errors.TooMany) else None
        fix = failure.fix or ""
        return cls(status_of(failure), text, failure.code, faults, retry_after, fix)

    @classmethod
    def _of_http(cls, error: HTTPException) -> Self:
        status = error.code or 500
        text = HTTP_TEXTS.get(status, error.description or HTTPStatus(status).phrase)
        facts = {"method": request.method} if status == 405 else None
        return cls(status, say(text, language(), facts))

    @property
    def title(self) -> str:
        """What happened, in a few words."""
        return _say(TITLES.get(self.status, OTHER_TITLE))

    @property
    def advice(self) -> str:
        """What to do about it."""
        return _say(ADVICE[self.status]) if self.status in ADVICE else ""

    @property
    def may_be_mended(self) -> bool:
        """Whether it helps to show the form once more."""
        return self.status not in (404, 500, 503)


def is_told(error: Exception) -> bool:
    """Whether an error is the product's way of saying no, and not a fault of ours."""
    return isinstance(error, errors.Failure | ValidationError | StaleDataError)


def _by_field(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["pointer"].removeprefix("/"): row["detail"] for row in rows}


def _read(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a refusal, its moments as people write them."""
    return {
        name: moment(datetime.fromisoformat(value)) if _is_moment(value) else value
        for name, value in facts.items()
    }


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and MOMENT.fullmatch(value) is not None


def _say(text: str) -> str:
    return say(text, language())
