"""The form of a new link."""

from marshmallow import Schema, fields, validate

from services.exports.jobs.models import KEPT


class LinkForm(Schema):
    days = fields.Integer(load_default=7, validate=validate.Range(1, KEPT.days))
