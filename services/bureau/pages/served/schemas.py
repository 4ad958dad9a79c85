"""What the pages of the list of served companies are asked, and what their forms say."""

from marshmallow import Schema, fields

from services.bureau.served.schemas import ClientQuery
from shared.pages.queries import lenient
from shared.web.fields import Text

PanelQuery = lenient(ClientQuery)


class ViewForm(Schema):
    """A name for the filters and the order of the list."""

    name = Text(required=True, most=60)


class ColumnsForm(Schema):
    """The columns that the person wants to see."""

    columns = fields.List(fields.String(), load_default=list)
