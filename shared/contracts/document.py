"""The shape of a document (invoice, receipt, warehouse document) as messages carry it.

Money, prices, quantities and rates of exchange are decimal strings with a dot (`"123.00"`),
money always with two places; dates are ISO 8601. VAT rates are spelled as in KSeF FA(3):
`23 22 8 7 5 4 3`, `0 KR`, `0 WDT`, `0 EX`, `zw`, `oo`, `np I`, `np II`, and `margin`.
For a correction every amount is the difference; rows before the correction have `before`.
"""

from typing import Literal, NotRequired, TypedDict

VAT_RATES = (
    "23", "22", "8", "7", "5", "4", "3",
    "0 KR", "0 WDT", "0 EX", "zw", "oo", "np I", "np II", "margin",
)  # fmt: skip

WAREHOUSE_KINDS = frozenset(["pz", "wz", "mm", "rw", "pw"])
"""Of goods that move: no invoices, and nothing to pay."""

NO_CLAIM_KINDS = frozenset(["proforma", "estimate", "client_order", "canceled"])
"""Of which nobody owes anything: what may come to be, and what does not count any more."""

TaxNumberKind = Literal["nip", "eu_vat", "other", "none"]


class Party(TypedDict):
    """A seller or a buyer as it stands on the document."""

    name: str
    tax_no: str | None  # A NIP without dashes; an EU number without its country prefix.
    tax_no_kind: TaxNumberKind
    country: str  # ISO 3166-1 alpha-2.
    address: str  # One line: street, number, post code, town.
    email: str | None
    code: str | None  # The party's code in the accounting program.


class Position(TypedDict):
    """One row of a document."""

    no: int
    name: str
    quantity: str | None
    unit: str | None
    unit_net: str | None
    unit_gross: str | None
    discount: str | None
    vat_rate: str | None
    net: str | None
    vat: str | None
    gross: str | None
    gtu: str | None  # `GTU_01` … `GTU_13`.
    procedure: str | None
    before: bool  # The row as it was before the correction.
    purchase_price: NotRequired[str | None]  # Of one, gross, under the margin scheme.
    margin_rate: NotRequired[str | None]  # The rate at which the margin is taxed; 23 if not said.


class VatSum(TypedDict):
    """The sums of one VAT rate; `vat_pln` is the VAT in PLN where the currency is another."""

    rate: str
    net: str
    vat: str
    gross: str
    vat_pln: str | None


class Corrected(TypedDict):
    """A document that this one corrects."""

    number: str
    issue_date: str | None
    ksef_number: str | None


class Document(TypedDict):
    """One document of one account, with all that an accounting export needs of it."""

    id: str
    version: int
    kind: str
    income: bool  # True: a sale of the account; False: its cost.
    number: str
    issue_date: str
    issue_place: str | None
    sale_date: str | None
    receipt_date: str | None  # When a cost document came in.
    due_date: str | None
    paid_date: str | None
    vat_date: str | None  # Booked for VAT.
    income_tax_date: str | None  # Booked for income tax.
    seller: Party
    buyer: Party
    positions: list[Position]
    vat_summary: list[VatSum]
    vat_strategy: Literal["per_position", "per_sum", "as_given"]
    net: str
    vat: str
    gross: str
    currency: str
    exchange_rate: str | None  # NBP, PLN for one unit of `currency`.
    payment_form: str | None  # cash card voucher cheque credit transfer mobile other
    payment_state: Literal["paid", "partial", "unpaid"]
    bank_account: str | None
    split_payment: bool
    cash_method: bool
    self_billing: bool
    reverse_charge: bool
    exempt_basis: str | None
    triangular: bool  # Second taxpayer in a simplified triangular transaction.
    margin: Literal["travel", "used_goods", "art", "antiques"] | None
    procedures: list[str]  # SW EE TP TT_WNT TT_D MR_T MR_UZ I_42 I_63 B_SPV …
    corrected: list[Corrected]
    correction_reason: str | None
    advances: list[str]  # Numbers of the advance invoices that a final one settles.
    ksef_number: str | None
    ksef_status: str | None
    category: str | None
    description: str | None


class Original(TypedDict):
    """The file that a document came in, byte for byte."""

    name: str
    media_type: str
    sha256: str  # Hexadecimal, of the bytes themselves.
    content: str  # The bytes, compressed with zlib, in base64.


ATTACHMENT = "/v1/accounts/{prefix}/documents/{document}/attachments/{attachment}"
"""Where accounts gives the bytes of an attachment to whoever may see the document."""


class Attachment(TypedDict):
    """A file beside a document; its bytes are at `ATTACHMENT`."""

    id: str
    name: str
    media_type: str
    size: int  # Bytes.
    sha256: str  # Hexadecimal, of the bytes themselves.
