"""JSON of the bureau's people and of those who take over from them."""

from marshmallow import Schema, fields

from services.bureau.clients.schemas import BlockerView
from services.bureau.companies.schemas import Prefix
from shared.web.fields import Moment, Text


class HeirsBody(Schema):
    """Who takes over where the person is the carer: by client, or one for all others."""

    carer = Text(most=36, load_default=None, allow_none=True)
    carers = fields.Dict(keys=Prefix(), values=Text(most=36), load_default=dict)


class ReplacementView(Schema):
    clients = fields.List(fields.String(), required=True)


class SuccessorView(Schema):
    carer = fields.String(required=True, allow_none=True)
    carers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    named_by = fields.String(required=True)
    named_at = Moment(required=True)
    version = fields.Integer(required=True)


class LookedAfterView(Schema):
    prefix = fields.String(required=True)
    name = fields.String(required=True)
    duty = fields.String(required=True, allow_none=True)


class BureauPersonView(Schema):
    """Somebody of the bureau; with `blockers` it should not leave yet."""

    id = fields.String(required=True)
    clients = fields.List(fields.Nested(LookedAfterView), required=True)
    successor = fields.Nested(SuccessorView, required=True, allow_none=True)
    blockers = fields.List(fields.Nested(BlockerView), required=True)


class ColleagueView(Schema):
    """One of the bureau's people, and how many clients it has: of them as carer, as deputy."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True)
    role = fields.String(required=True)
    clients = fields.Integer(required=True)
    carer = fields.Integer(required=True)
    deputy = fields.Integer(required=True)


class ColleaguesView(Schema):
    items = fields.List(fields.Nested(ColleagueView), required=True)


class WaitingClientView(Schema):
    """A client whose carer left; `fix` is where a new one is named."""

    prefix = fields.String(required=True)
    name = fields.String(required=True)
    former_carer = fields.String(required=True)
    since = Moment(required=True)
    fix = fields.String(required=True)
