"""Keeping contractors and products."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import lock_documents
from services.accounts.documents.folding import folded
from services.accounts.documents.models import Document
from services.accounts.documents.numbering.actions import reserve
from services.accounts.parties.models import Contractor, Product
from services.accounts.webhooks.changes import note_change
from services.accounts.webhooks.kinds import Noun
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

Kept = TypeVar("Kept", Contractor, Product)

NOUNS: Mapping[type[Contractor | Product], Noun] = {Contractor: "client", Product: "product"}
"""What webhooks call them."""

NO_CONTRACTOR = N_("There is no such contractor in this account.")
NO_PRODUCT = N_("There is no such product in this account.")


def add_contractor(session: Session, account: Account, facts: dict[str, Any]) -> Contractor:
    """Keep a new contractor with these columns."""
    usual = {"country": "PL", "beside": {}}
    return _add(session, account, Contractor, usual | _keyed(facts))


def add_product(session: Session, account: Account, facts: dict[str, Any]) -> Product:
    """Keep a new product with these columns."""
    usual = {"base": "net", "currency": "PLN", "beside": {}, "stock": Decimal(0)}
    return _add(session, account, Product, usual | facts)


def change_contractor(
    session: Session, account: Account, serial: int, facts: dict[str, Any]
) -> Contractor:
    """Change some columns; what was issued to the contractor stays as it was issued."""
    return _changed(session, get_contractor(session, account, serial), _keyed(facts))


def change_product(
    session: Session, account: Account, serial: int, facts: dict[str, Any]
) -> Product:
    """Change some columns; documents keep the price that they were issued at."""
    if "stock" in facts:  # Else a warehouse document of this moment would write it over.
        lock_documents(session, account)
    return _changed(session, get_product(session, account, serial), facts)


def remove_contractor(session: Session, account: Account, serial: int) -> None:
    """Forget the contractor; documents keep what they say of it."""
    contractor = get_contractor(session, account, serial)
    mine = (Document.account_id == account.id) & (Document.contractor_id == contractor.id)
    session.execute(update(Document).where(mine).values(contractor_id=None))
    _remove(session, contractor)


def remove_product(session: Session, account: Account, serial: int) -> None:
    """Forget the product; documents keep their rows."""
    _remove(session, get_product(session, account, serial))


def get_contractor(session: Session, account: Account, serial: int) -> Contractor:
    """One contractor by its integer id; Missing where the account has none with it."""
    return _get(session, contractors_of(account).where(Contractor.serial == serial), NO_CONTRACTOR)


def get_product(session: Session, account: Account, serial: int) -> Product:
    """One product by its integer id; Missing where the account has none with it."""
    return _get(session, products_of(account).where(Product.serial == serial), NO_PRODUCT)


def contractor_named(
    session: Session, account: Account, *, name: str, tax_no: str | None, facts: dict[str, Any]
) -> Contractor:
    """The contractor with this tax number (or, without one, this name), kept now if it is new."""
    known = contractors_of(account).where(Contractor.tax_no == tax_no)
    if tax_no is None:
        known = known.where(Contractor.name_key == folded(name)[:600])
    found = session.scalars(known.order_by(Contractor.serial).limit(1)).one_or_none()
    return found or add_contractor(session, account, facts | {"name": name, "tax_no": tax_no})


def contractors_of(account: Account) -> Select[Contractor]:
    """The account's contractors."""
    return select(Contractor).where(Contractor.account_id == account.id)


def products_of(account: Account) -> Select[Product]:
    """The account's products."""
    return select(Product).where(Product.account_id == account.id)


def is_named(text: str) -> ColumnElement[bool]:
    """Whether `text` is in the contractor's name, in whatever case, with or without accents."""
    return Contractor.name_key.contains(folded(text), autoescape=True)


def goes_by(text: str) -> ColumnElement[bool]:
    """Whether `text` is in the contractor's name, or its tax number begins so, dashes or none."""
    number = text.replace("-", "").replace(" ", "")
    return or_(is_named(text), Contractor.tax_no.startswith(number, autoescape=True))


def _keyed(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"name_key": folded(facts["name"])[:600]} if "name" in facts else facts


def _add(session: Session, account: Account, kind: type[Kept], facts: dict[str, Any]) -> Kept:
    moment = now()
    kept = kind(id=new_id(), account_id=account.id, created_at=moment, updated_at=moment)
    kept.serial = reserve(session, account, f"{kind.__tablename__}s")[0]
    for name, value in facts.items():
        setattr(kept, name, value)
    session.add(kept)
    note_change(session, NOUNS[kind], "create", kept)
    return kept


def _changed(session: Session, kept: Kept, facts: dict[str, Any]) -> Kept:
    for name, value in (facts | {"updated_at": now()}).items():
        setattr(kept, name, value)
    note_change(session, NOUNS[type(kept)], "update", kept)
    return kept


def _remove(session: Session, kept: Contractor | Product) -> None:
    session.delete(kept)
    note_change(session, NOUNS[type(kept)], "delete", kept)


def _get(session: Session, query: Select[Kept], text: str) -> Kept:
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(text)
    return found
