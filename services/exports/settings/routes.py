"""The HTTP face of an account's settings for a target program."""

from typing import Any

from flask import g
from sqlalchemy.orm import Session

from services.exports.access.actions import is_settled
from services.exports.settings import actions
from services.exports.settings.schemas import SettingsBody, SettingsView
from shared.auth.caller import Caller
from shared.web.api import Api

api = Api("settings")

RULE = "/v1/accounts/<prefix>/settings/<format>"


def _is_settled(session: Session, prefix: str, **_: str) -> bool:
    return is_settled(session, g.caller, [prefix.lower()])


@api.read(RULE, out=SettingsView, settles=_is_settled, codes=("forbidden",))
def get_settings(session: Session, caller: Caller, prefix: str, format: str) -> actions.Shown:
    """What the account says to the target program, with the defaults of what nobody changed."""
    return actions.get_settings(session, caller, prefix, format)


@api.write(
    "PUT", RULE, body=SettingsBody, out=SettingsView, settles=_is_settled, codes=("forbidden",)
)
def save_settings(
    session: Session, caller: Caller, prefix: str, format: str, body: dict[str, Any]
) -> actions.Shown:
    """Save the account's map for the target program, in the place of the one before."""
    return actions.save_settings(session, caller, prefix, format, values=body["settings"])
