"""What a document is in a book of income tax: its day, its value in PLN, whether it counts."""

from collections.abc import Callable, Iterator

from services.exports.formats.jpk.codes import LATER_COUNTRIES
from services.exports.formats.jpk.ksef import ksef_number
from services.exports.formats.jpk.xml import element
from services.exports.formats.kinds import ADVANCE
from services.exports.formats.margins import is_margin_sale, margin_sums
from services.exports.formats.parties import bare, other_party
from services.exports.formats.problems import Notes, Problem, problem_of
from services.exports.formats.run import Run
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, suited
from services.exports.formats.vat import sums_in_pln
from shared.contracts.document import Document
from shared.texts import N_

LONGEST = 256
"""Characters in a text, `TZnakowyJPK`."""


def _lacks_margin(document: Document) -> bool:
    return is_margin_sale(document) and margin_sums(document) is None


BOOK_REASONS: tuple[Reason, ...] = (
    *VAT_REASONS,
    NO_EXCHANGE_RATE,
    (
        lambda document: document["kind"] == ADVANCE,
        N_("An advance is no revenue or cost before what it was paid for is delivered."),
    ),
    (
        _lacks_margin,
        N_("The tax on the margin, which is no revenue or cost, is not on the document."),
    ),
)
"""What keeps a document out of the books; its kinds are those of a VAT register."""


def book_day(document: Document) -> str:
    """The day on which it counts for income tax: as booked, else that of a sale or of issue."""
    sold = document["sale_date"] if document["income"] else None
    return document["income_tax_date"] or sold or document["issue_date"]


def net_in_pln(document: Document) -> int:
    """The document's net; of a sale under the margin scheme what is left without the tax."""
    whole = sum(each.net for each in sums_in_pln(document) or [])
    return whole - sum(each.vat for each in margin_sums(document) or [])


def gross_in_pln(document: Document) -> int:
    return sum(each.gross for each in sums_in_pln(document) or [])


def in_period(
    run: Run,
    unsuited: Callable[[Document], Problem | None],
    report: Callable[[Problem], None],
) -> Iterator[Document]:
    """The documents that suit and count in the period of the file; the others are reported."""
    first, last = run.period.first.isoformat(), run.period.last.isoformat()
    for document in suited(run, unsuited, report):
        day = book_day(document)
        if first <= day <= last:
            yield document
        else:
            report(_outside(document, day))


def _outside(document: Document, day: str) -> Problem:
    return problem_of(
        document,
        "unsupported_document",
        N_("The document counts for income tax on %(day)s, outside of the period."),
        day=day,
    )


def note_settled(document: Document, notes: Notes) -> None:
    """A final invoice holds what is left; the advances that were revenue too are not on it."""
    if document["advances"]:
        notes.note("incomplete_document", "advances")


def ksef_element(name: str, document: Document, notes: Notes) -> str:
    number = ksef_number(document, notes)
    return f"<{name}>{number}</{name}>" if number else ""


def number_elements(country: str, number: str, document: Document, notes: Notes) -> str:
    """The other party's tax number and the country that gave it, under these names."""
    party = other_party(document)
    digits = "" if party["tax_no_kind"] == "none" else bare(party["tax_no"])
    written = element(number, digits, 50, notes)
    if not written or party["country"] not in LATER_COUNTRIES:
        return written
    return f"<{country}>{party['country']}</{country}>{written}"
