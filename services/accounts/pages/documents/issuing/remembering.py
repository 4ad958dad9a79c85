"""Keeping the other party of a new document as a contractor."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.parties import address_parts, party_of
from services.accounts.pages.documents.issuing.bodies import other_of
from services.accounts.pages.documents.issuing.fields import Form
from services.accounts.parties.actions import contractor_named


def remembered(
    session: Session, account: Account, form: Form, body: Mapping[str, Any]
) -> str | None:
    """The id of the contractor, kept now if it is new and the form says so."""
    side = other_of(form)
    given = body.get(side)
    if not given or form.get("remember") != "true":
        return None
    party = party_of(given, side)
    parts = address_parts(party["address"])
    street = (parts["street"] or "")[:200] or None
    city = (parts["city"] or "")[:100] or None
    facts = parts | {"street": street, "city": city}
    facts |= {"country": party["country"], "email": party["email"]}
    name, tax_no = party["name"], party["tax_no"]
    return contractor_named(session, account, name=name, tax_no=tax_no, facts=facts).id
