"""From what a body says to what the document says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from services.accounts.accounts.models import Account
from services.accounts.documents.computing import Amounts
from services.accounts.documents.issuing.given import invalid
from services.accounts.documents.kinds import INTERNAL, direction
from services.accounts.documents.parties import own_party, party_of
from shared.contracts.document import Corrected, Document, Party
from shared.errors import Invalid
from shared.texts import N_

FIRST_VERSION = 1
NO_BUYER_NEEDED = INTERNAL | {"receipt", "kp", "kw"}

NOT_A_PARTY = N_("The account's NIP %(tax_no)s is neither the seller's nor the buyer's.")
NAME_IT = N_("Name the other party.")
CORRECTS_NOTHING = N_("Name the document that it corrects.")

DAYS = ("issue_date", "sale_date", "receipt_date", "due_date", "vat_date", "income_tax_date")
PLAIN = (
    "issue_place",
    "vat_strategy",
    "currency",
    "payment_form",
    "bank_account",
    "split_payment",
    "cash_method",
    "self_billing",
    "reverse_charge",
    "exempt_basis",
    "triangular",
    "margin",
    "procedures",
    "correction_reason",
    "advances",
    "category",
    "description",
)
"""Members that the document takes over as they are."""


def content_of(
    body: dict[str, Any], parties: Mapping[str, Party], amounts: Amounts, *, id: str, today: date
) -> Document:
    """A new document with all that `body` says, but for its number where it gives none."""
    income = direction(body["kind"], body["income"])
    issue_date = body["issue_date"] or today
    content: dict[str, Any] = empty() | {
        "id": id,
        "kind": body["kind"],
        "income": income,
        "number": body["number"] or "",
        **said(body | {"issue_date": issue_date}),
        **parties,
        **computed(amounts),
    }
    if body["kind"] == "correction" and not content["corrected"]:
        raise invalid(CORRECTS_NOTHING, "/corrected")
    if body["kind"] != "correction" and not content["sale_date"]:
        content["sale_date"] = content["issue_date"]
    return cast("Document", content)


def empty() -> dict[str, Any]:
    """What a document says of itself before anybody said anything."""
    texts = (*DAYS, "paid_date", "ksef_number", "ksef_status", "exchange_rate")
    return dict.fromkeys(texts) | {"version": FIRST_VERSION, "payment_state": "unpaid"}


def said(body: Mapping[str, Any]) -> dict[str, Any]:
    """The members of the document that the members of `body` are, as JSON has them."""
    members: dict[str, Any] = {name: body[name] for name in PLAIN if name in body}
    members |= {name: _day(body[name]) for name in DAYS if name in body}
    if "exchange_rate" in body:
        members["exchange_rate"] = _rate(body)
    if "corrected" in body:
        members["corrected"] = [_corrected(each) for each in body["corrected"]]
    return members


def parties_of(account: Account, body: Mapping[str, Any]) -> dict[str, Party]:
    """Seller and buyer: the account on its side, whom the body names on the other."""
    kind, income = body["kind"], direction(body["kind"], body["income"])
    if kind in INTERNAL:
        return {"seller": own_party(account), "buyer": own_party(account)}
    other_side = "buyer" if income else "seller"
    if not body.get(other_side) and kind not in NO_BUYER_NEEDED:
        raise invalid(NAME_IT, f"/{other_side}")
    both = {side: body.get(side) or {} for side in ("seller", "buyer")}
    return parties_given(account, both, income=income)


def parties_given(account: Account, given: Mapping[str, Any], *, income: bool) -> dict[str, Party]:
    """Those of seller and buyer that are given."""
    own_side = "seller" if income else "buyer"
    return {
        side: _own(account, given[side], side) if side == own_side else party_of(given[side], side)
        for side in ("seller", "buyer")
        if given.get(side) is not None
    }


def computed(amounts: Amounts) -> dict[str, Any]:
    """The members that are computed."""
    return {
        "positions": amounts.positions,
        "vat_summary": amounts.vat_summary,
        "net": amounts.net,
        "vat": amounts.vat,
        "gross": amounts.gross,
    }


def payment_state(paid: Decimal, gross: Decimal) -> str:
    """How much of `gross` is paid; of a correction that gives money back, how much went back."""
    if not paid:
        return "unpaid"
    return "paid" if abs(paid) >= abs(gross) and paid * gross >= 0 else "partial"


def _own(account: Account, given: Mapping[str, Any], side: str) -> Party:
    """The account as a party; a document may name a branch of it, and never another firm."""
    own = own_party(account)
    if not given:
        return own
    named = party_of(given, side)
    if named["tax_no"] not in (None, own["tax_no"]):
        where = [{"pointer": f"/{side}/tax_no", "detail": NOT_A_PARTY % {"tax_no": own["tax_no"]}}]
        raise Invalid(NOT_A_PARTY, code="not_a_party", errors=where, tax_no=own["tax_no"])
    shown = {name: named.get(name) or value for name, value in own.items()}
    return cast("Party", shown | {"tax_no": own["tax_no"], "tax_no_kind": "nip"})


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _rate(body: Mapping[str, Any]) -> str | None:
    rate = body["exchange_rate"]
    return None if rate is None or body.get("currency") == "PLN" else f"{rate:f}"


def _corrected(given: Mapping[str, Any]) -> Corrected:
    return Corrected(
        number=given["number"],
        issue_date=_day(given["issue_date"]),
        ksef_number=given["ksef_number"],
    )
