"""What a body says of rows and amounts, with the rules that schemas can't tell."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.accounts.documents.computing import Amounts, Row, Strategy, amounts_of, money
from services.accounts.documents.computing.sums import vat_in_pln
from shared.contracts.document import VAT_RATES, Position, VatSum
from shared.errors import Invalid
from shared.texts import N_

PRICES = ("unit_net", "unit_gross", "net", "gross")

# Up to it the sums of all rates fit as grosze into the 64 bits that a database keeps.
LARGEST = Decimal(10) ** 15

ONE_PRICE = N_("Give one of unit_net, unit_gross, net and gross.")
ONE_BASE = N_("All prices of a document are net, or all are gross.")
ONLY_CORRECTIONS = N_("Only a correction has rows before it.")
ONLY_MARGIN = N_("The rate “margin” and the document's margin go together.")
MARGIN_ROWS = N_(
    "Only rows with the rate “margin” have a purchase price, and a rate of the margin."
)
SUMS_GIVEN = N_("The sums are given with the strategy “as_given”, and with no other.")
TOO_LARGE = N_("An amount of the document is too large.")


def invalid(text: str, pointer: str) -> Invalid:
    """The refusal of one member of the body."""
    return Invalid(text, errors=[{"pointer": pointer, "detail": text}])


def row_given(given: Mapping[str, Any], pointer: str) -> Row:
    """The row that a body describes; Invalid unless it has exactly one price."""
    named = [name for name in PRICES if given.get(name) is not None]
    if len(named) != 1:
        raise invalid(ONE_PRICE, pointer)
    amount = given[named[0]]
    quantity = given.get("quantity")
    return Row(
        name=given["name"],
        base="gross" if named[0].endswith("gross") else "net",
        no=given.get("no"),
        quantity=Decimal(1) if quantity is None else quantity,
        unit=given.get("unit"),
        price=amount if named[0].startswith("unit") else None,
        value=None if named[0].startswith("unit") else amount,
        discount=given.get("discount"),
        discount_percent=given.get("discount_percent"),
        vat_rate=given.get("vat_rate"),
        gtu=given.get("gtu"),
        procedure=given.get("procedure"),
        before=bool(given.get("before")),
        purchase_price=given.get("purchase_price"),
        margin_rate=given.get("margin_rate"),
    )


def rows_given(positions: Sequence[Mapping[str, Any]], kind: str) -> list[Row]:
    """The rows of a body; Invalid where they do not fit each other or the document's kind."""
    rows = [row_given(each, f"/positions/{at}") for at, each in enumerate(positions)]
    for at, row in enumerate(rows):
        if row.base != rows[0].base:
            raise invalid(ONE_BASE, f"/positions/{at}")
        if row.before and kind != "correction":
            raise invalid(ONLY_CORRECTIONS, f"/positions/{at}/before")
        if row.vat_rate != "margin" and (row.purchase_price, row.margin_rate) != (None, None):
            raise invalid(MARGIN_ROWS, f"/positions/{at}/purchase_price")
    return rows


def amounts_given(
    rows: Sequence[Row], given: Mapping[str, Any], others: Sequence[Position] = ()
) -> Amounts:
    """The amounts of a document with these rows and the members `given` of its body."""
    strategy, sums = given["vat_strategy"], given.get("vat_summary") or []
    if (strategy == "as_given") != bool(sums):
        raise invalid(SUMS_GIVEN, "/vat_summary")
    has_margin = any(row.vat_rate == "margin" for row in rows)
    if rows and (given.get("margin") is not None) != has_margin:
        raise invalid(ONLY_MARGIN, "/margin")
    rate = given.get("exchange_rate") if given["currency"] != "PLN" else None
    how: Strategy = "per_sum" if strategy == "per_sum" else "per_position"
    amounts = amounts_of(rows, strategy=how, exchange_rate=rate, others=others)
    amounts = _with_sums(amounts, sums, rate) if sums else amounts
    if any(abs(Decimal(each)) >= LARGEST for each in _all_of(amounts)):
        raise invalid(TOO_LARGE, "/positions")
    return amounts


def _with_sums(
    amounts: Amounts, sums: Sequence[Mapping[str, Any]], rate: Decimal | None
) -> Amounts:
    """The same rows with the sums that the seller gave."""
    ordered = sorted(sums, key=lambda each: VAT_RATES.index(each["rate"]))
    summary = [
        VatSum(
            rate=each["rate"],
            net=money(each["net"]),
            vat=money(each["vat"]),
            gross=money(each["net"] + each["vat"]),
            vat_pln=vat_in_pln(each["vat"], rate),
        )
        for each in ordered
    ]
    net = sum((each["net"] for each in sums), Decimal(0))
    vat = sum((each["vat"] for each in sums), Decimal(0))
    return Amounts(amounts.positions, summary, money(net), money(vat), money(net + vat))


def _all_of(amounts: Amounts) -> list[str]:
    rows = [position[part] for position in amounts.positions for part in ("net", "gross")]
    return [amounts.net, amounts.vat, amounts.gross, *filter(None, rows)]
