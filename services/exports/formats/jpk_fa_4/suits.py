"""Which documents JPK_FA(4) carries, and what it demands of the account and the period."""

from datetime import date

from services.exports.formats.jpk.codes import CURRENCIES
from services.exports.formats.jpk.company import missing_fields
from services.exports.formats.kinds import INVOICES
from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.suits import NO_NUMBER, UNKNOWN_RATE, Reason, first_of
from shared.contracts.document import Document
from shared.texts import N_

FIRST_DAY, LAST_DAY = date(2016, 7, 1), date(2030, 1, 1)
"""The days that the schema allows a period to hold, `TData`."""

FIRST_ISSUE, LAST_ISSUE = "2006-01-01", "2030-01-01"
"""The days that the schema allows on an invoice, `TDataT`."""


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


def obstacles(run: Run) -> list[Problem]:
    """What the company lacks, and a period that the schema does not allow."""
    problems = missing_fields(run.account.company)
    if not FIRST_DAY <= run.period.first <= run.period.last <= LAST_DAY:
        problems.append(
            Problem(
                code="unsupported_period",
                text=N_("JPK_FA takes periods from %(first)s to %(last)s."),
                facts={"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()},
            )
        )
    return problems


def _outside_dates(document: Document) -> bool:
    issued = document["issue_date"]
    sold = document["sale_date"] or issued
    return not (FIRST_ISSUE <= issued <= LAST_ISSUE and FIRST_ISSUE <= sold <= LAST_ISSUE)


def _margin_unknown(document: Document) -> bool:
    under_margin = any(row["rate"] == "margin" for row in document["vat_summary"])
    return (under_margin or document["kind"] == "vat_margin") and document["margin"] is None


_REASONS: tuple[Reason, ...] = (
    (lambda document: not document["income"], N_("JPK_FA holds sales only; this is a cost.")),
    (
        lambda document: document["kind"] not in INVOICES,
        N_("JPK_FA holds invoices only; this is of the kind “%(kind)s”."),
    ),
    NO_NUMBER,
    (
        lambda document: document["currency"] not in CURRENCIES,
        N_("JPK_FA has no currency “%(currency)s”."),
    ),
    (_outside_dates, N_("JPK_FA takes no invoice of such a date.")),
    UNKNOWN_RATE,
    (_margin_unknown, N_("The document does not say which margin scheme it follows.")),
)
