"""Why a document does not go into a file: ordered reasons, the first that holds is told."""

from collections.abc import Callable, Iterator

from services.exports.formats.jpk.xml import is_blank
from services.exports.formats.kinds import VAT_DOCUMENTS
from services.exports.formats.problems import Problem, problem_of
from services.exports.formats.run import Run
from services.exports.formats.vat import knows_rates
from shared.contracts.document import Document
from shared.texts import N_

Reason = tuple[Callable[[Document], bool], str]
"""When it holds, and its text, which may name the document's kind and currency."""

NO_NUMBER: Reason = (
    lambda document: is_blank(document["number"]),
    N_("The document has no number."),
)
UNKNOWN_RATE: Reason = (
    lambda document: not knows_rates(document),
    N_("A VAT rate of the document is not known."),
)
NO_EXCHANGE_RATE: Reason = (
    lambda document: document["currency"] != "PLN" and not document["exchange_rate"],
    N_("The document has no rate of exchange, and the books are in PLN."),
)
VAT_REASONS: tuple[Reason, ...] = (
    (
        lambda document: document["kind"] not in VAT_DOCUMENTS,
        N_("A document of the kind “%(kind)s” does not stand in a VAT register."),
    ),
    NO_NUMBER,
    (lambda document: not document["vat_summary"], N_("The document has no sums per VAT rate.")),
    UNKNOWN_RATE,
)
"""What keeps a document out of every VAT register."""


def first_of(reasons: tuple[Reason, ...], document: Document) -> Problem | None:
    """The first reason against the document as a problem, or None."""
    for holds, text in reasons:
        if holds(document):
            facts = {"kind": document["kind"], "currency": document["currency"]}
            return problem_of(document, "unsupported_document", text, **facts)
    return None


def suited(
    run: Run,
    unsuited: Callable[[Document], Problem | None],
    report: Callable[[Problem], None],
) -> Iterator[Document]:
    """The run's documents that the format carries; the others are reported."""
    for document in run.documents():
        problem = unsuited(document)
        if problem:
            report(problem)
        else:
            yield document
