"""What the form's lists offer."""

from collections.abc import Mapping
from typing import Any

from services.accounts.documents.issuing.schemas import MARGIN_RATES, PROCEDURES
from services.accounts.documents.kinds import CANCELED, COSTS_ONLY, KINDS, WAREHOUSE
from services.accounts.documents.listing import Side
from services.accounts.pages.countries import countries as named
from shared.contracts.document import VAT_RATES
from shared.contracts.printing.words import MARGINS, PAYMENT_FORMS, TITLES, Words
from shared.texts import N_, say
from shared.web.problems import language

Choices = list[tuple[str, str]]

CURRENCIES = (
    "PLN", "EUR", "USD", "GBP", "CHF", "CZK", "DKK", "HUF", "JPY", "NOK", "RON", "SEK", "UAH",
)  # fmt: skip

COUNTRIES = frozenset(
    [
        "AE", "AL", "AR", "AT", "AU", "BA", "BE", "BG", "BR", "BY", "CA", "CH", "CL", "CN", "CY",
        "CZ", "DE", "DK", "EE", "EG", "ES", "FI", "FR", "GB", "GE", "GR", "HK", "HR", "HU", "ID",
        "IE", "IL", "IN", "IS", "IT", "JP", "KR", "KZ", "LI", "LT", "LU", "LV", "MA", "MD", "ME",
        "MK", "MT", "MX", "MY", "NL", "NO", "NZ", "PH", "PT", "RO", "RS", "SA", "SE", "SG", "SI",
        "SK", "TH", "TN", "TR", "TW", "UA", "US", "VN", "ZA",
    ]
)  # fmt: skip
"""Beside Poland; another one stays where a form has it already."""

NOT_ISSUED = frozenset([CANCELED, "correction"])
"""What a document becomes, and what is made on the page of another one."""

NOT_OF_SALES = COSTS_ONLY | WAREHOUSE | {"kw"}
NOT_OF_COSTS = WAREHOUSE | {"kp", "estimate", "client_order"}

GTU: Mapping[str, str] = {
    "GTU_01": N_("alcoholic drinks"),
    "GTU_02": N_("motor fuels"),
    "GTU_03": N_("heating and lubricating oils"),
    "GTU_04": N_("tobacco"),
    "GTU_05": N_("waste"),
    "GTU_06": N_("electronics"),
    "GTU_07": N_("vehicles and their parts"),
    "GTU_08": N_("metals"),
    "GTU_09": N_("medicines and medical devices"),
    "GTU_10": N_("buildings and land"),
    "GTU_11": N_("emission allowances"),
    "GTU_12": N_("advice, accounting, marketing and other intangible services"),
    "GTU_13": N_("transport and storage"),
}
STRATEGIES: Mapping[str, str] = {
    "per_position": N_("of each position, then added up"),
    "per_sum": N_("of the sum of each rate"),
    "as_given": N_("as the seller gave it"),
}
NUMBER_KINDS: Mapping[str, str] = {
    "nip": N_("NIP"),
    "eu_vat": N_("EU VAT number"),
    "other": N_("another number"),
}
MARKS: Mapping[str, str] = {
    "split_payment": N_("Split payment (MPP)"),
    "reverse_charge": N_("Reverse charge"),
    "cash_method": N_("Cash accounting scheme"),
    "self_billing": N_("Self-billing"),
    "triangular": N_("Triangular transaction in the EU"),
}


def choices(side: Side, form: Mapping[str, str]) -> dict[str, Any]:
    """The values of each list with their names; what the form has already is offered, too."""
    strategy = form.get("vat_strategy", "")
    strategies = [s for s in STRATEGIES if s != "as_given" or strategy == s]
    currency = form.get("currency") or "PLN"
    return {
        "kinds": _said({kind: TITLES[kind] for kind in kinds_to_issue(side)}),
        "rates": rate_choices(),
        "payment_forms": _said(PAYMENT_FORMS),
        "margins": _said(MARGINS),
        "margin_rates": [(rate, f"{rate}%") for rate in MARGIN_RATES],
        "gtu": gtu_choices(),
        "procedures": [(code, code) for code in PROCEDURES],
        "strategies": _said({name: STRATEGIES[name] for name in strategies}),
        "number_kinds": _said(NUMBER_KINDS),
        "marks": MARKS,
        "currencies": [(each, each) for each in dict.fromkeys((*CURRENCIES, currency))],
        "countries": countries(form.get("party/country", "")),
    }


def rate_choices() -> Choices:
    """The VAT rates as people read them."""
    return [(rate, Words(language()).rate(rate)) for rate in VAT_RATES]


def gtu_choices() -> Choices:
    """The GTU codes, each with what it is for."""
    return [(code, f"{code} – {say(name, language())}") for code, name in GTU.items()]


def kinds_to_issue(side: Side) -> list[str]:
    """The kinds that are written on a side."""
    if side == "warehouse":
        return [kind for kind in KINDS if kind in WAREHOUSE]
    hidden = NOT_ISSUED | (NOT_OF_SALES if side == "sales" else NOT_OF_COSTS)
    return [kind for kind in KINDS if kind not in hidden]


def countries(known: str = "") -> Choices:
    """The countries with which firms trade, and the `known` one; Poland first."""
    return named({"PL", *COUNTRIES, known})


def _said(names: Mapping[str, str]) -> Choices:
    return [(value, say(name, language())) for value, name in names.items()]
