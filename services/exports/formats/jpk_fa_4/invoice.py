"""One invoice of JPK_FA(4): the element `Faktura`, but for its rows."""

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.eu import vat_prefix
from services.exports.formats.jpk.codes import VAT_PREFIXES
from services.exports.formats.jpk.xml import element
from services.exports.formats.jpk_fa_4.seller import Seller
from services.exports.formats.kinds import ADVANCE, CORRECTION
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES, pln
from shared.contracts.document import Document, Party, VatSum

LONGEST = 256
"""Characters in a text, `TZnakowyJPK`."""

_MARGIN_WORDS = {
    "used_goods": "procedura marży - towary używane",
    "art": "procedura marży - dzieła sztuki",
    "antiques": "procedura marży - przedmioty kolekcjonerskie i antyki",
}
_OWN_PREFIX_RATES = frozenset(["0 WDT", "np II"])
_SPELLED = {False: "false", True: "true"}


def invoice(document: Document, seller: Seller, notes: Notes) -> str:
    """`Faktura`, its elements in the order of the schema."""
    return (
        f"<Faktura><KodWaluty>{document['currency']}</KodWaluty>"
        f"<P_1>{document['issue_date']}</P_1>"
        f"{element('P_2A', document['number'], LONGEST, notes)}"
        f"{_parties(document, seller, notes)}"
        f"{_sale_date(document)}"
        f"{_sums(document, notes)}"
        f"<P_15>{document['gross']}</P_15>"
        f"{_marks(document, notes)}"
        f"{_nature(document, notes)}</Faktura>\n"
    )


def _parties(document: Document, seller: Seller, notes: Notes) -> str:
    buyer = document["buyer"]
    own_prefix = document["triangular"] or any(
        row["rate"] in _OWN_PREFIX_RATES for row in document["vat_summary"]
    )
    return (
        f"{element('P_3A', buyer['name'], LONGEST, notes)}"
        f"{element('P_3B', buyer['address'], LONGEST, notes)}"
        f"{seller.elements(document['seller'], notes)}"
        f"{'<P_4A>PL</P_4A>' if own_prefix else ''}"
        f"<P_4B>{seller.nip}</P_4B>"
        f"{_buyer_number(buyer, notes)}"
    )


def _buyer_number(buyer: Party, notes: Notes) -> str:
    if buyer["tax_no_kind"] == "none":
        return ""
    number = element("P_5B", buyer["tax_no"], 50, notes)
    if buyer["tax_no_kind"] != "eu_vat" or not number:
        return number
    prefix = vat_prefix(buyer["country"])
    return f"<P_5A>{prefix}</P_5A>{number}" if prefix in VAT_PREFIXES else number


def _sale_date(document: Document) -> str:
    """The date of sale where it is another day than that of issue."""
    day = document["sale_date"]
    return f"<P_6>{day}</P_6>" if day and day != document["issue_date"] else ""


def _sums(document: Document, notes: Notes) -> str:
    """Net and VAT per group of rates; VAT in PLN beside it in another currency."""
    foreign = document["currency"] != "PLN"
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in document["vat_summary"]:
        fields = RATES[row["rate"]].jpk_fa_sums
        if fields:
            group = groups.setdefault(fields, [0, 0, 0])
            group[0] += hundredths(row["net"])
            group[1] += hundredths(row["vat"])
            group[2] += _vat_in_pln(document, row, notes) if foreign else 0
    return "".join(
        _group(fields, group, foreign=foreign) for fields, group in sorted(groups.items())
    )


def _group(fields: tuple[str, ...], group: list[int], *, foreign: bool) -> str:
    net = f"<{fields[0]}>{money(group[0])}</{fields[0]}>"
    if len(fields) == 1:
        return net
    vat = fields[1]
    in_zloty = f"<{vat}W>{money(group[2])}</{vat}W>" if foreign else ""
    return f"{net}<{vat}>{money(group[1])}</{vat}>{in_zloty}"


def _vat_in_pln(document: Document, row: VatSum, notes: Notes) -> int:
    if row["vat_pln"]:
        return hundredths(row["vat_pln"])
    if document["exchange_rate"]:
        return pln(row["vat"], document["exchange_rate"])
    if hundredths(row["vat"]):
        notes.note("incomplete_document", "exchange_rate")
    return 0


def _marks(document: Document, notes: Notes) -> str:
    """The yes-or-no fields; all are always there, since readers index them."""
    rates = [row["rate"] for row in document["vat_summary"]]
    reverse = document["reverse_charge"] or "oo" in rates
    return (
        f"<P_16>{_SPELLED[document['cash_method']]}</P_16>"
        f"<P_17>{_SPELLED[document['self_billing']]}</P_17>"
        f"<P_18>{_SPELLED[reverse]}</P_18>"
        f"<P_18A>{_SPELLED[document['split_payment']]}</P_18A>"
        f"{_exemption(document, 'zw' in rates, notes)}"
        "<P_20>false</P_20><P_21>false</P_21><P_22>false</P_22>"
        f"<P_23>{_SPELLED[document['triangular']]}</P_23>"
        f"{_margin(document)}"
    )


def _exemption(document: Document, exempt: bool, notes: Notes) -> str:
    """`P_19` and the provision: of the directive in `P_19B`, else of the act in `P_19A`."""
    basis = document["exempt_basis"]
    if not (exempt or basis):
        return "<P_19>false</P_19>"
    if not basis:
        notes.note("incomplete_document", "exempt_basis")
        return "<P_19>true</P_19>"
    name = "P_19B" if "2006/112" in basis or "dyrektyw" in basis.lower() else "P_19A"
    return f"<P_19>true</P_19>{element(name, basis, LONGEST, notes)}"


def _margin(document: Document) -> str:
    scheme = document["margin"]
    if not scheme:
        return "<P_106E_2>false</P_106E_2><P_106E_3>false</P_106E_3>"
    if scheme == "travel":
        return "<P_106E_2>true</P_106E_2><P_106E_3>false</P_106E_3>"
    return (
        "<P_106E_2>false</P_106E_2><P_106E_3>true</P_106E_3>"
        f"<P_106E_3A>{_MARGIN_WORDS[scheme]}</P_106E_3A>"
    )


def _nature(document: Document, notes: Notes) -> str:
    """What sort of invoice it is, and which others it corrects or settles."""
    if document["kind"] == CORRECTION:
        return f"<RodzajFaktury>KOREKTA</RodzajFaktury>{_corrected(document, notes)}"
    sort = "ZAL" if document["kind"] == ADVANCE else "VAT"
    settled = element("NrFaZaliczkowej", ", ".join(document["advances"]), LONGEST, notes)
    return f"<RodzajFaktury>{sort}</RodzajFaktury>{settled}"


def _corrected(document: Document, notes: Notes) -> str:
    """The corrected numbers; without one the schema has no place for the reason either."""
    numbers = ", ".join(each["number"] for each in document["corrected"])
    corrected = element("NrFaKorygowanej", numbers, LONGEST, notes)
    if not corrected:
        notes.note("incomplete_document", "corrected")
        return ""
    reason = element("PrzyczynaKorekty", document["correction_reason"], LONGEST, notes)
    return f"{reason}{corrected}"
