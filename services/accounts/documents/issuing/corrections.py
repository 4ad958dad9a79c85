"""Corrections: a document of differences, with its rows before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import locked_document
from services.accounts.documents.computing import Amounts, Row, row_of
from services.accounts.documents.issuing.actions import is_correctable, keep_new, today
from services.accounts.documents.issuing.content import content_of, parties_given
from services.accounts.documents.issuing.given import PRICES, amounts_given, invalid, row_given
from services.accounts.documents.issuing.schemas import CorrectionBody, NewDocumentBody
from services.accounts.documents.lifecycle import BOOKED, ISSUED
from services.accounts.documents.models import Document
from shared.contracts.document import Party, Position
from shared.errors import Refused
from shared.ids import new_id
from shared.texts import N_

TAKEN_OVER = (
    "currency", "payment_form", "bank_account", "split_payment", "cash_method", "self_billing",
    "reverse_charge", "exempt_basis", "triangular", "margin", "procedures", "category",
)  # fmt: skip
"""What holds for a correction as it does for what it corrects."""

REMOVABLE = ("unit", "discount", "gtu", "procedure", "purchase_price", "margin_rate")
"""What a row after the correction may be without."""

CHANGED = ("name", "quantity", "vat_rate", *REMOVABLE)
"""What a row after the correction may have of its own, beside its price."""

UNSAID = "–"

NOT_CORRECTED = N_("A document of this kind, or one that was cancelled, is not corrected.")
NO_SUCH_ROW = N_("The document has no such row.")
SAY_VALUE = N_("The row has no price for one: say its new value, net or gross as before.")


def correct(session: Session, account: Account, document_id: str, body: dict[str, Any]) -> Document:
    """Issue a correction of the document.

    Its rows stand before and after it, its sums are the differences. A further correction
    begins where the ones before it ended.
    """
    original = locked_document(session, account, document_id)
    check_correctable(original)
    given = _body(original, body)
    amounts = difference(standing_rows(session, original), given, body["positions"])
    content = content_of(
        given, _parties(account, original, body), amounts, id=new_id(), today=today()
    )
    return keep_new(
        session,
        account,
        content,
        contractor_id=original.contractor_id,
        corrects_id=original.id,
    )


def check_correctable(original: Document) -> None:
    """Refused where the document is not one that is corrected."""
    if not is_correctable(original):
        raise Refused(NOT_CORRECTED)


def preview(session: Session, original: Document, positions: Sequence[dict[str, Any]]) -> Amounts:
    """What a correction of these rows would change, which keeps nothing."""
    nothing_else = CorrectionBody().load({"reason": UNSAID})
    return difference(standing_rows(session, original), _body(original, nothing_else), positions)


def difference(
    standing: Mapping[int, Position], given: dict[str, Any], changes: Sequence[dict[str, Any]]
) -> Amounts:
    """The rows before and after the changes, and the sums of what they differ by."""
    rows = _rows(standing, changes)
    named = {row.no for row in rows}
    others = [position for no, position in standing.items() if no not in named]
    return amounts_given(rows, given, others)


def standing_rows(session: Session, original: Document) -> dict[int, Position]:
    """The rows of a document as the corrections so far have left them, by their numbers."""
    query = _corrections_of(original).options(undefer(Document.positions))
    rows: dict[int, Position] = {each["no"]: each for each in original.content["positions"]}
    for correction in session.scalars(query):
        rows |= {each["no"]: each for each in correction.positions if not each["before"]}
    return rows


def corrections_of(session: Session, original: Document) -> Sequence[Document]:
    """The corrections of a document that stand, the oldest first, without their positions."""
    return session.scalars(_corrections_of(original)).all()


def _corrections_of(original: Document) -> Select[Document]:
    query = select(Document).where(
        Document.corrects_id == original.id, Document.state.in_([ISSUED, BOOKED])
    )
    return query.order_by(Document.serial)


def _rows(standing: Mapping[int, Position], given: Sequence[dict[str, Any]]) -> list[Row]:
    """The rows before and after, side by side; a new one has only an after."""
    rows: list[Row] = []
    last = max(standing, default=0)
    for at, each in enumerate(given):
        pointer = f"/positions/{at}"
        if each.get("no") is None:
            last += 1
            name = each.get("name") or ""
            rows.append(replace(row_given(each | {"name": name}, pointer), no=last))
            continue
        if each["no"] not in standing:
            raise invalid(NO_SUCH_ROW, f"{pointer}/no")
        before = replace(row_of(standing[each["no"]]), before=True)
        rows += [before, _after(before, each, pointer)]
    return rows


def _after(before: Row, given: dict[str, Any], pointer: str) -> Row:
    """The row as it should have been: what is not said of it stays."""
    changed = {
        name: given[name]
        for name in CHANGED
        if name in given and (given[name] is not None or name in REMOVABLE)
    }
    after = replace(before, before=False, **changed)
    if any(given.get(name) is not None for name in PRICES):
        priced = row_given(given | {"name": after.name}, pointer)
        if priced.base != before.base:
            raise invalid(SAY_VALUE, pointer)
        return replace(after, price=priced.price, value=priced.value)
    if not changed.keys() & {"quantity", "discount"}:
        return after
    if before.price is None:
        raise invalid(SAY_VALUE, pointer)
    return replace(after, value=None)


def _body(original: Document, body: dict[str, Any]) -> dict[str, Any]:
    """The correction as a body: what the original says, and what is given beside."""
    said = original.head
    rate, strategy = said["exchange_rate"], said["vat_strategy"]
    given = {"kind": "correction", "income": original.income}
    known: dict[str, Any] = NewDocumentBody().load(given)
    known |= {name: said[name] for name in TAKEN_OVER}
    known |= {name: body[name] for name in ("number", "issue_date", "due_date", "description")}
    known["exchange_rate"] = Decimal(rate) if rate else None
    known["vat_strategy"] = "per_sum" if strategy == "as_given" else strategy
    known["correction_reason"] = body["reason"]
    known["corrected"] = [
        {
            "number": original.number,
            "issue_date": original.issue_date,
            "ksef_number": original.ksef_number,
        }
    ]
    return known


def _parties(account: Account, original: Document, body: dict[str, Any]) -> dict[str, Party]:
    """Those of the original, as it names them, but for a buyer that is put right."""
    parties: dict[str, Party] = {side: original.head[side] for side in ("seller", "buyer")}
    return parties | parties_given(account, {"buyer": body["buyer"]}, income=original.income)
