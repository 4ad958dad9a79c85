"""What programs do with invoices, put together from what everybody can do with documents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.compatible.invoices.finding import invoice
from services.accounts.compatible.invoices.given import (
    amount_paid,
    beside,
    changed_body,
    client_given,
    new_body,
)
from services.accounts.compatible.invoices.parties import NAMES, PARTS
from services.accounts.compatible.invoices.rows import copied, nested
from services.accounts.compatible.invoices.view import invoice_view, status_of
from services.accounts.compatible.values import day_in, serial_of, text_in, wrong
from services.accounts.documents.actions import note
from services.accounts.documents.issuing import actions
from services.accounts.documents.issuing.schemas import DocumentChangeBody, NewDocumentBody
from services.accounts.documents.models import Document
from services.accounts.parties.actions import contractor_named
from services.accounts.parties.models import Contractor
from services.accounts.payments.actions import register, take_back_all
from shared.texts import N_

Given = Mapping[str, Any]

COPIED = frozenset(
    [
        "kind", "income", "place", "payment_type", "currency", "exchange_rate", "client_id",
        "description", "seller_bank_account", "split_payment", "reverse_charge", "exempt_tax_kind",
        "procedure_designations",
        *(f"{side}_{name}" for side in ("seller", "buyer") for name in NAMES),
    ]
)  # fmt: skip
"""What a similar invoice takes over; its number, its days and its payments are its own."""

STATUSES = ("issued", "sent", "paid", "partial", "rejected")
NO_STATUS = N_("A status is issued, sent, paid, partial (after a payment) or rejected.")


def create(session: Session, account: Account, given: Given) -> Document:
    """Issue an invoice; whoever it is for is a client from now on."""
    given = _filled(session, account, given)
    client = client_given(session, account, given)
    body = NewDocumentBody().load(new_body(session, account, given, client))
    if client is None:
        client = _client(session, account, body, given)
    document = actions.issue(session, account, body)
    note(
        session,
        document,
        contractor_id=client.id if client else None,
        beside=beside(given),
    )
    _pay(session, account, document, given)
    return document


def change(session: Session, account: Account, serial: int, given: Given) -> Document:
    """Change what is given of an invoice, its status too."""
    document = invoice(session, account, serial)
    body = DocumentChangeBody().load(changed_body(given, document))
    if body:
        document = actions.change(session, account, document.id, body)
    if client := client_given(session, account, given):
        note(session, document, contractor_id=client.id)
    note(session, document, beside=(document.beside or {}) | beside(given))
    _pay(session, account, document, given)
    return document


def change_status(session: Session, account: Account, document: Document, status: str) -> None:
    """Paid pays what is left, issued takes payments back; the rest is noted."""
    if status not in STATUSES or (status == "partial" and status_of(document) != "partial"):
        raise wrong("status", NO_STATUS)
    if status == "paid":
        _register(session, account, document, document.gross - document.paid, {})
    elif status == "issued" and document.paid:
        take_back_all(session, account, document.id)
    if status in ("issued", "sent", "rejected"):
        note(session, document, delivery=status)


def _filled(session: Session, account: Account, given: Given) -> Given:
    """With what the invoice says that `copy_invoice_from` names, where it says nothing itself."""
    id = text_in(given, "copy_invoice_from")
    if id is None:
        return given
    source = invoice(session, account, serial_of(id))
    shown = invoice_view(session, source)
    known = {name: each for name, each in shown.items() if name in COPIED and each is not None}
    rows = {} if nested(given) else {"positions": copied(source.positions, source.serial)}
    said = {name: each for name, each in given.items() if each is not None}
    return known | said | rows


def _pay(session: Session, account: Account, document: Document, given: Given) -> None:
    """What is said to be paid more than is known becomes a payment."""
    paid, status = amount_paid(given), text_in(given, "status")
    if paid is not None and status != "paid":
        _register(session, account, document, paid - document.paid, given)
    elif status and status != status_of(document):
        if status == "paid":
            _register(session, account, document, document.gross - document.paid, given)
        else:
            change_status(session, account, document, status)


def _register(
    session: Session, account: Account, document: Document, amount: Decimal, given: Given
) -> None:
    if not amount:
        return
    facts: dict[str, Any] = {"document_id": document.id, "amount": amount}
    if day := day_in(given, "paid_date"):
        facts["paid_on"] = date.fromisoformat(day)
    register(session, account, facts | {"name": document.number})


def _client(
    session: Session, account: Account, body: dict[str, Any], given: Given
) -> Contractor | None:
    """The other party as a client; a movement within the firm has none."""
    side = "buyer" if body["income"] else "seller"
    party = body[side]
    if not party:
        return None
    parts = {name: text_in(given, f"{side}_{name}") for name in PARTS}
    facts = parts | {"country": party["country"], "email": party["email"]}
    return contractor_named(
        session, account, name=party["name"], tax_no=party["tax_no"], facts=facts
    )
