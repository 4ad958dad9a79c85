"""Permits to send a file: a form as programs send it to the storage behind Fakturownia.

A program asks for the fields of the form, sends them back with the file to the address that is
among them, and then says to which invoice the file belongs. Here the storage is accounts itself,
and the fields are a permit: what may be sent until when, signed with what only the program's own
API token could make.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from services.accounts.tokens.models import ApiToken
from shared.clock import now, rfc3339
from shared.errors import Unauthenticated
from shared.texts import N_

FILE_NAME = "${filename}"
STATUS = "201"
NO_PERMIT = N_("The permit to send a file has run out, or is none.")


class Permit(NamedTuple):
    """The account and the document that a file may be sent for, and until when."""

    prefix: str
    document_id: str
    expires_at: datetime


def permit_fields(token: ApiToken, permit: Permit) -> dict[str, str]:
    """The fields of the form."""
    policy = _packed(permit)
    return {
        "AWSAccessKeyId": token.id,
        "key": f"{permit.prefix}/{permit.document_id}/{FILE_NAME}",
        "policy": policy,
        "signature": _signature(token, policy),
        "acl": "private",
        "success_action_status": STATUS,
    }


def permit_in(fields: Mapping[str, str], token: ApiToken) -> Permit:
    """What the fields that came back permit; Unauthenticated where that is nothing."""
    policy, given = fields.get("policy", ""), fields.get("signature", "")
    if token.revoked_at or not hmac.compare_digest(
        _signature(token, policy).encode(), given.encode()
    ):
        raise Unauthenticated(NO_PERMIT)
    permit = _unpacked(policy)
    if permit.expires_at <= now():
        raise Unauthenticated(NO_PERMIT)
    return permit


def name_in(fields: Mapping[str, str], sent: str | None) -> str:
    """What the file is called: the end of `key`, which the program may have filled in."""
    last = fields.get("key", FILE_NAME).rpartition("/")[2]
    return sent or "" if last in ("", FILE_NAME) else last


def _packed(permit: Permit) -> str:
    said = [permit.prefix, permit.document_id, rfc3339(permit.expires_at)]
    return base64.b64encode(json.dumps(said).encode()).decode()


def _unpacked(policy: str) -> Permit:
    """Of a policy whose signature is right."""
    prefix, document_id, expires_at = json.loads(base64.b64decode(policy))
    return Permit(prefix, document_id, datetime.fromisoformat(expires_at))


def _signature(token: ApiToken, policy: str) -> str:
    made = hmac.new(token.digest.encode(), policy.encode(), hashlib.sha256)
    return base64.b64encode(made.digest()).decode()
