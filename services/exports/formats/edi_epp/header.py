"""The header of a document: the 62 fields of table 3 of the specification."""

from services.exports.formats.countries import polish_name
from services.exports.formats.edi_epp.record import (
    NO_AMOUNT,
    NOTHING,
    amount,
    day,
    number,
    record,
    text,
)
from services.exports.formats.edi_epp.types import is_export, transaction
from services.exports.formats.eu import vat_prefix
from services.exports.formats.jpk.codes import VAT_PREFIXES
from services.exports.formats.kinds import CORRECTION
from services.exports.formats.parties import (
    contractor_code,
    is_eu,
    other_party,
    split_address,
    tax_number,
)
from services.exports.formats.problems import Notes
from services.exports.formats.totals import Totals
from shared.contracts.document import Document, Party

LONGEST_NUMBER = 30

_PAYMENT_FORMS = {
    "cash": "Gotówka",
    "card": "Karta płatnicza",
    "voucher": "Bon",
    "cheque": "Czek",
    "credit": "Kredyt",
    "transfer": "Przelew",
    "mobile": "Płatność mobilna",
    "other": "Inna",
}


def header(document: Document, type_: str, totals: Totals, rows: int, notes: Notes) -> str:
    """The record; `totals` are those of the VAT table, `rows` the number of its records."""
    return record(
        *_identity(document, type_, notes),
        *contractor_fields(other_party(document), 255, notes),
        *_origin(document, notes),
        *_values(document, totals, rows),
        *_payment(document, totals, notes),
        *_rounding(document),
        *_currency(document, notes),
        *_remarks(document, notes),
        *_transaction(document),
        *country_fields(other_party(document), notes),
    )


def _identity(document: Document, type_: str, notes: Notes) -> tuple[str, ...]:
    """Fields 1 to 11. The number stands as it is on the document, no mnemonic before it."""
    own = document["number"]
    theirs = NOTHING if document["income"] else text("number", own, 20, notes)
    whole = text("number", own, LONGEST_NUMBER, notes)
    corrected = _corrected(document, notes)
    return (f'"{type_}"', "1", "0", NOTHING, theirs, NOTHING, whole, *corrected, NOTHING, NOTHING)


def _corrected(document: Document, notes: Notes) -> tuple[str, str]:
    if document["kind"] != CORRECTION:
        return NOTHING, NOTHING
    if not document["corrected"]:
        notes.note("incomplete_document", "corrected")
        return NOTHING, NOTHING
    numbers = ", ".join(each["number"] for each in document["corrected"])
    return (
        text("corrected", numbers, LONGEST_NUMBER, notes),
        day(document["corrected"][0]["issue_date"]),
    )


def contractor_fields(party: Party, longest_name: int, notes: Notes) -> tuple[str, ...]:
    """Code, short and whole name, town, post code, street, tax number."""
    address = split_address(party["address"])
    short = text("name", party["name"][:40], 40, notes)
    return (
        text("code", contractor_code(party), 20, notes),
        short,
        text("name", party["name"], longest_name, notes),
        text("town", address.town, 30, notes),
        text("post_code", address.post_code, 6, notes),
        text("address", address.street, 50, notes),
        text("tax_no", tax_number(party), 20, notes),
    )


def country_fields(party: Party, notes: Notes) -> tuple[str, ...]:
    prefix = vat_prefix(party["country"])
    return (
        text("country", polish_name(party["country"]), 50, notes),
        f'"{prefix}"' if prefix in VAT_PREFIXES else NOTHING,
        f"{is_eu(party):d}",
    )


def _origin(document: Document, notes: Notes) -> tuple[str, ...]:
    """Fields 19 to 24: category, place, issued, sold, received."""
    received = None if document["income"] else document["receipt_date"] or document["vat_date"]
    return (
        text("category", document["category"], 30, notes),
        NOTHING,
        text("issue_place", document["issue_place"], 30, notes),
        day(document["issue_date"]),
        day(document["sale_date"] or document["issue_date"]),
        day(received or document["issue_date"]),
    )


def _values(document: Document, totals: Totals, rows: int) -> tuple[str, ...]:
    """Fields 25 to 33: how many rows, whether priced net, the values."""
    priced_gross = any(
        position["unit_gross"] and not position["unit_net"] for position in document["positions"]
    )
    return (
        f"{rows}",
        f"{not priced_gross:d}",
        NOTHING,
        *map(amount, totals),
        NO_AMOUNT,
        NOTHING,
        NO_AMOUNT,
    )


def _payment(document: Document, totals: Totals, notes: Notes) -> tuple[str, ...]:
    """Fields 34 to 37; what was paid in part is not known, so all of it is still to pay."""
    if document["payment_state"] == "partial":
        notes.note("field_not_carried", "payment_state")
    paid = totals.gross if document["payment_state"] == "paid" else 0
    return (
        text("payment_form", _PAYMENT_FORMS.get(document["payment_form"] or ""), 30, notes),
        day(document["due_date"] or document["issue_date"]),
        amount(paid),
        amount(totals.gross - paid),
    )


def _rounding(document: Document) -> tuple[str, ...]:
    """Fields 38 to 46; a table that is given as it is must not be worked out anew."""
    worked_out = document["vat_strategy"] != "as_given"
    nobody = (NOTHING,) * 3
    return ("0", "0", f"{worked_out:d}", "0", *nobody, NO_AMOUNT, NO_AMOUNT)


def _currency(document: Document, notes: Notes) -> tuple[str, ...]:
    rate = "1" if document["currency"] == "PLN" else document["exchange_rate"] or "1"
    return text("currency", document["currency"], 3, notes), number("exchange_rate", rate, notes)


def _remarks(document: Document, notes: Notes) -> tuple[str, ...]:
    """Fields 49 to 52."""
    said = "; ".join(filter(None, (document["correction_reason"], document["description"])))
    return text("description", said, 255, notes), NOTHING, NOTHING, NOTHING


def _transaction(document: Document) -> tuple[str, ...]:
    """Fields 53 to 59."""
    kind = f"{transaction(document)}"
    return ("0", f"{is_export(document):d}", kind, NOTHING, NO_AMOUNT, NOTHING, NO_AMOUNT)
