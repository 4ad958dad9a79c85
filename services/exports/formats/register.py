"""The VAT register as a table: one row per document and rate, columns named after JPK."""

import re
from collections.abc import Callable, Iterator

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.letters import ENCODING, central
from services.exports.formats.margins import MARGIN, margin_sums
from services.exports.formats.marks import procedures
from services.exports.formats.plain import is_plain
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES, Sum, pln, sums_in_pln
from shared.contracts.document import Document, VatSum

MARGIN_COLUMNS = ("StawkaMarzy", "NettoMarzyPLN", "VATMarzyPLN")
"""What is earned under the margin scheme: the rate of its tax, it without tax, the tax."""

COLUMNS = (
    "Kierunek",
    "Rodzaj",
    "NumerDokumentu",
    "NrKSeF",
    "DataWystawienia",
    "DataSprzedazy",
    "DataWplywu",
    "DataVAT",
    "TerminPlatnosci",
    "NrKontrahenta",
    "KodKraju",
    "NazwaKontrahenta",
    "AdresKontrahenta",
    "Stawka",
    "PolaJPK_FA",
    "PolaJPK_V7",
    "Netto",
    "VAT",
    "Brutto",
    "Waluta",
    "Kurs",
    "NettoPLN",
    "VATPLN",
    "BruttoPLN",
    *MARGIN_COLUMNS,
    "GTU",
    "Procedury",
    "MPP",
    "FormaPlatnosci",
    "StanPlatnosci",
    "NumerKorygowany",
    "PrzyczynaKorekty",
    "Kategoria",
    "Opis",
)

LONGEST = 32_000
"""Characters that a spreadsheet's cell holds."""

_SPACES = re.compile("[\x00-\x20\x7f]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@")

_PAYMENT_STATES = {"paid": "opłacone", "partial": "częściowo", "unpaid": "nieopłacone"}
_SUM_FIELDS = {rate.code: "/".join(rate.jpk_fa_sums) for rate in RATES.values()}
_SALE_FIELDS = {rate.code: "/".join(rate.v7_sale) for rate in RATES.values()}
_NO_AMOUNTS = ("",) * 8
_NO_MARGIN = ("",) * len(MARGIN_COLUMNS)


