"""The columns that a person chose to see, kept in a cookie."""

from collections.abc import Collection, Sequence
from typing import cast

from flask import Response, current_app, request

from services.bureau.pages.served.words import COLUMNS, DEFAULT_COLUMNS
from shared.pages.cookies import YEAR, Cookies

COOKIE = "biurko_columns"


def chosen() -> Sequence[str]:
    """The columns in the order in which they stand; the usual ones where none were chosen."""
    kept = request.cookies.get(COOKIE)
    wanted = DEFAULT_COLUMNS if kept is None else kept.split(".")
    return [column for column in COLUMNS if column in wanted]


def keep(response: Response, columns: Collection[str]) -> None:
    """Remember them in this browser; without any the list has its usual ones again."""
    cookies = cast("Cookies", current_app.extensions["cookies"])
    wanted = [column for column in COLUMNS if column in columns]
    if wanted:
        cookies.set(response, COOKIE, ".".join(wanted), max_age=YEAR)
    else:
        cookies.forget(response, COOKIE)
