"""What the page of the firm's data is sent: all of them, so that one can be left empty again."""

from marshmallow import Schema, fields

from services.accounts.accounts.schemas import CompanyBody


class CompanyForm(Schema):
    company = fields.Nested(CompanyBody, required=True)
