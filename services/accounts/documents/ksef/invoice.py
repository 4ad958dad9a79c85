"""An e-invoice of KSeF, read into a document. Start reading here."""

from dataclasses import dataclass
from decimal import Decimal

from services.accounts.documents.ksef import dates, notes
from services.accounts.documents.ksef.node import Node
from services.accounts.documents.ksef.parties import buyer_of, seller_of
from services.accounts.documents.ksef.payment import payment_of
from services.accounts.documents.ksef.rows import money, positions_of
from services.accounts.documents.ksef.schema import open_invoice
from services.accounts.documents.ksef.sums import totals_of, vat_summary_of
from shared.contracts.document import Document, Party, VatSum
from shared.errors import Invalid
from shared.texts import N_

# Up to it the sums of all rates fit as grosze into the 64 bits that a database keeps.
LARGEST_AMOUNT = Decimal(10) ** 15

KINDS = {
    "VAT": "vat",
    "UPR": "vat",  # Simplified, and for VAT as good as a full one.
    "ZAL": "advance",
    "ROZ": "final",
    "KOR": "correction",
    "KOR_ZAL": "correction",
    "KOR_ROZ": "correction",
}
KINDS_BY_RATE = {"0 WDT": "wdt", "0 EX": "export_products"}
FIRST_VERSION = 1
ACCEPTED = "accepted"


@dataclass(frozen=True)
class Invoice:
    """An e-invoice that holds to the Ministry's schema; `structure` is FA(2) or FA(3)."""

    structure: str
    fa: Node
    seller: Party
    buyer: Party


def read_invoice(xml: bytes) -> Invoice:
    """The e-invoice in `xml`; refused as Invalid where it breaks a rule (see `open_invoice`)."""
    structure, element = open_invoice(xml)
    root = Node.of(element)
    fa = root.one("Fa")
    if fa is None:
        raise LookupError("an invoice that holds to its schema has Fa")
    return Invoice(structure, fa, seller_of(root), buyer_of(root))


def document_of(invoice: Invoice, *, id: str, income: bool, ksef_number: str | None) -> Document:
    """The document that `invoice` is for an account: a sale of it (`income`) or a cost.

    Amounts stand as the invoice gives them, nothing is computed anew: net and VAT are the
    sums of its rates, gross is what it asks for (`P_15`), which for a final invoice is what
    is left to pay. Refused as Invalid: an amount of 10^15 or more.
    """
    fa = invoice.fa
    positions = positions_of(fa)
    summary = vat_summary_of(fa, positions)
    net, vat = totals_of(summary)
    gross = fa.decimal("P_15") or Decimal(0)
    _check_size(net, vat, gross)
    payment = payment_of(fa)
    return Document(
        id=id,
        version=FIRST_VERSION,
        kind=_kind(fa, summary),
        income=income,
        number=fa.text("P_2") or "",
        issue_date=fa.text("P_1") or "",
        issue_place=fa.text("P_1M"),
        sale_date=dates.sale_date_of(fa),
        receipt_date=dates.receipt_date_of(ksef_number, income=income),
        due_date=payment.due_date,
        paid_date=payment.paid_date,
        vat_date=dates.vat_date_of(fa),
        income_tax_date=None,
        seller=invoice.seller,
        buyer=invoice.buyer,
        positions=positions,
        vat_summary=summary,
        vat_strategy="as_given",
        net=money(net),
        vat=money(vat),
        gross=money(gross),
        currency=fa.text("KodWaluty") or "",
        exchange_rate=notes.exchange_rate_of(fa),
        payment_form=payment.form,
        payment_state=payment.state,
        bank_account=payment.bank_account,
        split_payment=fa.marks("Adnotacje/P_18A"),
        cash_method=fa.marks("Adnotacje/P_16"),
        self_billing=fa.marks("Adnotacje/P_17"),
        reverse_charge=fa.marks("Adnotacje/P_18"),
        exempt_basis=notes.exempt_basis_of(fa),
        triangular=fa.marks("Adnotacje/P_23"),
        margin=notes.margin_of(fa),
        procedures=notes.procedures_of(fa, positions),
        corrected=notes.corrected_of(fa),
        correction_reason=fa.text("PrzyczynaKorekty"),
        advances=notes.advances_of(fa),
        ksef_number=ksef_number,
        ksef_status=ACCEPTED if ksef_number else None,
        category=None,
        description=notes.description_of(fa),
    )


def _kind(fa: Node, summary: list[VatSum]) -> str:
    """The kind by `RodzajFaktury`; a plain invoice also by its margin or its only rate."""
    kind = KINDS[fa.text("RodzajFaktury") or ""]
    if kind != "vat":
        return kind
    if notes.margin_of(fa):
        return "vat_margin"
    rates = {each["rate"] for each in summary}
    return KINDS_BY_RATE.get(rates.pop(), kind) if len(rates) == 1 else kind


def _check_size(*amounts: Decimal) -> None:
    if any(abs(amount) >= LARGEST_AMOUNT for amount in amounts):
        raise Invalid(N_("An amount on the invoice is too large."))
