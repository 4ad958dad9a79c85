"""From an invoice's attributes to the bodies that issuing takes."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.compatible.invoices.finding import invoice
from services.accounts.compatible.invoices.parties import (
    NAMES,
    PARTS,
    party_given,
    party_of,
    shown_of,
)
from services.accounts.compatible.invoices.rows import PRICES, nested, rows_changed, rows_given
from services.accounts.compatible.rates import rate_shown
from services.accounts.compatible.values import day_in, is_yes, kept, number_in, serial_of, text_in
from services.accounts.documents.issuing.actions import today
from services.accounts.documents.kinds import direction
from services.accounts.documents.models import Document
from services.accounts.parties.actions import get_contractor, get_product
from services.accounts.parties.models import Contractor

Given = Mapping[str, Any]

FORMS = {
    "transfer": "transfer", "cash": "cash", "card": "card", "cheque": "cheque",
    "credit": "credit", "voucher": "voucher", "mobile": "mobile", "blik": "mobile",
    "przelew": "transfer", "gotowka": "cash", "gotówka": "cash", "karta": "card",
}  # fmt: skip
"""Forms of payment that have a name of ours; the rest are `other`."""

TEXTS = {
    "number": "number",
    "place": "issue_place",
    "description": "description",
    "seller_bank_account": "bank_account",
    "correction_reason": "correction_reason",
    "exempt_tax_kind": "exempt_basis",
}
DAYS = {
    "issue_date": "issue_date",
    "sell_date": "sale_date",
    "payment_to": "due_date",
    "transaction_date": "receipt_date",
}
MARKS = {"split_payment": "split_payment", "reverse_charge": "reverse_charge"}
CORRECTED = ("from_invoice_id", "invoice_id")
USED = frozenset(
    [
        "id", "kind", "income", "status", "client_id", "positions", "positions_attributes",
        "paid", "paid_date", "payment_type", "payment_to_kind", "currency", "exchange_rate",
        "procedure_designations", "api_token", "number", "copy_invoice_from",
        *TEXTS, *DAYS, *MARKS, *CORRECTED,
        *(f"{side}_{name}" for side in ("seller", "buyer") for name in NAMES if name not in PARTS),
    ]
)  # fmt: skip
"""Attributes that become something of our own; the single others are kept as they are."""


def kind_given(given: Given) -> str:
    """The kind, `vat` where none is named."""
    return text_in(given, "kind") or "vat"


def new_body(
    session: Session, account: Account, given: Given, client: Contractor | None
) -> dict[str, Any]:
    """The body of a new document."""
    kind = kind_given(given)
    said = text_in(given, "income")
    income = direction(kind, None if said is None else is_yes(said))
    body = _common(given) | {"kind": kind, "income": income}
    body |= _parties(given, income=income, client=client)
    other = body.get("buyer" if income else "seller") or {}
    in_union = other.get("tax_no_kind") == "eu_vat"
    positions = [_priced(session, account, each) for each in nested(given)]
    body["positions"] = rows_given(positions, kind=kind, buyer_in_union=in_union)
    if kind == "vat_margin":
        body["margin"] = "used_goods"
    if kind == "correction":
        body["corrected"] = _corrected(session, account, given)
    return body


def changed_body(given: Given, document: Document) -> dict[str, Any]:
    """The body of a change: what is given of it, its rows whole where some of them are."""
    other = "buyer" if document.income else "seller"
    body = _common(given)
    if any(f"{other}_{name}" in given for name in NAMES):
        known = shown_of(document.head[other], other, document.beside or {})
        body |= _parties(known | dict(given), income=document.income, client=None)
    if nested(given):
        body["positions"] = rows_changed(
            document.positions,
            nested(given),
            document.serial,
            kind=document.kind,
            buyer_in_union=document.head[other]["tax_no_kind"] == "eu_vat",
        )
    return body


def client_given(session: Session, account: Account, given: Given) -> Contractor | None:
    """The contractor whom `client_id` names; Missing where there is none."""
    id = text_in(given, "client_id")
    if id is None:
        return None
    return get_contractor(session, account, serial_of(id))


def beside(given: Given) -> dict[str, Any]:
    """What the document itself has no place for."""
    return kept(given, USED) | {
        name: int(id) for name in CORRECTED if (id := text_in(given, name) or "").isdecimal()
    }


def _common(given: Given) -> dict[str, Any]:
    body: dict[str, Any] = {
        ours: text_in(given, its) for its, ours in TEXTS.items() if its in given
    }
    body |= {ours: day_in(given, its) for its, ours in DAYS.items() if its in given}
    body |= {ours: is_yes(given[its]) for its, ours in MARKS.items() if its in given}
    if days := text_in(given, "payment_to_kind"):
        body |= _term(given, days)
    if form := text_in(given, "payment_type"):
        body["payment_form"] = FORMS.get(form.casefold(), "other")
    if currency := text_in(given, "currency"):
        body["currency"] = currency.upper()
    if rate := number_in(given, "exchange_rate"):
        body["exchange_rate"] = f"{rate:f}"
    if isinstance(given.get("procedure_designations"), list):
        body["procedures"] = [str(each) for each in given["procedure_designations"]]
    return body


def _term(given: Given, days: str) -> dict[str, Any]:
    """`payment_to_kind` is a number of days from the issue, unless it says `other_date`."""
    if not days.isdecimal() or len(days) > 4:
        return {}
    issued = day_in(given, "issue_date")
    begin = date.fromisoformat(issued) if issued else today()
    return {"due_date": (begin + timedelta(days=int(days))).isoformat()}


def _parties(given: Given, *, income: bool, client: Contractor | None) -> dict[str, Any]:
    """The other party. Of its own side the account knows better than any program."""
    other = "buyer" if income else "seller"
    named = party_given(given, other)
    if client:
        return {other: party_of(client) | {k: v for k, v in (named or {}).items() if v}}
    return {other: named} if named else {}


def _priced(session: Session, account: Account, position: Given) -> Given:
    """The position with name, unit, rate and price of its product, where it has none itself."""
    id = text_in(position, "product_id")
    if id is None:
        return position
    product = get_product(session, account, serial_of(id))
    known: dict[str, Any] = {
        "name": product.name,
        "quantity_unit": product.unit,
        "tax": rate_shown(product.vat_rate),
        "gtu_code": product.gtu,
    }
    if not PRICES.keys() & position.keys():
        known[f"price_{product.base}"] = product.price or Decimal(0)
    return known | {name: value for name, value in position.items() if value is not None}


def _corrected(session: Session, account: Account, given: Given) -> list[dict[str, Any]]:
    id = next(filter(None, (text_in(given, name) for name in CORRECTED)), None)
    if id is None:
        return []
    original = invoice(session, account, serial_of(id))
    facts = {"number": original.number, "ksef_number": original.ksef_number}
    return [facts | {"issue_date": original.issue_date.isoformat()}]


def amount_paid(given: Given) -> Decimal | None:
    """What is said to be paid of the invoice."""
    return number_in(given, "paid")
