"""Symfonia FK / Finanse i Księgowość, "Format 3.0": documents with their journal lines, as text.

Specification: the vendor's help page "wymiana danych, format 3" (fields are known by name,
their order and number do not matter) and files that Symfonia Handel itself writes;
`Wersja szablonu =2`. Encoding: windows-1250 without BOM. Line ends: CRLF, tabs for depth.
Amounts: dot, two places; dates ISO 8601; a NIP with dashes.

What goes in: sales and costs that stand in a VAT register, each as one `Dokument` with the
other party, journal lines (`Zapis`, WN = MA), one `Rejestr` per VAT rate and a `Transakcja`
that says when it is to be paid; before them one `Kontrahent` per party, all of them first.
A correction has difference amounts and `NazwaKor`. Another currency is booked in PLN at the
document's rate, with the amount in the currency beside (`walnetto`, `walbrutto`, `wkwota`). Of a
sale under the margin scheme the tax on the margin is booked as VAT and the rest as revenue, and the
register holds the margin by the rate of its tax; where the rows do not say what the goods cost, all
is revenue, which is reported as incomplete.
Codes of JPK_V7 stand on the document and in the register. A rate may have a sales register of its
own, as WDT and margins usually do; without one in the account map it stands in the common register.

The client's account map (`settings.py`) is needed: ledger accounts have no default.

Written rules, all reported: letters outside windows-1250 are transliterated (`letters.py`),
line breaks become spaces and braces parentheses (`text.py`), numbers are cut to 40, texts to 59
and names to 150 characters, as wide as the program's own columns. A rate that its VAT register
has no common name for (`oo`, `np`, margin) is booked but not in the register, unless the
account map names it. A document in another currency without a rate of exchange is left out.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.format import Format
from services.exports.formats.jpk.company import nip
from services.exports.formats.letters import ENCODING
from services.exports.formats.parties import contractor_code, other_party
from services.exports.formats.problems import Notes, Problem, problem_of, unheard
from services.exports.formats.run import Account, Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.stream import Later, encoded
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, first_of, suited
from services.exports.formats.symfonia_fk.booking import Booking, book
from services.exports.formats.symfonia_fk.contractors import contractor
from services.exports.formats.symfonia_fk.entry import Entry
from services.exports.formats.symfonia_fk.settings import SCHEMA, obstacles
from services.exports.formats.symfonia_fk.text import field, section
from shared.contracts.document import Document
from shared.texts import N_

_OWN_NUMBER = 1
"""`id` of the account's own firm in the file; its contractors follow."""


def write(run: Run) -> Iterator[bytes]:
    """The file; of no documents, one that holds the firm alone."""
    return encoded(_texts(run), ENCODING)


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


_REASONS: tuple[Reason, ...] = (*VAT_REASONS, NO_EXCHANGE_RATE)


def _texts(run: Run) -> Iterator[str]:
    """First all contractors, then all documents, which wait until then."""
    notes = Notes(run.report)
    yield _info(run.account, notes)
    numbers: dict[str, int] = {}
    unheard_notes = Notes(unheard)  # Each document tells what it changes in its party's data.
    settings = with_defaults(SCHEMA, run.settings)
    with Later() as documents:
        for document in suited(run, unsuited, run.report):
            party = other_party(document)
            code = contractor_code(party)
            if code not in numbers:
                numbers[code] = _OWN_NUMBER + 1 + len(numbers)
                yield contractor(party, code, numbers[code], unheard_notes)
            documents.write(_entry(run, document, settings, code, numbers[code], notes))
        yield from documents.texts()


def _entry(
    run: Run,
    document: Document,
    settings: Mapping[str, Any],
    code: str,
    number: int,
    notes: Notes,
) -> str:
    """The document as the program books it; what it can't say of it is told."""
    booking = book(document, settings)
    if booking is None:
        raise ValueError(f"{document['number']} suits and can't be booked")
    text = Entry(document, booking, settings, notes).text(code, number)
    notes.tell(document)
    _compare(run, document, booking)
    return text


def _compare(run: Run, document: Document, booking: Booking) -> None:
    """Tell where the document's own total is another than the one that was booked."""
    if document["currency"] != "PLN" or hundredths(document["gross"]) == booking.gross:
        return
    run.report(
        problem_of(
            document,
            "sums_differ",
            N_("The document's total is %(total)s; %(booked)s was booked."),
            total=document["gross"],
            booked=money(booking.gross),
        )
    )


def _info(account: Account, notes: Notes) -> str:
    company: Mapping[str, Any] = account.company
    number = nip(company)
    dashed = f"{number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}"
    own = section(
        "Kontrahent",
        1,
        f"\t\tid ={_OWN_NUMBER}\r\n",
        field("kod", account.prefix, 20, 2, notes),
        field("nazwa", company.get("name"), 150, 2, notes),
        field("miejscowosc", company.get("city"), 60, 2, notes),
        field("ulica", company.get("street"), 60, 2, notes),
        field("dom", company.get("house_number"), 10, 2, notes),
        field("lokal", company.get("flat_number"), 10, 2, notes),
        field("kodpocz", company.get("post_code"), 10, 2, notes),
        field("nip", dashed if number else None, 20, 2, notes),
    )
    notes.tell()
    return section("INFO", 0, "\tNazwa programu =biurko\r\n\tWersja szablonu =2\r\n", own)


FORMAT = Format(
    id="symfonia_fk",
    name=N_("Symfonia FK, Format 3.0"),
    program=N_("Symfonia Finanse i Księgowość"),
    media_type="text/plain",
    encoding=ENCODING,
    extension="txt",
    carries=(
        "sales",
        "costs",
        "contractors",
        "journal",
        "vat_register",
        "corrections",
        "foreign_currency",
        "margin",
        "split_payment",
        "jpk_codes",
    ),
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    settings=SCHEMA,
)
