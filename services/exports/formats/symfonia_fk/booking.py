"""How a document is booked: its amounts in PLN, and journal lines that balance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.exports.formats.margins import MARGIN, margin_sums
from services.exports.formats.vat import Sum, sums_in_pln
from shared.contracts.document import Document


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line: `WN` (debit) or `MA` (credit), an account, grosze."""

    side: str
    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Sums per rate and journal lines; the first line is the settlement with the other party.

    `earned` are the margins by the rate of their tax, None where the document does not tell them.
    """

    sums: list[Sum]
    earned: list[Sum] | None
    lines: list[Line]
    net: int
    vat: int
    gross: int


def book(document: Document, settings: Mapping[str, Any]) -> Booking | None:
    """A sale: settlement WN, revenue and VAT MA. A cost: the other way round.

    A correction has the same sides with the difference, negative where it takes away. The tax on
    a margin is VAT like any other, and takes from the revenue.
    Amounts on one account are one line; VAT of nothing is none. The settlement is the sum
    of the others, so the document always balances. None without a rate of exchange.
    """
    sums = sums_in_pln(document)
    if sums is None:
        return None
    earned = margin_sums(document)
    tax = sum(each.vat for each in earned or [])
    settling, other = ("WN", "MA") if document["income"] else ("MA", "WN")
    accounts: dict[str, int] = {}
    for each in sums:
        account = _value_account(document, each.rate, settings)
        value = each.net - tax if each.rate == MARGIN else each.net
        accounts[account] = accounts.get(account, 0) + value
    lines = [Line(other, account, amount) for account, amount in accounts.items()]
    net, vat = sum(accounts.values()), sum(each.vat for each in sums) + tax
    if vat:
        lines.append(Line(other, _vat_account(document, settings), vat))
    settlement = Line(settling, _settlement_account(document, settings), net + vat)
    return Booking(sums, earned, [settlement, *lines], net, vat, net + vat)


def _settlement_account(document: Document, settings: Mapping[str, Any]) -> str:
    return str(settings["receivables" if document["income"] else "payables"])


def _vat_account(document: Document, settings: Mapping[str, Any]) -> str:
    return str(settings["vat_due" if document["income"] else "vat_deductible"])


def _value_account(document: Document, rate: str, settings: Mapping[str, Any]) -> str:
    """By category first, then by rate, else the common account."""
    category = document["category"] or ""
    if not document["income"]:
        return str(settings.get("costs_by_category", {}).get(category) or settings["costs"])
    by_category = settings.get("revenue_by_category", {}).get(category)
    by_rate = settings.get("revenue_by_rate", {}).get(rate)
    return str(by_category or by_rate or settings["revenue"])
