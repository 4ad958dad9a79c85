"""Comarch ERP Optima, "praca rozproszona": VAT registers of sales and purchases, as XML.

Specification: Comarch, "Struktura plików XML do pracy rozproszonej od wersji 15.0.1" (`WERSJA`
2.00), its field tables as others quote them, and what several programs write; there is no
schema. Namespace `http://www.comarch.pl/cdn/optima/offline`. Encoding: UTF-8 without BOM. Line
ends: LF, one document per line. Amounts: dot, two places; dates ISO 8601; `Tak` and `Nie`.
Elements without a value are left out.

What goes in: `REJESTRY_SPRZEDAZY_VAT`, then `REJESTRY_ZAKUPU_VAT`, each document with the other
party, a row per VAT rate (`NETTO` in its currency, `NETTO_SYS` in PLN), one payment and the
codes of JPK. A correction has `KOREKTA`, the corrected number and difference amounts; a payment
that goes back has the other `KIERUNEK` and no sign. `EKSPORT` is one of Optima's own kinds of
transaction. `ID_ZRODLA` is the document's id, so a second import adds nothing.

The account's settings (`settings.py`) name both bases of the exchange, which have no default.

Written rules, all reported: a number is cut to 30 characters, a category to 20, a description
to 50; a name is broken into three parts of 50. Left out and reported: sums under the margin
scheme, which Optima keeps in a register of its own without a rate; another currency without a
rate of exchange. The legal basis of an exemption, the reason of a correction and the advances
that a final invoice settles have no field, which is reported.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Callable, Iterator
from typing import Any

from services.exports.formats.format import Format
from services.exports.formats.left_out import note_left_out
from services.exports.formats.optima_xml.record import record
from services.exports.formats.optima_xml.settings import SCHEMA, obstacles
from services.exports.formats.problems import Notes, Problem, unheard
from services.exports.formats.run import Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.stream import encoded
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, first_of, suited
from services.exports.formats.totals import compare, summed
from services.exports.formats.vat import RATES
from shared.contracts.document import Document
from shared.texts import N_

NAMESPACE = "http://www.comarch.pl/cdn/optima/offline"
SALES, PURCHASES = "REJESTRY_SPRZEDAZY_VAT", "REJESTRY_ZAKUPU_VAT"

_LEFT_OUT = ("exempt_basis", "correction_reason", "advances", "self_billing", "triangular")


def write(run: Run) -> Iterator[bytes]:
    """The file; of no documents, one with empty registers."""
    return encoded(_texts(run), "utf-8")


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


_REASONS: tuple[Reason, ...] = (
    *VAT_REASONS,
    NO_EXCHANGE_RATE,
    (
        lambda document: any(RATES[row["rate"]].optima is None for row in document["vat_summary"]),
        N_("Optima's VAT registers have no rate for sums under the margin scheme."),
    ),
)


def _texts(run: Run) -> Iterator[str]:
    settings = with_defaults(SCHEMA, run.settings)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<ROOT xmlns="{NAMESPACE}">\n'
    yield from _register(SALES, run, settings, run.report, income=True)
    yield from _register(PURCHASES, run, settings, unheard, income=False)
    yield "</ROOT>\n"


def _register(
    name: str,
    run: Run,
    settings: dict[str, Any],
    refused: Callable[[Problem], None],
    *,
    income: bool,
) -> Iterator[str]:
    """A pass over the documents of one direction; `refused` hears of those that don't suit."""
    notes = Notes(run.report)
    yield (
        f"<{name}>\n<WERSJA>2.00</WERSJA><BAZA_ZRD_ID>{settings['source_id']}</BAZA_ZRD_ID>"
        f"<BAZA_DOC_ID>{settings['target_id']}</BAZA_DOC_ID>\n"
    )
    for document in suited(run, unsuited, refused):
        if document["income"] == income:
            gross = summed(document).gross
            compare(document, gross, run.report)
            note_left_out(document, _LEFT_OUT, notes)
            yield record(document, settings, gross, notes)
            notes.tell(document)
    yield f"</{name}>\n"


FORMAT = Format(
    id="optima_xml",
    name=N_("Comarch ERP Optima, VAT registers (offline)"),
    program=N_("Comarch ERP Optima; enova365"),
    media_type="application/xml",
    encoding="utf-8",
    extension="xml",
    carries=(
        "sales",
        "costs",
        "contractors",
        "vat_register",
        "payments",
        "corrections",
        "foreign_currency",
        "reverse_charge",
        "split_payment",
        "jpk_codes",
        "ksef_numbers",
    ),
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    settings=SCHEMA,
)
