"""The accounts between which a person may switch, as exports knows them."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.exports.copies.models import Account, Client
from shared.auth.caller import Caller
from shared.contracts.pages import ACCOUNT, PANEL, Place


def places_of(session: Session, caller: Caller) -> list[Place]:
    """The accounts in which the person has a role of their own, by prefix; one query."""
    serves = exists().where(Client.bureau_id == Account.id).label("serves")
    name = Account.company["name"].as_string().label("name")
    query = select(Account.prefix, name, serves).where(Account.id.in_(list(caller.roles)))
    return [
        Place(row.prefix, row.name, PANEL if row.serves else ACCOUNT)
        for row in session.execute(query.order_by(Account.prefix))
    ]


def area_of(session: Session, prefix: str) -> str:
    """The area of an account's pages: the panel, where it serves or served a client."""
    query = select(Client.id).join(Account, Account.id == Client.bureau_id)
    served = session.scalar(query.where(Account.prefix == prefix).limit(1))
    return PANEL if served else ACCOUNT
