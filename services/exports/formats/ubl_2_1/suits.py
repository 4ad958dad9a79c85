"""Which documents UBL carries, and what it demands of the account."""

from services.exports.formats.jpk.company import missing, nip, said, unfit
from services.exports.formats.jpk.xml import is_blank
from services.exports.formats.kinds import CORRECTION, INVOICES
from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.suits import NO_NUMBER, UNKNOWN_RATE, Reason, first_of
from services.exports.formats.ubl_2_1.codes import COUNTRIES, CURRENCIES
from services.exports.formats.ubl_2_1.party import endpoint
from services.exports.formats.ubl_2_1.taxes import (
    MARGIN,
    OUTSIDE,
    category_of,
    is_right,
)
from shared.contracts.document import Document
from shared.texts import N_

KINDS = INVOICES | {"bill"}


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


def obstacles(run: Run) -> list[Problem]:
    """What the company lacks that each invoice names its seller by."""
    company = run.account.company
    problems = [] if said(company, "name") else [missing("name")]
    if len(nip(company)) != 10 or not nip(company).isdecimal():
        problems.append(unfit("tax_no", said(company, "tax_no")))
    if said(company, "country") not in {"", *COUNTRIES}:
        problems.append(unfit("country", said(company, "country")))
    return problems


def _categories(document: Document) -> set[str]:
    return {category_of(row["rate"])[0] for row in document["vat_summary"]}


def _lacks_margin(document: Document) -> bool:
    under_margin = any(row["rate"] == MARGIN for row in document["vat_summary"])
    return under_margin and document["margin"] is None


def _lacks_corrected(document: Document) -> bool:
    return document["kind"] == CORRECTION and all(
        is_blank(each["number"]) for each in document["corrected"]
    )


_REASONS: tuple[Reason, ...] = (
    (lambda document: not document["income"], N_("UBL is written of sales only; this is a cost.")),
    (
        lambda document: document["kind"] not in KINDS,
        N_("UBL is written of invoices only; this is of the kind “%(kind)s”."),
    ),
    NO_NUMBER,
    (lambda document: not document["vat_summary"], N_("The document has no sums per VAT rate.")),
    UNKNOWN_RATE,
    (
        lambda document: document["currency"] not in CURRENCIES,
        N_("UBL has no currency “%(currency)s”."),
    ),
    (_lacks_margin, N_("The document does not say which margin scheme it follows.")),
    (
        lambda document: not all(is_right(row) for row in document["vat_summary"]),
        N_("The VAT of a rate is not what its percentage gives, which Peppol refuses."),
    ),
    (
        lambda document: OUTSIDE in _categories(document) and len(_categories(document)) > 1,
        N_("EN 16931 has no invoice with taxable sums and sums outside of VAT together."),
    ),
    (
        lambda document: is_blank(document["buyer"]["name"]),
        N_("The buyer has no name, and Peppol demands one."),
    ),
    (
        lambda document: document["buyer"]["country"] not in COUNTRIES,
        N_("The buyer's country is none of ISO 3166."),
    ),
    (
        lambda document: endpoint(document["buyer"]) is None,
        N_("Peppol can't reach the buyer, who has no VAT number of a country that it knows."),
    ),
    (_lacks_corrected, N_("The correction does not name the invoice that it corrects.")),
)
