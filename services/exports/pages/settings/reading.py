"""The form of settings, read by the format's schema into what is saved."""

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from services.exports.formats.schema import MONEY, Schema
from shared.errors import Invalid
from shared.pages.typing import amount_in
from shared.texts import N_

TWICE = N_("This category is given twice. Leave one of them.")
PLACE = "settings"


def values_of(form: MultiDict[str, str], schema: Schema) -> dict[str, Any]:
    """What was filled in. A map comes as rows of `…/0/name` and `…/0/value`; a row with neither
    is none. Raises Invalid for a name that stands there twice."""
    found: dict[str, Any] = {}
    for name, rule in schema["properties"].items():
        place = f"{PLACE}/{name}"
        is_map = rule["type"] == "object"
        given: Any = form.get(place, "").strip()
        if given and rule.get("pattern") == MONEY:
            given = _money(given)
        value = _map(form, place, "propertyNames" in rule) if is_map else given
        if value:
            found[name] = value
    return found


def _money(typed: str) -> str:
    """`1 234,5` as the schema wants it, `1234.50`; what is no amount is refused by the schema."""
    whole, _, places = amount_in(typed).partition(".")
    return f"{whole}.{places:0<2}"


def _map(form: MultiDict[str, str], place: str, is_named: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _rows(form, place, is_named):
        if name in found:
            raise Invalid(TWICE, errors=[{"pointer": f"/{place}/{name}", "detail": TWICE}])
        found[name] = value
    return found


def _rows(form: MultiDict[str, str], place: str, is_named: bool) -> Iterator[tuple[str, str]]:
    """Where the names are given, a row without a value is none either."""
    at = 0
    while (name := form.get(f"{place}/{at}/name")) is not None:
        value = form.get(f"{place}/{at}/value", "").strip()
        if value or (name.strip() and not is_named):
            yield name.strip(), value
        at += 1
