"""What changed of a firm's data, in words: each member that is another than before."""

from typing import Any

from shared.texts import N_, say
from shared.web.problems import language

MEMBERS = {
    "name": N_("Name of the firm"),
    "tax_no": N_("NIP"),
    "street": N_("Street"),
    "house_number": N_("House number"),
    "flat_number": N_("Flat number"),
    "post_code": N_("Post code"),
    "city": N_("Town"),
    "country": N_("Country"),
    "email": N_("E-mail of the firm"),
    "voivodeship": N_("Voivodeship"),
    "county": N_("County"),
    "commune": N_("Commune"),
    "tax_office_code": N_("Code of the tax office"),
    "birth_date": N_("Date of birth"),
    "person": N_("Natural person"),
}
NOTHING = "–"


def differences(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Such as `Town: Warszawa → Łódź; Post code: 00-916 → 90-001`."""
    changed = [name for name in MEMBERS if before.get(name) != after.get(name)]
    return "; ".join(
        f"{say(MEMBERS[name], language())}: {_shown(before.get(name))} → {_shown(after.get(name))}"
        for name in changed
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value) if value else NOTHING
