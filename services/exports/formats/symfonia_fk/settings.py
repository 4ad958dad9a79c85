"""The account map of a client: which accounts, registers and symbols its Symfonia FK has.

Ledger accounts have no default, since a wrong one books money where it does not belong;
registers and symbols are those that Symfonia FK itself sets up for a new firm.
"""

from collections.abc import Mapping
from typing import Any

from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema
from services.exports.formats.vat import RATES
from shared.texts import N_

SALE_ACCOUNTS = ("receivables", "revenue", "vat_due")
COST_ACCOUNTS = ("payables", "costs", "vat_deductible")

_NO_BREAK = r"^[^\x00-\x1f{}]*$"


def _account(title: str, usual: str) -> Schema:
    return {
        "type": "string",
        "title": title,
        "minLength": 1,
        "maxLength": 40,
        "pattern": _NO_BREAK,
        "examples": [usual],
    }


def _given(title: str, default: str, most: int) -> Schema:
    return {
        "type": "string",
        "title": title,
        "minLength": 1,
        "maxLength": most,
        "pattern": _NO_BREAK,
        "default": default,
    }


def _map(title: str, most: int, names: list[str] | None = None) -> Schema:
    value = {"type": "string", "minLength": 1, "maxLength": most, "pattern": _NO_BREAK}
    schema = {"type": "object", "title": title, "additionalProperties": value}
    return schema | ({"propertyNames": {"enum": names}} if names else {})


SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "receivables": _account(N_("Account of settlements with customers"), "200-k"),
        "revenue": _account(N_("Account of sales"), "700-1"),
        "vat_due": _account(N_("Account of VAT due"), "221-1"),
        "payables": _account(N_("Account of settlements with suppliers"), "202-k"),
        "costs": _account(N_("Account of costs"), "402-1"),
        "vat_deductible": _account(N_("Account of deductible VAT"), "221-2"),
        "revenue_by_rate": _map(N_("Accounts of sales per VAT rate"), 40, list(RATES)),
        "revenue_by_category": _map(N_("Accounts of sales per category"), 40),
        "costs_by_category": _map(N_("Accounts of costs per category"), 40),
        "sales_register": _given(N_("Sales register, short name"), "rSPV", 20),
        "sales_register_name": _given(N_("Sales register, name"), "Sprzedaż VAT", 60),
        "sales_registers_by_rate": _map(
            N_("Sales registers per VAT rate, short names, where a rate has its own"),
            20,
            list(RATES),
        ),
        "purchases_register": _given(N_("Purchases register, short name"), "rZPV", 20),
        "purchases_register_name": _given(N_("Purchases register, name"), "Zakup VAT", 60),
        "sale_symbol": _given(N_("Document symbol of a sale"), "FVS", 4),
        "sale_correction_symbol": _given(N_("Document symbol of a sale's correction"), "FKS", 4),
        "purchase_symbol": _given(N_("Document symbol of a purchase"), "FVZ", 4),
        "purchase_correction_symbol": _given(
            N_("Document symbol of a purchase's correction"), "FKZ", 4
        ),
        "rates": _map(
            N_("How the VAT register calls a rate that has no common name"), 10, list(RATES)
        ),
    },
}


def obstacles(run: Run) -> list[Problem]:
    """A `missing_setting` for each ledger account that this direction is booked on."""
    needed = {
        "sale": SALE_ACCOUNTS,
        "cost": COST_ACCOUNTS,
        "all": SALE_ACCOUNTS + COST_ACCOUNTS,
    }[run.direction]
    return [_missing(name) for name in needed if not run.settings.get(name)]


def _missing(name: str) -> Problem:
    title = SCHEMA["properties"][name]["title"]
    return Problem(
        code="missing_setting",
        text=N_("The account map for Symfonia FK lacks “%(field)s”."),
        facts={"field": name, "title": title},
        fix="settings",
    )


def symbol(settings: Mapping[str, Any], *, income: bool, correction: bool) -> str:
    """`symbol FK` of a document."""
    name = ("sale" if income else "purchase") + ("_correction" if correction else "")
    return str(settings[f"{name}_symbol"])
