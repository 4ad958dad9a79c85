"""What the forms of new companies say."""

from marshmallow import Schema, fields

from services.bureau.companies.schemas import NewClientBody, Prefix


class NewFirmForm(NewClientBody):
    """One company; without a prefix one is proposed."""

    prefix = Prefix(load_default=None)


class ListForm(Schema):
    """Tax numbers or rows with headings, pasted; a file comes beside it."""

    list_ = fields.String(data_key="list", load_default="")
