"""What is looked at in each document: tax numbers, codes, marks, sums, numbers that are taken."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from services.exports.formats.amounts import hundredths
from services.exports.formats.kinds import VAT_DOCUMENTS
from services.exports.formats.parties import bare, contractor_code, other_party
from services.exports.formats.problems import Problem, problem_of
from services.exports.formats.totals import summed
from shared.contracts.document import Document, VatSum
from shared.texts import N_

Check = Callable[[Document], Iterator[Problem]]

WITH_CODES = frozenset({"symfonia_fk", "edi_epp", "optima_xml", "wapro_xml"})
"""Formats that name the other party by a code."""

WITHOUT_NUMBER = frozenset({"receipt", "vat_rr", "bill", "import_products"})
"""Kinds whose seller or buyer need not have a tax number."""

MARKS = frozenset(
    [
        *(f"GTU_{place:02d}" for place in range(1, 14)),
        "SW", "EE", "WSTO_EE", "IED", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63",
        "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA", "RO", "WEW", "FP", "MK", "VAT_RR", "IMP",
    ]
)  # fmt: skip

_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def checks_for(format_id: str, settings: Mapping[str, Any]) -> list[Check]:
    """What to look at for this format, with the account's settings for it."""
    chosen = [tax_number, marks, sums, taken_numbers(), categories(settings)]
    return [*chosen, party_code] if format_id in WITH_CODES else chosen


def tax_number(document: Document) -> Iterator[Problem]:
    """The other party's number where the document needs one, and whether it can be a NIP."""
    party = other_party(document)
    number = bare(party["tax_no"])
    if not number and _needs_number(document):
        text = N_("The tax number of “%(name)s” is missing.")
        yield problem_of(document, "missing_tax_number", text, name=party["name"])
    elif number and party["tax_no_kind"] == "nip" and not is_nip(number):
        text = N_("“%(tax_no)s” of “%(name)s” is no NIP.")
        facts = {"tax_no": number, "name": party["name"]}
        yield problem_of(document, "missing_tax_number", text, **facts)


def is_nip(number: str) -> bool:
    """Ten digits of which the last is the weighted sum of the others modulo 11."""
    digits = number.removeprefix("PL")
    if not re.fullmatch(r"[1-9]\d{9}", digits, re.ASCII):
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=False)) % 11 == int(digits[9])


def party_code(document: Document) -> Iterator[Problem]:
    """A code that the target can't hold as it is."""
    party = other_party(document)
    code = " ".join((party["code"] or "").split())
    written = contractor_code(party)
    if code and code != written:
        text = N_("Instead of the code “%(given)s”, “%(written)s” is written.")
        yield problem_of(document, "code_too_long", text, given=code, written=written)


def marks(document: Document) -> Iterator[Problem]:
    """GTU codes and procedure marks that JPK_V7 does not have."""
    said = [position["gtu"] for position in document["positions"]]
    said += [position["procedure"] for position in document["positions"]]
    unknown = sorted({each for each in [*said, *document["procedures"]] if each} - MARKS)
    if unknown:
        text = N_("JPK_V7 has no mark %(marks)s.")
        yield problem_of(document, "unknown_symbol", text, marks=", ".join(unknown))


def categories(settings: Mapping[str, Any]) -> Check:
    """Categories that the account map does not know, where it goes by categories."""

    def check(document: Document) -> Iterator[Problem]:
        known = settings.get("revenue_by_category" if document["income"] else "costs_by_category")
        category = document["category"]
        if known and category and category not in known:
            text = N_(
                "The account map knows no category “%(category)s”; the common account is used."
            )
            found = problem_of(document, "unknown_symbol", text, category=category)
            yield replace(found, fix="settings")

    return check


def sums(document: Document) -> Iterator[Problem]:
    """Whether net and VAT make gross in each rate, and the rates make the document."""
    if any(not _adds_up(row) for row in document["vat_summary"]):
        text = N_("In a VAT rate of the document, net and VAT do not add up to gross.")
        yield problem_of(document, "sums_differ", text)
        return
    total = tuple(hundredths(amount) for amount in _own_total(document))
    if document["vat_summary"] and total != summed(document):
        text = N_("The document's totals are not the sums of its VAT rates.")
        yield problem_of(document, "sums_differ", text)


def taken_numbers() -> Check:
    """Two sales with one number, or two costs of one seller; spaces and case do not count."""
    seen: set[tuple[str, ...]] = set()

    def check(document: Document) -> Iterator[Problem]:
        number = "".join(document["number"].split()).casefold()
        seller = document["seller"]
        issuer = "" if document["income"] else bare(seller["tax_no"]) or seller["name"].casefold()
        key = (str(document["income"]), issuer, number)
        if number and key in seen:
            yield problem_of(
                document, "number_double", N_("Another document has this number, too.")
            )
        seen.add(key)

    return check


def _needs_number(document: Document) -> bool:
    if document["kind"] not in VAT_DOCUMENTS - WITHOUT_NUMBER:
        return False
    business = document["split_payment"] or document["reverse_charge"] or document["kind"] == "wdt"
    return business or not document["income"] or document["buyer"]["tax_no_kind"] != "none"


def _adds_up(row: VatSum) -> bool:
    return hundredths(row["net"]) + hundredths(row["vat"]) == hundredths(row["gross"])


def _own_total(document: Document) -> tuple[str, str, str]:
    return document["net"], document["vat"], document["gross"]
