"""What the pages of products are sent."""

from marshmallow import Schema, fields, validate

from services.accounts.documents.issuing.schemas import GTU_CODES, OPTIONAL, one_of
from shared.contracts.document import VAT_RATES
from shared.pages.queries import lenient
from shared.pages.typing import as_typed
from shared.web.fields import Money, Text


class ProductQuery(Schema):
    q = Text(most=200, load_default=None)
    cursor = fields.String(load_default=None)


ProductFilters = lenient(ProductQuery)


class ProductBody(Schema):
    name = Text(most=512, required=True)
    code = Text(most=100, **OPTIONAL)
    unit = Text(most=50, **OPTIONAL)
    price = Money(**OPTIONAL)
    base = fields.String(load_default="net", validate=validate.OneOf(("net", "gross")))
    vat_rate = one_of(*VAT_RATES)
    gtu = one_of(*GTU_CODES)


ProductForm = as_typed(ProductBody)
