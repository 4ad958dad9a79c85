"""Which documents the records of JPK_V7 carry, and what they demand of account and period."""

from datetime import date, timedelta

from services.exports.formats.jpk.person import missing_taxpayer
from services.exports.formats.jpk_v7.marks import is_register_report
from services.exports.formats.jpk_v7.purchases import TAXED, has_input_tax
from services.exports.formats.jpk_v7.sales import OWED_BY_BUYER
from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, first_of
from services.exports.formats.vat import RATES
from shared.contracts.document import Document
from shared.texts import N_

FIRST_DAY = date(2026, 2, 1)
"""Earlier months have another version of the schema."""

FIRST_ISSUE = "2006-01-01"
"""The first day that the schema allows on a document, `TDataT`."""


def unsuited(document: Document) -> Problem | None:
    """Why the records can't carry the document, or None."""
    return first_of(_REASONS, document)


def obstacles(run: Run) -> list[Problem]:
    """What the account lacks, and a period that is no whole month of this version."""
    problems = missing_taxpayer(run, email=True)
    if run.period.first < FIRST_DAY or not _is_month(run.period.first, run.period.last):
        problems.append(
            Problem(
                code="unsupported_period",
                text=N_("JPK_V7(3) takes one whole calendar month, from %(first)s on."),
                facts={"first": FIRST_DAY.isoformat()},
            )
        )
    return problems


def _is_month(first: date, last: date) -> bool:
    following = last + timedelta(days=1)
    return first.day == following.day == 1 and (last.year, last.month) == (first.year, first.month)


def _is_receipt(document: Document) -> bool:
    """A single receipt of a sale, or a purchase by a receipt without the buyer's number."""
    if document["kind"] != "receipt":
        return False
    return not (is_register_report(document) if document["income"] else document["buyer"]["tax_no"])


def _no_field(document: Document) -> bool:
    rates = [row["rate"] for row in document["vat_summary"]]
    return document["income"] and not any(RATES[rate].v7_sale for rate in rates)


def _no_tax_due(document: Document) -> bool:
    """A purchase on which the buyer owes the tax, but the document does not say how much."""
    owed = not document["income"] and document["kind"] in OWED_BY_BUYER
    return owed and any(row["rate"] not in TAXED for row in document["vat_summary"])


_REASONS: tuple[Reason, ...] = (
    *VAT_REASONS,
    NO_EXCHANGE_RATE,
    (
        lambda document: document["issue_date"] < FIRST_ISSUE,
        N_("JPK_V7 takes no document of such a date."),
    ),
    (
        _is_receipt,
        N_("Receipts enter JPK_V7 by the cash register's report (RO), not one by one."),
    ),
    (_no_field, N_("JPK_V7 has no field for the VAT rates of the document.")),
    (
        _no_tax_due,
        N_("The buyer owes the VAT on this document, and the document does not say how much."),
    ),
    (
        lambda document: not document["income"] and not has_input_tax(document),
        N_("The document holds no VAT to deduct."),
    ),
)
