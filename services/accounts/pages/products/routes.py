"""The products of an account: a list, one to add, one to change."""

from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.issuing.choices import gtu_choices, rate_choices
from services.accounts.pages.documents.issuing.fields import amount_shown
from services.accounts.pages.products.schemas import ProductFilters, ProductForm
from services.accounts.pages.serials import serial_in
from services.accounts.parties import actions
from services.accounts.parties.models import Product
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("products")

PRODUCTS = "/account/<prefix>/products"
LIMIT = 50

ADDED = N_("%(name)s is among the products.")
CHANGED = N_("%(name)s is changed. What was issued before stays as it was issued.")
REMOVED = N_("The product is removed. Documents keep their positions.")


@pages.read(PRODUCTS, query=ProductFilters)
def show_products(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """Products by their names, searched by name or code."""
    account = account_for(session, caller, prefix, "see_documents")
    wanted = actions.products_of(account)
    if text := query["q"]:
        columns = (Product.name, Product.code)
        wanted = wanted.where(or_(*(each.icontains(text, autoescape=True) for each in columns)))
    by = [Product.name, Product.id]
    found: Page[Product] = paginate(session, wanted, by, limit=LIMIT, cursor=query["cursor"])
    facts = frame(session, caller, account)
    rates = dict(rate_choices())
    return Show("products/list.html", **facts, query=query, found=found, rates=rates)


@pages.read(f"{PRODUCTS}/new")
def show_new_product(session: Session, caller: Caller, prefix: str) -> Show:
    """An empty form."""
    account = account_for(session, caller, prefix, "change_documents")
    return _form(session, caller, account, None)


@pages.write(PRODUCTS + "/new", form=ProductForm, again=show_new_product)
def add_product(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Keep a new product."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.add_product(session, account, form)
    return Go(f"/account/{account.prefix}/products", ADDED, name=form["name"])


@pages.read(f"{PRODUCTS}/<serial>")
def show_product(session: Session, caller: Caller, prefix: str, serial: str) -> Show:
    """The product in its form."""
    account = account_for(session, caller, prefix, "see_documents")
    product = actions.get_product(session, account, serial_in(serial))
    return _form(session, caller, account, product)


@pages.write(f"{PRODUCTS}/<serial>", form=ProductForm, again=show_product)
def change_product(
    session: Session, caller: Caller, prefix: str, serial: str, form: dict[str, Any]
) -> Go:
    """Change the product."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.change_product(session, account, serial_in(serial), form)
    return Go(f"/account/{account.prefix}/products", CHANGED, name=form["name"])


@pages.write(f"{PRODUCTS}/<serial>/remove", again=show_product)
def remove_product(session: Session, caller: Caller, prefix: str, serial: str) -> Go:
    """Forget the product."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.remove_product(session, account, serial_in(serial))
    return Go(f"/account/{account.prefix}/products", REMOVED)


def _form(session: Session, caller: Caller, account: Account, product: Product | None) -> Show:
    return Show(
        "products/form.html",
        **frame(session, caller, account),
        product=product,
        price=amount_shown(_written(product)),
        rates=rate_choices(),
        gtu=gtu_choices(),
    )


def _written(product: Product | None) -> str:
    return "" if product is None or product.price is None else f"{product.price:.2f}"
