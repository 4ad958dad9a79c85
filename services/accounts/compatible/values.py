"""Single values as programs for Fakturownia write them, loosely, and read them back."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.clock import rfc3339
from shared.errors import Invalid
from shared.texts import N_

YES = frozenset(["1", "true", "yes", "on"])
KEPT_NAMES, KEPT_LETTERS = 100, 1000
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

NOT_TEXT = N_("It holds a character that is not text.")
NOT_A_NUMBER = N_("It is not a number.")
NOT_A_DATE = N_("It is not a date such as 2026-04-07.")
NOT_A_LIST = N_("It is a list of objects.")
NOT_AN_OBJECT = N_("It is an object.")


def text_in(given: Mapping[str, Any], name: str) -> str | None:
    """The attribute as text; None where it is missing, null or empty, Invalid if it is no text."""
    value = given.get(name)
    if value is None or isinstance(value, dict | list):
        return None
    text = "1" if value is True else "0" if value is False else str(value)
    if NO_TEXT.search(text):
        raise wrong(name, NOT_TEXT)
    return text.strip() or None


def is_yes(value: Any) -> bool:
    """Whether the value says yes: `1`, `true`, `yes`."""
    return str(value).strip().lower() in YES


def number_in(given: Mapping[str, Any], name: str) -> Decimal | None:
    """The attribute as a number; Invalid where it is none, also with a decimal comma."""
    text = text_in(given, name)
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise wrong(name, NOT_A_NUMBER) from None
    if not number.is_finite() or number.adjusted() > 12:
        raise wrong(name, NOT_A_NUMBER)
    return number


def day_in(given: Mapping[str, Any], name: str) -> str | None:
    """The attribute as a day, ISO 8601; of a month its last day."""
    text = text_in(given, name)
    if text is None or text == "off":
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            first = date.fromisoformat(f"{text}-01")
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise wrong(name, NOT_A_DATE) from None


def objects_in(given: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The nested objects; as a list, or as an object of them by their places."""
    value = given.get(name) or []
    rows = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(name, NOT_A_LIST)
    return rows


def object_in(body: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object under the first of `names` that is there; Invalid without one."""
    for name in names:
        if isinstance(body.get(name), dict):
            return dict(body[name])
    raise wrong(names[0], NOT_AN_OBJECT)


def kept(given: Mapping[str, Any], used: Collection[str]) -> dict[str, Any]:
    """The single values in `given` that are not `used`, for the program to find them again."""
    values = {name: value for name, value in given.items() if name not in used}
    fit = {name: _native(value) for name, value in values.items() if _fits(name, value)}
    return dict(list(fit.items())[:KEPT_NAMES])


def serial_of(text: str) -> int:
    """The integer id that `text` is; 0, which nothing has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def moment(value: datetime | None) -> str | None:
    """A time as answers have it."""
    return rfc3339(value) if value else None


def wrong(name: str, text: str) -> Invalid:
    """The refusal of one attribute."""
    return Invalid(text, errors=[{"pointer": f"/{name}", "detail": text}])


def _native(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _fits(name: str, value: Any) -> bool:
    if value is None or isinstance(value, dict | list) or len(name) > KEPT_NAMES:
        return False
    text = str(value)
    return len(text) <= KEPT_LETTERS and not NO_TEXT.search(text) and not NO_TEXT.search(name)
