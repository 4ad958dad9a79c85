"""JSON that the documents' API takes and gives."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from services.accounts.documents.kinds import KINDS
from services.accounts.documents.ksef import ksef_number_in
from services.accounts.documents.lifecycle import State
from services.accounts.documents.listing import SIDES
from shared.contracts.document import VAT_RATES
from shared.texts import N_
from shared.web.fields import Day, Moment, Text
from shared.web.lists import ListQuery

LANGUAGES = ("pl", "en", "pl-en")


class KsefNumber(fields.String):
    """A KSeF number; comes in capitals."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> str:
        number = ksef_number_in(str(super()._deserialize(value, *arguments, **options)))
        if number is None:
            raise ValidationError(N_("It is not a KSeF number."))
        return number


class ImportQuery(Schema):
    """Both are for one bare XML."""

    name = fields.String(load_default=None, validate=validate.Length(1, 255))
    ksef_number = KsefNumber(load_default=None)


class DocumentQuery(ListQuery):
    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")
    date_basis = fields.String(load_default="issue", validate=validate.OneOf(("issue", "sale")))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    income = fields.Boolean(load_default=None, truthy={"true", "1"}, falsy={"false", "0"})
    side = fields.String(load_default=None, validate=validate.OneOf(SIDES))
    q = Text(
        most=200,
        load_default=None,
        metadata={
            "description": "a part of the number, of the other party's name or of its tax number"
        },
    )


class PrintQuery(Schema):
    lang = fields.String(load_default=None, validate=validate.OneOf(LANGUAGES))
    language = fields.String(load_default="pl", validate=validate.OneOf(LANGUAGES))


class ImportedView(Schema):
    file = fields.String(required=True, allow_none=True)
    id = fields.UUID(required=True)
    number = fields.String(required=True)


class SkippedView(Schema):
    file = fields.String(required=True, allow_none=True)
    id = fields.UUID(required=True)


class RefusedView(Schema):
    file = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ImportView(Schema):
    imported = fields.List(fields.Nested(ImportedView), required=True)
    skipped = fields.List(fields.Nested(SkippedView), required=True)
    refused = fields.List(fields.Nested(RefusedView), required=True)


def text(*, null: bool = False, **metadata: Any) -> fields.String:
    return fields.String(required=True, allow_none=null, metadata=metadata)


def amount(*, null: bool = False) -> fields.String:
    return text(null=null, pattern=r"^-?\d+(\.\d+)?$")


def day(*, null: bool = True) -> fields.String:
    return text(null=null, format="date")


def mark() -> fields.Boolean:
    return fields.Boolean(required=True)


class AsKept(fields.Nested):
    """A part of a document, which is kept in the form in which it is answered."""

    def _serialize(self, *given: Any, **_: Any) -> Any:
        return given[0]


class PartyView(Schema):
    name = text()
    tax_no = text(null=True)
    tax_no_kind = text()
    country = text()
    address = text()
    email = text(null=True)
    code = text(null=True)


class PositionView(Schema):
    no = fields.Integer(required=True)
    name = text()
    quantity = amount(null=True)
    unit = text(null=True)
    unit_net = amount(null=True)
    unit_gross = amount(null=True)
    discount = amount(null=True)
    vat_rate = text(null=True)
    net = amount(null=True)
    vat = amount(null=True)
    gross = amount(null=True)
    gtu = text(null=True)
    procedure = text(null=True)
    before = mark()
    purchase_price = fields.String(allow_none=True)
    margin_rate = fields.String(allow_none=True)


class VatSumView(Schema):
    rate = text(enum=list(VAT_RATES))
    net = amount()
    vat = amount()
    gross = amount()
    vat_pln = amount(null=True)


class CorrectedView(Schema):
    number = text()
    issue_date = day()
    ksef_number = text(null=True)


class WarningView(Schema):
    pointer = text()
    detail = text()


class DocumentHeadView(Schema):
    """A document without its positions, as lists have it."""

    class Meta:
        unknown = EXCLUDE

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = text(enum=[state.value for state in State])
    created_at = Moment(required=True)
    kind = text(enum=list(KINDS))
    income = mark()
    number = text()
    issue_date = day(null=False)
    issue_place = text(null=True)
    sale_date = day()
    receipt_date = day()
    due_date = day()
    paid_date = day()
    vat_date = day()
    income_tax_date = day()
    seller = AsKept(PartyView, required=True)
    buyer = AsKept(PartyView, required=True)
    vat_summary = fields.List(AsKept(VatSumView), required=True)
    vat_strategy = text()
    net = amount()
    vat = amount()
    gross = amount()
    currency = text()
    exchange_rate = amount(null=True)
    payment_form = text(null=True)
    payment_state = text()
    paid = amount()
    bank_account = text(null=True)
    split_payment = mark()
    cash_method = mark()
    self_billing = mark()
    reverse_charge = mark()
    exempt_basis = text(null=True)
    triangular = mark()
    margin = text(null=True)
    procedures = fields.List(fields.String(), required=True)
    corrected = fields.List(AsKept(CorrectedView), required=True)
    correction_reason = text(null=True)
    advances = fields.List(fields.String(), required=True)
    ksef_number = text(null=True)
    ksef_status = text(null=True)
    category = text(null=True)
    description = text(null=True)
    warnings = fields.List(fields.Nested(WarningView), required=True)


class DocumentView(DocumentHeadView):
    """A document, whole."""

    positions = fields.List(AsKept(PositionView), required=True)
