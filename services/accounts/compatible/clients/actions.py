"""From a client's attributes to a contractor, and back."""

from collections.abc import Mapping
from typing import Any

from services.accounts.compatible.invoices.parties import tax_number
from services.accounts.compatible.values import kept, moment, text_in, wrong
from services.accounts.parties.models import Contractor
from shared.texts import N_

COLUMNS = {
    "name": 512,
    "email": 254,
    "street": 200,
    "post_code": 20,
    "city": 100,
    "bank_account": 34,
    "external_id": 200,
}
USED = frozenset(["id", "tax_no", "country", "created_at", "updated_at", "api_token", *COLUMNS])
PERSON = ("first_name", "last_name")

NAME_NEEDED = N_("Say the client's name.")
TOO_LONG = N_("It is too long.")


def facts_given(given: Mapping[str, Any], *, known: Contractor | None = None) -> dict[str, Any]:
    """The columns that are given; a new client has a name, a person's if need be."""
    facts: dict[str, Any] = {name: text_in(given, name) for name in COLUMNS if name in given}
    for name, most in COLUMNS.items():
        if len(facts.get(name) or "") > most:
            raise wrong(name, TOO_LONG)
    if known is None or "name" in given:
        person = " ".join(filter(None, (text_in(given, part) for part in PERSON)))
        facts["name"] = facts.get("name") or person
        if not facts["name"]:
            raise wrong("name", NAME_NEEDED)
    facts |= _number(given, known)
    beside = known.beside if known else {}
    return facts | {"beside": beside | kept(given, USED)}


def client_view(contractor: Contractor) -> dict[str, Any]:
    """A client as programs see it."""
    return {
        "company": True,
        **contractor.beside,
        "id": contractor.serial,
        **{name: getattr(contractor, name) for name in COLUMNS},
        "tax_no": contractor.tax_no,
        "country": contractor.country,
        "created_at": moment(contractor.created_at),
        "updated_at": moment(contractor.updated_at),
    }


def _number(given: Mapping[str, Any], known: Contractor | None) -> dict[str, Any]:
    if not {"tax_no", "country"} & given.keys():
        return {}
    text = text_in(given, "tax_no") if "tax_no" in given else (known and known.tax_no)
    country = text_in(given, "country") or (known.country if known else None)
    number = tax_number((text or "")[:50] or None, country)
    return {"tax_no": number.get("tax_no"), "country": number["country"]}
