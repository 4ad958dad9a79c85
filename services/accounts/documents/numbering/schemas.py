"""JSON of numbering."""

from marshmallow import Schema, fields

from services.accounts.documents.numbering.patterns import LONGEST
from shared.web.fields import Text


class PatternBody(Schema):
    pattern = Text(most=LONGEST, required=True)


class PatternView(Schema):
    kind = fields.String(required=True)
    pattern = fields.String(required=True)


class PatternsView(Schema):
    items = fields.List(fields.Nested(PatternView), required=True)
