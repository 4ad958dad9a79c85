"""What an account's Comarch ERP Optima calls things: its bases, VAT registers, sorts of sale.

The marks of the two bases have no default: they are what the client's and the bureau's Optima
were told under distributed work, and a file with others imports nothing. The names of the
registers are those that Optima sets up itself.
"""

from services.exports.formats.problems import Problem, missing_settings
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema
from shared.texts import N_

NEEDED = ("source_id", "target_id")


def _text(title: str, most: int, default: str | None = None) -> Schema:
    rule = {"type": "string", "title": title, "minLength": 1, "maxLength": most}
    rule["pattern"] = r"^[^\x00-\x1f&<>]*$"
    return rule | ({"default": default} if default else {})


def _choice(title: str, choices: list[str]) -> Schema:
    return {"type": "string", "title": title, "enum": choices, "default": choices[0]}


SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "source_id": _text(N_("Mark of the source base (BAZA_ZRD_ID)"), 5),
        "target_id": _text(N_("Mark of the target base (BAZA_DOC_ID)"), 5),
        "sales_register": _text(N_("VAT register of sales"), 20, "SPRZEDAŻ"),
        "purchases_register": _text(N_("VAT register of purchases"), 20, "ZAKUP"),
        "sale_kind": _choice(N_("What is sold"), ["usługi", "towary"]),
        "purchase_kind": _choice(N_("What is bought"), ["usługi", "towary"]),
        "deductions": _choice(N_("Is VAT deducted?"), ["tak", "nie", "warunkowo"]),
        "sales_column": _text(N_("Column of the tax ledger for sales"), 30, "Sprzedaż"),
        "costs_column": _text(N_("Column of the tax ledger for costs"), 30),
    },
}


def obstacles(run: Run) -> list[Problem]:
    """A `missing_setting` for each mark that is not known."""
    return missing_settings(SCHEMA, NEEDED, run.settings)
