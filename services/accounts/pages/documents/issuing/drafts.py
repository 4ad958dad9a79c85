"""What the buttons of the form do to it, which keeps nothing: rows, contractors, products."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.accounts.accounts.models import Account
from services.accounts.documents.computing.amounts import price
from services.accounts.documents.parties import address_line
from services.accounts.pages.documents.issuing.fields import (
    EMPTY_ROW,
    Form,
    amount_shown,
    rows_of,
    with_rows,
)
from services.accounts.parties.actions import (
    contractors_of,
    get_contractor,
    goes_by,
    products_of,
)
from services.accounts.parties.models import Contractor, Product

MOST_FOUND, MOST_PRODUCTS = 8, 300
PARTS = ("street", "post_code", "city")


class Draft(NamedTuple):
    """The form after what was asked for, and the contractors that were looked for.

    `is_same` where a product was looked for and there is none of that name.
    """

    form: Form
    found: Sequence[Contractor] | None = None
    is_same: bool = False


def worked_on(session: Session, account: Account) -> Draft:
    """The form that was sent, with what its button does."""
    form: Form = MultiDict(request.form)
    asked = request.values
    if asked.get("add"):
        form = with_rows(form, [*rows_of(form), _next_row(form)])
    if (at := asked.get("drop", "")).isdecimal():
        form = with_rows(form, [row for no, row in enumerate(rows_of(form)) if no != int(at)])
    if (serial := asked.get("pick", "")).isdecimal():
        form = _with_contractor(form, get_contractor(session, account, int(serial)))
    filled = form if is_live() else _with_products(session, account, form)
    is_same = "fill" in request.args and rows_of(filled) == rows_of(form)
    return Draft(filled, _found(session, account, form.get("find", "")), is_same)


def is_live() -> bool:
    """Whether a page asks while somebody types, and only for the sums."""
    return "live" in request.args


def has_contractors(session: Session, account: Account) -> bool:
    """Whether there is anybody to pick."""
    query = contractors_of(account).with_only_columns(Contractor.id).limit(1)
    return session.scalar(query) is not None


def product_names(session: Session, account: Account) -> Sequence[str]:
    """The products whose names the form suggests."""
    names = products_of(account).with_only_columns(Product.name).order_by(Product.name)
    return session.scalars(names.limit(MOST_PRODUCTS)).all()


def _found(session: Session, account: Account, text: str) -> Sequence[Contractor] | None:
    """The first contractors with `text` in their name or number; None where none is looked for."""
    text = text.strip()
    if not text:
        return None
    fitting = contractors_of(account).where(goes_by(text))
    query = fitting.order_by(Contractor.name_key, Contractor.id)
    return session.scalars(query.limit(MOST_FOUND)).all()


def _with_contractor(form: Form, contractor: Contractor) -> Form:
    """The form with the contractor as the party that it names."""
    said = {
        "name": contractor.name,
        "tax_no": contractor.tax_no or "",
        "country": contractor.country,
        "address": address_line({name: getattr(contractor, name) for name in PARTS}),
        "email": contractor.email or "",
        "tax_no_kind": "",
        "code": "",
    }
    filled = MultiDict(form)
    for name, value in said.items():
        filled[f"party/{name}"] = value
    filled.pop("find", None)
    return filled


def _with_products(session: Session, account: Account, form: Form) -> Form:
    """The form in which rows that name a product and no price yet have the product's."""
    rows = rows_of(form)
    open_ = {row["name"] for row in rows if row.get("name") and not _is_priced(row)}
    if not open_:
        return form
    query = products_of(account).where(Product.name.in_(open_)).order_by(Product.serial)
    known = {product.name: product for product in session.scalars(query)}
    base = form.get("base", "net")
    filled = [
        row | _of_product(known[row["name"]], base)
        if not _is_priced(row) and row.get("name") in known
        else row
        for row in rows
    ]
    return with_rows(form, filled)


def _of_product(product: Product, base: str) -> dict[str, str]:
    """What a row takes over; the price only where it is on the form's base."""
    fits = product.price is not None and product.base == base
    said = {
        "price": amount_shown(price(product.price)) if fits and product.price is not None else "",
        "unit": product.unit,
        "vat_rate": product.vat_rate,
        "gtu": product.gtu,
    }
    return {name: value for name, value in said.items() if value}


def _is_priced(row: dict[str, str]) -> bool:
    return bool(row.get("price") or row.get("value"))


def _next_row(form: Form) -> dict[str, str]:
    """A new row, at the rate and in the unit of the row before it."""
    rows = rows_of(form)
    before = {name: rows[-1][name] for name in ("unit", "vat_rate") if rows and name in rows[-1]}
    return EMPTY_ROW | before