class Register:
    """Makes rows for one file: its encoding, its decimal sign, its notes of what was changed."""

    def __init__(self, *, encoding: str, decimal: str, notes: Notes) -> None:
        self._clean: Callable[[str, str], str] = (
            self._central if encoding == ENCODING else self._unicode
        )
        self._comma = decimal == "comma"
        self._notes = notes

    def rows(self, document: Document) -> Iterator[list[str]]:
        """A row per rate of the document; one with its totals where it has no rates.

        A sale under the margin scheme whose margin is taxed at several rates has a further row
        for each of them, which holds that margin alone.
        """
        before, after = self._before(document), self._after(document)
        for cells in self._sums(document):
            yield [*before, *cells, *after]

    def _sums(self, document: Document) -> Iterator[tuple[str, ...]]:
        """The cells from the rate to the margin."""
        in_pln = sums_in_pln(document)
        if in_pln is None:
            self._notes.note("incomplete_document", "exchange_rate")
        for place, row in enumerate(document["vat_summary"]):
            amounts = self._amounts(document, row, in_pln[place] if in_pln else None)
            earned = self._earned(document, row["rate"]) if in_pln else []
            first = earned[0] if earned else None
            yield (*self._rate(document, row, first), *amounts, *self._margin(first))
            for each in earned[1:]:
                rate = ("", "", _SALE_FIELDS[each.rate])
                yield (*rate, *_NO_AMOUNTS, *self._margin(each))
        if not document["vat_summary"]:
            yield ("", "", "", *self._totals(document), *self._margin(None))

    def _earned(self, document: Document, rate: str) -> list[Sum]:
        """The margins behind a sum under the margin scheme; that they are not known is noted."""
        if rate != MARGIN or not document["income"]:
            return []
        found = margin_sums(document)
        if found is None:
            self._notes.note("incomplete_document", "purchase_price")
        return found or []

    def _margin(self, earned: Sum | None) -> tuple[str, ...]:
        if earned is None:
            return _NO_MARGIN
        return (earned.rate, self.number(money(earned.net)), self.number(money(earned.vat)))

    def text(self, name: str, text: str | None) -> str:
        """A cell of text: one line, and never taken for a formula by a spreadsheet."""
        if not text:
            return ""
        clean = self._clean(name, text)
        return f"'{clean}" if clean.startswith(_FORMULA) else clean

    def number(self, number: str | None) -> str:
        """A cell of a number, with the file's decimal sign."""
        if not number:
            return ""
        return number.replace(".", ",") if self._comma else number

    def _before(self, document: Document) -> tuple[str, ...]:
        party = document["buyer"] if document["income"] else document["seller"]
        return (
            "sprzedaż" if document["income"] else "zakup",
            document["kind"],
            self.text("number", document["number"]),
            self.text("ksef_number", document["ksef_number"]),
            document["issue_date"],
            document["sale_date"] or "",
            document["receipt_date"] or "",
            document["vat_date"] or "",
            document["due_date"] or "",
            self.text("tax_no", party["tax_no"]),
            self.text("country", party["country"]),
            self.text("name", party["name"]),
            self.text("address", party["address"]),
        )

    def _rate(self, document: Document, row: VatSum, earned: Sum | None) -> tuple[str, str, str]:
        rate = row["rate"]
        sale = _SALE_FIELDS.get(rate, "") if document["income"] else ""
        if earned:
            sale = f"{sale}/{_SALE_FIELDS[earned.rate]}"
        return self.text("vat_rate", rate), _SUM_FIELDS.get(rate, ""), sale

    def _amounts(self, document: Document, row: VatSum, known: Sum | None) -> tuple[str, ...]:
        own = (row["net"], row["vat"], row["gross"])
        in_pln = (money(known.net), money(known.vat), money(known.gross)) if known else ("", "", "")
        return self._money(document, own, in_pln)

    def _totals(self, document: Document) -> tuple[str, ...]:
        own = (document["net"], document["vat"], document["gross"])
        rate = document["exchange_rate"]
        if document["currency"] == "PLN":
            return self._money(document, own, own)
        in_pln = tuple(money(pln(amount, rate)) for amount in own) if rate else ("", "", "")
        return self._money(document, own, in_pln)

    def _money(
        self, document: Document, own: tuple[str, ...], in_pln: tuple[str, ...]
    ) -> tuple[str, ...]:
        return (
            *map(self.number, own),
            self.text("currency", document["currency"]),
            self.number(document["exchange_rate"]),
            *map(self.number, in_pln),
        )

    def _after(self, document: Document) -> tuple[str, ...]:
        goods = {position["gtu"] for position in document["positions"] if position["gtu"]}
        corrected = ", ".join(each["number"] for each in document["corrected"])
        return (
            self.text("gtu", ", ".join(sorted(goods))),
            self.text("procedures", ", ".join(procedures(document))),
            "tak" if document["split_payment"] else "nie",
            self.text("payment_form", document["payment_form"]),
            _PAYMENT_STATES[document["payment_state"]],
            self.text("corrected", corrected),
            self.text("correction_reason", document["correction_reason"]),
            self.text("category", document["category"]),
            self.text("description", document["description"]),
        )

    def _central(self, name: str, text: str) -> str:
        return central(name, text, LONGEST, self._notes)

    def _unicode(self, name: str, text: str) -> str:
        if not is_plain(text):
            whole = _SURROGATES.sub("", text)
            if whole != text:
                self._notes.note("characters_replaced", name)
            text = _SPACES.sub(" ", whole).strip(" ")
        if len(text) > LONGEST:
            self._notes.note("text_shortened", name)
            text = text[:LONGEST].rstrip(" ")
        return text


def totals(document: Document) -> Iterator[tuple[str, int, int, int]]:
    """Rate, net, VAT and gross in hundredths of the currency, as the register adds them up."""
    for row in document["vat_summary"]:
        yield row["rate"], hundredths(row["net"]), hundredths(row["vat"]), hundredths(row["gross"])
    if not document["vat_summary"]:
        net, vat, gross = (hundredths(document[name]) for name in ("net", "vat", "gross"))
        yield "", net, vat, gross
