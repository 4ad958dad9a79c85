"""VAT of an invoice by category and rate, as EN 16931 sums it up."""

from dataclasses import dataclass, field

from services.exports.formats.amounts import half_up, hundredths
from services.exports.formats.jpk.xml import is_blank
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES
from shared.contracts.document import Document, VatSum

STANDARD, ZERO, EXEMPT, REVERSE = "S", "Z", "E", "AE"
INSIDE_EU, EXPORT, OUTSIDE = "K", "G", "O"

Category = tuple[str, str]
"""The code of a category, and the percentage; `0` for all that have no tax."""

MARGIN = "margin"

_REASONS = {
    REVERSE: ("VATEX-EU-AE", "odwrotne obciążenie"),
    INSIDE_EU: ("VATEX-EU-IC", "wewnątrzwspólnotowa dostawa towarów"),
    EXPORT: ("VATEX-EU-G", "eksport towarów"),
    OUTSIDE: ("VATEX-EU-O", "nie podlega opodatkowaniu w kraju"),
}
_MARGIN_REASONS = {
    "travel": ("VATEX-EU-D", "procedura marży dla biur podróży"),
    "used_goods": ("VATEX-EU-F", "procedura marży - towary używane"),
    "art": ("VATEX-EU-I", "procedura marży - dzieła sztuki"),
    "antiques": ("VATEX-EU-J", "procedura marży - przedmioty kolekcjonerskie i antyki"),
}
_NO_BASIS = "zwolnione z VAT"


@dataclass
class Group:
    """What one category holds, in hundredths; why it has no tax, by codes and in words."""

    category: Category
    net: int = 0
    vat: int = 0
    codes: dict[str, None] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)


def category_of(rate: str) -> Category:
    code = RATES[rate].category
    return code, rate if code == STANDARD else "0"


def groups(document: Document, notes: Notes) -> list[Group]:
    """One group per category and percentage, in the order in which they come."""
    found: dict[Category, Group] = {}
    for row in document["vat_summary"]:
        category = category_of(row["rate"])
        group = found.setdefault(category, Group(category))
        net, vat = net_and_vat(row)
        group.net += net
        group.vat += vat
        _explain(group, document, row["rate"], notes)
    return list(found.values())


def net_and_vat(row: VatSum) -> tuple[int, int]:
    """Under the margin scheme the buyer is shown no tax, so all of it is net."""
    if row["rate"] == MARGIN:
        return hundredths(row["gross"]), 0
    return hundredths(row["net"]), hundredths(row["vat"])


def is_right(row: VatSum) -> bool:
    """Whether the tax is within 1.00 of what the percentage gives, as EN 16931 checks it."""
    net, vat = net_and_vat(row)
    code, percent = category_of(row["rate"])
    if code != STANDARD:
        return vat == 0
    return abs(vat - half_up(net * int(percent), 100)) < 100


def _explain(group: Group, document: Document, rate: str, notes: Notes) -> None:
    code, words = "", ""
    if rate == MARGIN:
        code, words = _MARGIN_REASONS[document["margin"] or "travel"]
    elif group.category[0] == EXEMPT:
        words = document["exempt_basis"] or ""
        if is_blank(words):
            notes.note("incomplete_document", "exempt_basis")
            words = _NO_BASIS
    else:
        code, words = _REASONS.get(group.category[0], ("", ""))
    group.codes[code] = None
    group.reasons[words] = None
