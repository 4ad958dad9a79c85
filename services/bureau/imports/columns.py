"""The columns of a list of companies, under the headings that people and programs give them."""

from services.bureau.polish import folded

# Each field of the API with its Polish heading; the English one is the field's own name.
COLUMNS = {
    "prefix": "Prefiks",
    "tax_no": "NIP",
    "name": "Nazwa",
    "street": "Ulica",
    "house_number": "Nr domu",
    "flat_number": "Nr lokalu",
    "post_code": "Kod pocztowy",
    "city": "Miejscowość",
    "country": "Kraj",
    "email": "E-mail firmy",
    "voivodeship": "Województwo",
    "county": "Powiat",
    "commune": "Gmina",
    "tax_office_code": "Kod urzędu skarbowego",
    "client_email": "E-mail klienta",
}

BESIDE_COMPANY = ("prefix", "client_email")

_FIELDS = {folded(name): field for field, pl in COLUMNS.items() for name in (field, pl)}


def field_of(heading: str) -> str | None:
    """The field that a heading stands for, in whatever case and with or without marks."""
    return _FIELDS.get(" ".join(folded(heading).strip(" *:").split()))


def headings(language: str) -> list[str]:
    """The headings in the order of the template."""
    return list(COLUMNS.values() if language == "pl" else COLUMNS)
