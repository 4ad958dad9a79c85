"""What the page of a bulk action is asked: the action, and the clients as a list or by filters."""

from marshmallow import fields, validate

from services.bureau.bulk.schemas import ARGUMENTS
from services.bureau.companies.schemas import Prefix
from services.bureau.served.schemas import ClientFilters
from shared.pages.queries import lenient


class _BulkQuery(ClientFilters):
    action = fields.String(load_default="tag", validate=validate.OneOf(list(ARGUMENTS)))
    clients = fields.List(Prefix(), load_default=list)
    all_ = fields.Boolean(data_key="all", load_default=False)


BulkQuery = lenient(_BulkQuery)
