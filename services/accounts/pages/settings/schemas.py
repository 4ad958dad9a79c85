"""What several pages of the settings are sent."""

from typing import Any

from marshmallow import Schema, fields, pre_load


class CursorQuery(Schema):
    cursor = fields.String(load_default=None)


class WithRole(Schema):
    """A form whose list of roles holds an account's own ones as `custom:<id>`."""

    @pre_load
    def split_role(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        role, _colon, role_id = data.get("role", "").partition(":")
        return data | {"role": role} | ({"role_id": role_id} if role_id else {})
