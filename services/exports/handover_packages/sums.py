"""Sums per month and VAT rate, counted here from the documents themselves."""

import json
from collections.abc import Iterable
from typing import Any

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.kinds import VAT_DOCUMENTS
from services.exports.formats.register import totals
from services.exports.formats.vat_register_csv import BOM, csv_lines
from shared.contracts.document import Document
from shared.contracts.statement import SumRow

COLUMNS = (
    "Miesiac",
    "Kierunek",
    "RejestrVAT",
    "Waluta",
    "Stawka",
    "Dokumenty",
    "Netto",
    "VAT",
    "Brutto",
)
AMOUNTS = ("net", "vat", "gross")

Sums = dict[tuple[Any, ...], list[int]]
"""Documents, net, VAT and gross, the amounts in hundredths of the currency."""


class MonthlySums:
    """Adds documents up as accounts does for its statement."""

    def __init__(self) -> None:
        self._sums: Sums = {}

    def add(self, document: Document) -> None:
        group = (
            document["issue_date"][:7],
            document["income"],
            document["kind"],
            document["currency"],
        )
        for rate, *amounts in totals(document):
            _add(self._sums, (*group, rate), [1, *amounts])

    def rows(self) -> list[SumRow]:
        """In a fixed order."""
        return [
            SumRow(
                month=month,
                income=income,
                kind=kind,
                currency=currency,
                rate=rate,
                documents=count,
                net=money(net),
                vat=money(vat),
                gross=money(gross),
            )
            for (month, income, kind, currency, rate), (count, net, vat, gross) in sorted(
                self._sums.items()
            )
        ]


def by_month(rows: Iterable[SumRow]) -> list[dict[str, Any]]:
    """The sums of each month, apart for what stands in a VAT register and what does not."""
    return _regrouped(rows, ("month",))


def over_all(rows: Iterable[SumRow]) -> list[dict[str, Any]]:
    """The same of the whole period, as an archive's manifest lists them."""
    return _regrouped(rows, ())


def as_csv(sums: Iterable[dict[str, Any]]) -> bytes:
    """UTF-8 with BOM, `;`, CRLF, decimal comma, as the register beside it."""
    rows = [list(COLUMNS)]
    rows += [
        [
            each["month"],
            "sprzedaż" if each["direction"] == "sale" else "zakup",
            "tak" if each["vat_register"] else "nie",
            each["currency"],
            each["rate"] or "",
            str(each["documents"]),
            *(each[name].replace(".", ",") for name in AMOUNTS),
        ]
        for each in sums
    ]
    return (BOM + csv_lines(iter(rows))).encode()


def as_json(sums: list[dict[str, Any]]) -> bytes:
    """A list of the months' sums, UTF-8, amounts as decimal text with a dot."""
    return (json.dumps(sums, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _regrouped(rows: Iterable[SumRow], more: tuple[str, ...]) -> list[dict[str, Any]]:
    sums: Sums = {}
    for row in rows:
        known: dict[str, Any] = dict(row)
        group = (
            *(known[name] for name in more),
            "sale" if row["income"] else "cost",
            row["kind"] in VAT_DOCUMENTS,
            row["currency"],
            row["rate"],
        )
        _add(sums, group, [row["documents"], *(hundredths(known[name]) for name in AMOUNTS)])
    names = (*more, "direction", "vat_register", "currency", "rate", "documents")
    return [
        dict(zip(names, (*group[:-1], group[-1] or None, count), strict=True))
        | dict(zip(AMOUNTS, map(money, amounts), strict=True))
        for group, (count, *amounts) in sorted(sums.items())
    ]


def _add(sums: Sums, group: tuple[Any, ...], amounts: list[int]) -> None:
    known = sums.setdefault(group, [0, 0, 0, 0])
    for place, amount in enumerate(amounts):
        known[place] += amount
