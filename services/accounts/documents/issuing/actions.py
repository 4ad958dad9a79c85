"""Issuing and what comes after it, one function each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.addresses import CORRECTION
from services.accounts.documents.actions import (
    lock_documents,
    locked_document,
    record,
    serials,
    step,
)
from services.accounts.documents.computing import Amounts, row_of
from services.accounts.documents.issuing.content import (
    computed,
    content_of,
    parties_given,
    parties_of,
    payment_state,
    said,
)
from services.accounts.documents.issuing.given import amounts_given, invalid, rows_given
from services.accounts.documents.kinds import CANCELED, CORRECTED_KINDS, is_numbered_here
from services.accounts.documents.lifecycle import BOOKED, ISSUED
from services.accounts.documents.models import Document
from services.accounts.documents.numbering.actions import check_free, next_number
from services.accounts.stock import actions as stock
from shared.clock import now
from shared.contracts.document import Document as Content
from shared.ids import new_id
from shared.lifecycle import StepRefused
from shared.texts import N_
from shared.web.versions import check_if_match

WARSAW = ZoneInfo("Europe/Warsaw")
COMPUTED_FROM = {"positions", "vat_strategy", "vat_summary", "currency", "exchange_rate", "margin"}

NUMBER_NEEDED = N_("The seller has given the document a number: say it.")


def issue(
    session: Session,
    account: Account,
    body: dict[str, Any],
    *,
    contractor_id: str | None = None,
) -> Document:
    """Record a new document with the account's next number, or the number that it has."""
    lock_documents(session, account)
    amounts = amounts_of_body(body)
    parties = parties_of(account, body)
    content = content_of(body, parties, amounts, id=new_id(), today=today())
    return keep_new(session, account, content, contractor_id=contractor_id)


def amounts_of_body(body: dict[str, Any]) -> Amounts:
    """The amounts of a new document, as it would be issued."""
    return amounts_given(rows_given(body["positions"], body["kind"]), body)


def keep_new(
    session: Session,
    account: Account,
    content: Content,
    *,
    contractor_id: str | None = None,
    corrects_id: str | None = None,
) -> Document:
    """Number and record a document whose account is locked."""
    content["number"] = _number(session, account, content)
    document = record(
        session,
        account,
        content,
        serial=next(serials(session, account)),
        contractor_id=contractor_id,
        corrects_id=corrects_id,
    )
    stock.move(session, account, document)
    return document


def change(session: Session, account: Account, document_id: str, body: dict[str, Any]) -> Document:
    """Change what the body says; sums are computed anew where something in them changes."""
    document = locked_document(session, account, document_id)
    check_if_match(document.version)
    if body.get("issue_date") is None:  # A document always has one.
        body = {name: each for name, each in body.items() if name != "issue_date"}
    changes = said({"currency": document.currency} | body)
    changes |= parties_given(account, body, income=document.income)
    if COMPUTED_FROM & body.keys():
        changes |= computed(computed_anew(document, body))
    changes |= _renumbered(session, account, document, body, changes)
    if document.paid:
        gross = Decimal(changes.get("gross", document.gross))
        changes["payment_state"] = payment_state(document.paid, gross)
    with corrected_instead(account, document):
        step(session, document, "change", **changes)
    stock.move(session, account, document)
    return document


def settle(session: Session, document: Document, amount: Decimal, day: date) -> None:
    """`amount` more (or, negative, less) of a locked document is paid."""
    document.paid += amount
    state = payment_state(document.paid, document.gross)
    paid_date = day.isoformat() if state == "paid" else None
    step(session, document, "settle", payment_state=state, paid_date=paid_date)


def cancel(session: Session, account: Account, document_id: str) -> Document:
    """The document keeps its number and does not count any more."""
    document = _stepped(session, account, document_id, "cancel", kind=CANCELED)
    stock.take_back(session, document)
    return document


def delete(session: Session, account: Account, document_id: str) -> Document:
    """The document is found no more; its number stays spent, and exports stop counting it."""
    document = _stepped(session, account, document_id, "delete", kind=CANCELED)
    stock.take_back(session, document)
    return document


def book(session: Session, account: Account, document_id: str, body: dict[str, Any]) -> Document:
    """The bureau has booked the document, which stays as it is from now on."""
    days = {name: day.isoformat() for name, day in body.items() if day}
    return _stepped(session, account, document_id, "book", **days)


def unbook(session: Session, account: Account, document_id: str) -> Document:
    """The bureau took the document out of its books: it may change again."""
    days = {"vat_date": None, "income_tax_date": None}
    return _stepped(session, account, document_id, "unbook", **days)


@contextmanager
def corrected_instead(account: Account, document: Document) -> Iterator[None]:
    """A locked document that is not changed has a way out: a correction."""
    may_be_corrected = is_correctable(document)
    try:
        yield
    except StepRefused as refusal:
        if may_be_corrected:
            refusal.fix = CORRECTION.format(prefix=account.prefix, document_id=document.id)
        raise


def is_correctable(document: Document) -> bool:
    """Whether a correction of the document may be issued."""
    return document.kind in CORRECTED_KINDS and document.state in (ISSUED, BOOKED)


def today() -> date:
    """The day in Poland, by which documents are dated."""
    moment: datetime = now()
    return moment.astimezone(WARSAW).date()


def _stepped(
    session: Session, account: Account, document_id: str, trigger: str, **changes: Any
) -> Document:
    document = locked_document(session, account, document_id)
    check_if_match(document.version)
    with corrected_instead(account, document):
        step(session, document, trigger, **changes)
    return document


def _number(session: Session, account: Account, content: Content) -> str:
    facts: dict[str, Any] = {
        "income": content["income"],
        "tax_no": content["seller"]["tax_no"],
    }
    if content["number"]:
        check_free(session, account, number=content["number"], **facts)
        return content["number"]
    if not is_numbered_here(content):
        raise invalid(NUMBER_NEEDED, "/number")
    day = date.fromisoformat(content["issue_date"])
    return next_number(session, account, kind=content["kind"], day=day, **facts)


def _renumbered(
    session: Session,
    account: Account,
    document: Document,
    body: dict[str, Any],
    changes: dict[str, Any],
) -> dict[str, Any]:
    """The number that the document has from now on, if that, or the seller, is another."""
    number = body.get("number") or document.number
    seller = changes.get("seller") or document.head["seller"]
    tax_no: str | None = seller["tax_no"]
    if (number, tax_no) == (document.number, document.seller_tax_no):
        return {}
    check_free(session, account, income=document.income, tax_no=tax_no, number=number)
    return {"number": number}


def computed_anew(document: Document, body: dict[str, Any]) -> Amounts:
    """The amounts of the document with the changes of `body`, which keeps nothing yet."""
    content: dict[str, Any] = document.head | {"positions": document.positions}
    known = {name: content[name] for name in ("vat_strategy", "currency", "margin")}
    rate = content["exchange_rate"]
    known["exchange_rate"] = Decimal(rate) if rate else None
    if known["vat_strategy"] == "as_given" and "vat_strategy" not in body:
        known["vat_summary"] = [
            {"rate": each["rate"], "net": Decimal(each["net"]), "vat": Decimal(each["vat"])}
            for each in content["vat_summary"]
        ]
    given = known | body
    if "positions" in body:
        return amounts_given(rows_given(body["positions"], document.kind), given)
    return amounts_given([row_of(position) for position in content["positions"]], given)
