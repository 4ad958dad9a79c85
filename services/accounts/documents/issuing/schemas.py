"""JSON of documents that are issued here."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.accounts.documents.kinds import ISSUED_KINDS
from shared.contracts.document import VAT_RATES
from shared.contracts.printing.words import MARGINS, PAYMENT_FORMS
from shared.texts import N_
from shared.web.fields import Day, Email, Money, Text

OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}
MOST_POSITIONS = 1000

MARGIN_RATES = ("23", "22", "8", "7", "5")
STRATEGIES = ("per_position", "per_sum", "as_given")
GTU_CODES = tuple(f"GTU_{number:02}" for number in range(1, 14))
PROCEDURES = (
    "SW", "EE", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63",
    "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA", "FP", "WSTO_EE", "IED",
)  # fmt: skip
"""The marks of JPK_V7M(3), FP among them, which is its type of document."""


class Whole(Schema):
    """A member that is given whole, also where its document is given in part."""

    def load(self, data: Any, *, partial: Any = None, **options: Any) -> Any:
        return super().load(data, partial=False, **options)


def one_of(*values: str) -> fields.String:
    return fields.String(validate=validate.OneOf(values), **OPTIONAL)


def mark() -> fields.Boolean:
    return fields.Boolean(load_default=False, truthy={True}, falsy={False})


class PartyBody(Whole):
    """Seller or buyer. The account's own side needs none of it."""

    name = Text(most=512, required=True)
    tax_no = Text(most=50, **OPTIONAL)
    tax_no_kind = one_of("nip", "eu_vat", "other")
    country = fields.String(
        load_default="PL",
        validate=validate.Regexp("[A-Z]{2}$", error=N_("It is not a country code such as PL.")),
    )
    address = Text(most=512, load_default="")
    email = Email(**OPTIONAL)
    code = Text(most=50, **OPTIONAL)


class PriceBody(Schema):
    """How much a row costs: the price for one, or the value of all, net or gross."""

    quantity = Money(places=6, load_default=None)
    unit = Text(most=50, **OPTIONAL)
    unit_net = Money(places=8, **OPTIONAL)
    unit_gross = Money(places=8, **OPTIONAL)
    net = Money(**OPTIONAL)
    gross = Money(**OPTIONAL)
    discount = Money(metadata={"description": "an amount off the value"}, **OPTIONAL)
    discount_percent = Money(**OPTIONAL)
    vat_rate = one_of(*VAT_RATES)
    purchase_price = Money(
        places=8,
        metadata={"description": "what one of the goods cost, gross; under the margin scheme"},
        **OPTIONAL,
    )
    margin_rate = one_of(*MARGIN_RATES)
    gtu = one_of(*GTU_CODES)
    procedure = one_of(*PROCEDURES)


class PositionBody(Whole, PriceBody):
    name = Text(most=512, required=True)
    no = fields.Integer(validate=validate.Range(1, 99_999), **OPTIONAL)
    before = mark()


class RowChangeBody(PriceBody):
    """A row of the corrected document as it should have been, or (without `no`) one more.

    What is left out stays; `null` takes a unit, a discount, a mark or what margin needs away.
    """

    no = fields.Integer(validate=validate.Range(1, 99_999), **OPTIONAL)
    name = Text(most=512, **OPTIONAL)

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"partial": True} | options))


class VatSumBody(Whole):
    rate = fields.String(required=True, validate=validate.OneOf(VAT_RATES))
    net = Money(required=True)
    vat = Money(required=True)


class CorrectedBody(Whole):
    number = Text(most=256, required=True)
    issue_date = Day(**OPTIONAL)
    ksef_number = Text(most=40, **OPTIONAL)


class DocumentChangeBody(Schema):
    """What may change of a document; members that are left out stay."""

    number = Text(most=256, **OPTIONAL)
    issue_date = Day(**OPTIONAL)
    issue_place = Text(most=256, **OPTIONAL)
    sale_date = Day(**OPTIONAL)
    receipt_date = Day(**OPTIONAL)
    due_date = Day(**OPTIONAL)
    seller = fields.Nested(PartyBody, **OPTIONAL)
    buyer = fields.Nested(PartyBody, **OPTIONAL)
    positions = fields.List(
        fields.Nested(PositionBody),
        load_default=list,
        validate=validate.Length(max=MOST_POSITIONS),
    )
    vat_strategy = fields.String(load_default="per_position", validate=validate.OneOf(STRATEGIES))
    vat_summary = fields.List(
        fields.Nested(VatSumBody),
        load_default=list,
        validate=validate.Length(max=len(VAT_RATES)),
        metadata={"description": "the sums as the seller gave them, for `as_given` only"},
    )
    currency = fields.String(
        load_default="PLN",
        validate=validate.Regexp("[A-Z]{3}$", error=N_("It is not a currency such as PLN.")),
    )
    exchange_rate = Money(places=6, **OPTIONAL)
    payment_form = one_of(*PAYMENT_FORMS)
    bank_account = Text(most=34, **OPTIONAL)
    split_payment = mark()
    cash_method = mark()
    self_billing = mark()
    reverse_charge = mark()
    exempt_basis = Text(most=256, **OPTIONAL)
    triangular = mark()
    margin = one_of(*MARGINS)
    procedures = fields.List(
        fields.String(validate=validate.OneOf(PROCEDURES)),
        load_default=list,
        validate=validate.Length(max=len(PROCEDURES)),
    )
    corrected = fields.List(
        fields.Nested(CorrectedBody), load_default=list, validate=validate.Length(max=1000)
    )
    correction_reason = Text(most=256, **OPTIONAL)
    advances = fields.List(Text(most=256), load_default=list, validate=validate.Length(max=100))
    category = Text(most=200, **OPTIONAL)
    description = Text(most=3500, **OPTIONAL)

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"partial": True} | options))


class NewDocumentBody(DocumentChangeBody):
    """A document to issue, or a cost to record; `income` follows from most kinds."""

    kind = fields.String(required=True, validate=validate.OneOf(ISSUED_KINDS))
    income = fields.Boolean(load_default=None, truthy={True}, falsy={False})

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"partial": False} | options))


class CorrectionBody(Schema):
    """What was wrong, and why. Rows that are not named stay as they are."""

    reason = Text(most=256, required=True)
    number = Text(most=256, **OPTIONAL)
    issue_date = Day(**OPTIONAL)
    due_date = Day(**OPTIONAL)
    buyer = fields.Nested(PartyBody, **OPTIONAL)
    positions = fields.List(
        fields.Nested(RowChangeBody),
        load_default=list,
        validate=validate.Length(max=MOST_POSITIONS),
    )
    description = Text(most=3500, **OPTIONAL)


class BookingBody(Schema):
    """When the bureau booked the document."""

    vat_date = Day(**OPTIONAL)
    income_tax_date = Day(**OPTIONAL)
