"""A document's totals in its own currency, and whether its VAT rates add up to them."""

from collections.abc import Callable
from typing import NamedTuple

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.problems import Problem, problem_of
from shared.contracts.document import Document
from shared.texts import N_


class Totals(NamedTuple):
    """Hundredths of the document's currency."""

    net: int
    vat: int
    gross: int


def summed(document: Document) -> Totals:
    """The sums of the document's VAT rates."""
    rows = document["vat_summary"]
    return Totals(
        sum(hundredths(row["net"]) for row in rows),
        sum(hundredths(row["vat"]) for row in rows),
        sum(hundredths(row["gross"]) for row in rows),
    )


def compare(document: Document, written: int, report: Callable[[Problem], None]) -> None:
    """Tell where the document's own total is another than the `written` sum of its rates."""
    if hundredths(document["gross"]) == written:
        return
    report(
        problem_of(
            document,
            "sums_differ",
            N_("The document's total is %(total)s; its rates add up to %(written)s."),
            total=document["gross"],
            written=money(written),
        )
    )
