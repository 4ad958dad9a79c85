"""What the form of those who take over says."""

from typing import Any

from marshmallow import Schema, fields, post_load

from services.bureau.people.actions import Heirs
from shared.web.fields import Text


class HeirsForm(Schema):
    """The new carer of all, and of single clients, each as its prefix and the person's id."""

    carer = Text(most=36, load_default=None)
    carers = fields.List(Text(most=80), load_default=list)

    @post_load
    def _as_heirs(self, form: dict[str, Any], **_: Any) -> dict[str, Any]:
        pairs = [pair.partition(" ") for pair in form["carers"]]
        return {"heirs": Heirs(form["carer"], {prefix: person for prefix, _, person in pairs})}
