"""One document of Format 3.0: its data, journal lines, VAT register and settlement."""

from collections.abc import Mapping
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.kinds import CORRECTION
from services.exports.formats.margins import MARGIN, is_margin_sale
from services.exports.formats.marks import jpk_codes
from services.exports.formats.problems import Notes
from services.exports.formats.symfonia_fk.booking import Booking, Line
from services.exports.formats.symfonia_fk.contractors import contractor_data
from services.exports.formats.symfonia_fk.settings import symbol
from services.exports.formats.symfonia_fk.text import field, section
from services.exports.formats.vat import RATES, Sum, vat_day
from shared.contracts.document import Document

LONGEST_NUMBER = 40
LONGEST_TEXT = 59
"""Columns of Symfonia FK's own tables: document number, description of a document and a line."""

SETTLEMENT, NO_SETTLEMENT = 1, -1
"""`IdDlaRozliczen` of the line that is settled, to which `Transakcja` points, and of the others."""

_PAYMENT_FORMS = {
    "cash": "gotówka",
    "card": "karta",
    "voucher": "bon",
    "cheque": "czek",
    "credit": "kredyt",
    "transfer": "przelew",
    "mobile": "płatność mobilna",
    "other": "inna",
}


class Entry:
    """A document on its way into the file, with what its parts have in common."""

    def __init__(
        self, document: Document, booking: Booking, settings: Mapping[str, Any], notes: Notes
    ) -> None:
        self.document = document
        self.booking = booking
        self.settings = settings
        self.notes = notes

    def text(self, code: str, number: int) -> str:
        """The whole `Dokument`; `code` and `number` are the contractor's."""
        if is_margin_sale(self.document) and self.booking.earned is None:
            self.notes.note("incomplete_document", "purchase_price")
        return section(
            "Dokument",
            0,
            self._head(),
            self._dates(),
            self._amounts(),
            self._marks(),
            contractor_data(self.document, code, number, self.notes),
            self._journal(),
            "".join(self._register(each, each.rate) for each in self.booking.sums),
            "".join(self._register(each, MARGIN) for each in self.booking.earned or []),
            self._settlement(),
        )

    def _head(self) -> str:
        document, notes = self.document, self.notes
        correction = document["kind"] == CORRECTION
        sign = symbol(self.settings, income=document["income"], correction=correction)
        sort = "sprzedaży" if document["income"] else "zakupu"
        described = document["description"] or document["number"]
        return (
            f"{field('symbol FK', sign, 4, 1, notes)}"
            f"\tobsluguj jak ={'FVS' if document['income'] else 'FVZ'}\r\n"
            f"{field('FK nazwa', document['number'], LONGEST_NUMBER, 1, notes)}"
            f"{field('opis FK', described, LONGEST_TEXT, 1, notes)}"
            f"\trodzaj_dok ={sort}\r\n\tmetoda_VAT ={2 if document['cash_method'] else 1}\r\n"
            f"{field('kod', document['number'], LONGEST_NUMBER, 1, notes)}"
            f"{self._corrected()}"
        )

    def _corrected(self) -> str:
        document = self.document
        if document["kind"] != CORRECTION:
            return ""
        if not document["corrected"]:
            self.notes.note("incomplete_document", "corrected")
            return ""
        numbers = ", ".join(each["number"] for each in document["corrected"])
        day = document["corrected"][0]["issue_date"]
        return field("NazwaKor", numbers, LONGEST_NUMBER, 1, self.notes) + field(
            "DataKor", day, 10, 1, self.notes
        )

    def _dates(self) -> str:
        document = self.document
        received = document["receipt_date"] if not document["income"] else None
        return "".join(
            f"\t{name} ={day}\r\n"
            for name, day in (
                ("data", document["issue_date"]),
                ("datasp", document["sale_date"] or document["issue_date"]),
                ("datarej", vat_day(document)),
                ("datawpl", received),
                ("plattermin", document["due_date"]),
            )
            if day
        )

    def _amounts(self) -> str:
        document, booking = self.document, self.booking
        text = f"\twaluta ={document['currency']}\r\n"
        if document["currency"] != "PLN":
            text += (
                f"\tkurs ={document['exchange_rate']}\r\n"
                f"\twalnetto ={document['net']}\r\n\twalbrutto ={document['gross']}\r\n"
            )
        else:
            text += "\tkurs =1.00\r\n"
        return (
            f"{text}\tnetto ={money(booking.net)}\r\n\tvat ={money(booking.vat)}\r\n"
            f"\tkwota ={money(booking.gross)}\r\n"
        )

    def _marks(self) -> str:
        document = self.document
        form = _PAYMENT_FORMS.get(document["payment_form"] or "")
        return (
            f"{field('forma_platnosci', form, 40, 1, self.notes)}"
            f"\tmppFlags ={int(document['split_payment'])}\r\n"
            f"{self._jpk_codes(1)}"
        )

    def _jpk_codes(self, depth: int) -> str:
        codes = ", ".join(jpk_codes(self.document))
        return field("JPK_V7", codes, 256, depth, self.notes)

    def _journal(self) -> str:
        number = field("NumerDok", self.document["number"], LONGEST_NUMBER, 2, self.notes)
        described = field("opis", self.document["number"], LONGEST_TEXT, 2, self.notes)
        return "".join(
            self._line(line, place, described + number)
            for place, line in enumerate(self.booking.lines)
        )

    def _line(self, line: Line, place: int, named: str) -> str:
        foreign = ""
        if place == 0 and self.document["currency"] != "PLN":
            foreign = (
                f"\t\twkwota ={self.document['gross']}\r\n"
                f"\t\twaluta ={self.document['currency']}\r\n"
                f"\t\tkurs ={self.document['exchange_rate']}\r\n"
            )
        return (
            f"\tZapis{{\r\n\t\tstrona ={line.side}\r\n\t\tkwota ={money(line.amount)}\r\n"
            f"{foreign}\t\tkonto ={line.account}\r\n"
            f"\t\tIdDlaRozliczen ={SETTLEMENT if place == 0 else NO_SETTLEMENT}\r\n{named}"
            f"\t\tPozycja =0\r\n\t\tZapisRownolegly =0\r\n\t}}\r\n"
        )

    def _register(self, each: Sum, sort: str) -> str:
        """One `Rejestr` per rate, but for a rate that has no name there.

        `sort` is the rate by which a sale may have a register of its own.
        """
        name = self.settings.get("rates", {}).get(each.rate) or RATES[each.rate].symfonia
        if not name:
            self._note_missing(each.rate)
            return ""
        day = vat_day(self.document)
        return (
            f"\tRejestr{{\r\n{self._book(sort)}"
            f"\t\tRodzaj =1\r\n\t\tABC =1\r\n\t\tdatarej ={day}\r\n\t\tokres ={day[:7]}-01\r\n"
            f"\t\tstawka ={name}\r\n\t\tnetto ={money(each.net)}\r\n\t\tvat ={money(each.vat)}\r\n"
            f"\t\tbrutto ={money(each.gross)}\r\n{self._jpk_codes(2)}\t}}\r\n"
        )

    def _book(self, rate: str) -> str:
        """Which VAT register it is, by its short name and its name."""
        settings = self.settings
        own = settings.get("sales_registers_by_rate", {}).get(rate)
        if own and self.document["income"]:
            return field("Skrot", own, 20, 2, self.notes)
        name = "sales_register" if self.document["income"] else "purchases_register"
        return field("Skrot", settings[name], 20, 2, self.notes) + field(
            "Nazwa", settings[f"{name}_name"], 60, 2, self.notes
        )

    def _note_missing(self, rate: str) -> None:
        """A margin that is known stands in the register by the rate of its tax."""
        if rate != MARGIN or self.booking.earned is None:
            self.notes.note("rate_not_carried", rate)

    def _settlement(self) -> str:
        """When the settlement line, the first, is to be paid."""
        day = self.document["due_date"] or self.document["issue_date"]
        return (
            f"\tTransakcja{{\r\n\t\tIdDlaRozliczen ={SETTLEMENT}\r\n\t\ttermin ={day}\r\n"
            f"\t\tkwota ={money(self.booking.gross)}\r\n\t}}\r\n"
        )
