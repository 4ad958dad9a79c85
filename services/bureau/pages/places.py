"""The accounts between which a person may switch, as bureau knows them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from services.bureau.module.lifecycle import State
from services.bureau.module.models import Module
from shared.auth.caller import Caller
from shared.contracts.pages import ACCOUNT, PANEL, Place

WORKING = (State.ACTIVE, State.SUSPENDED)


def places_of(session: Session, caller: Caller) -> list[Place]:
    """The accounts in which the person has a role of their own, by prefix; one query."""
    name = Account.company["name"].as_string().label("name")
    query = (
        select(Account.prefix, name, Module.state)
        .outerjoin(Module, Module.id == Account.id)
        .where(Account.id.in_(list(caller.roles)))
        .order_by(Account.prefix)
    )
    return [
        Place(row.prefix, row.name, PANEL if row.state in WORKING else ACCOUNT)
        for row in session.execute(query)
    ]
