"""What the pages of the desk are asked, and what an operator's forms say: always a reason."""

from marshmallow import Schema, fields, validate

from services.bureau.companies.schemas import Prefix
from services.bureau.module.schemas import LARGEST, BureausQuery, LastDay
from shared.pages.queries import lenient
from shared.web.fields import Text
from shared.web.lists import ListQuery

DeskQuery = lenient(BureausQuery)
SeatsQuery = lenient(ListQuery)


class OpenQuery(Schema):
    """Whose page to open."""

    prefix = Prefix(required=True)


class ReasonForm(Schema):
    reason = Text(required=True, most=500)


class PackageForm(ReasonForm):
    package_size = fields.Integer(required=True, validate=validate.Range(0, LARGEST))
    valid_until = LastDay(load_default=None)


class _PackageQuery(Schema):
    package_size = fields.Integer(load_default=None, validate=validate.Range(0, LARGEST))
    valid_until = LastDay(load_default=None)


PackageQuery = lenient(_PackageQuery)
