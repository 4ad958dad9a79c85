"""Products at the compatible addresses."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.paging import page_of
from services.accounts.compatible.products.actions import facts_given, product_view
from services.accounts.compatible.values import object_in
from services.accounts.parties import actions
from services.accounts.parties.models import Product

api = CompatibleApi("compatible_products")

PRODUCT = "/products/<serial>.json"


@api.on("GET", "/products.json", may="see_documents")
def list_compatible_products(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of products."""
    query = actions.products_of(asked.account)
    if code := asked.parameters.get("code"):
        query = query.where(Product.code == code)
    found = page_of(session, query, Product.id, Product.serial.desc())
    return [product_view(each) for each in found]


@api.on("POST", "/products.json", may="change_documents", status=201)
def create_compatible_product(session: Session, asked: Asked) -> dict[str, Any]:
    """Keep a new product."""
    facts = facts_given(object_in(asked.body, "product"))
    return product_view(actions.add_product(session, asked.account, facts))


@api.on("GET", PRODUCT, may="see_documents")
def get_compatible_product(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One product."""
    return product_view(actions.get_product(session, asked.account, serial))


@api.on("PUT PATCH", PRODUCT, may="change_documents")
def change_compatible_product(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change a product."""
    known = actions.get_product(session, asked.account, serial)
    facts = facts_given(object_in(asked.body, "product"), known=known)
    return product_view(actions.change_product(session, asked.account, serial, facts))


@api.on("DELETE", PRODUCT, may="change_documents")
def delete_compatible_product(session: Session, asked: Asked, serial: int) -> str:
    """Forget a product."""
    actions.remove_product(session, asked.account, serial)
    return "ok"
