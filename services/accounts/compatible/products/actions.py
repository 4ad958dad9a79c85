"""From a product's attributes to a product, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.accounts.compatible.rates import rate_given, rate_shown
from services.accounts.compatible.values import kept, moment, number_in, text_in, wrong
from services.accounts.documents.computing import Base, half_up, money
from services.accounts.documents.computing.amounts import plain, split
from services.accounts.parties.models import Product
from shared.contracts.document import VAT_RATES
from shared.texts import N_

COLUMNS = {"name": ("name", 512), "code": ("code", 100), "quantity_unit": ("unit", 50)}
COLUMNS |= {"gtu_code": ("gtu", 6), "currency": ("currency", 3)}
STOCK = ("warehouse_quantity", "stock_level")
"""Both are how much there is, and the first that is given is taken."""

USED = frozenset(
    [
        *("id", "price_net", "price_gross", "price_tax", "tax", "created_at", "updated_at"),
        *COLUMNS,
        *STOCK,
    ]
)

PLACES = Decimal("0.000001")

NAME_NEEDED = N_("Say the product's name.")
NO_RATE = N_("It is not a VAT rate.")
TOO_LONG = N_("It is too long.")


def facts_given(given: Mapping[str, Any], *, known: Product | None = None) -> dict[str, Any]:
    """The columns that are given; a new product has a name."""
    facts: dict[str, Any] = {}
    for name, (column, most) in COLUMNS.items():
        text = text_in(given, name)
        if len(text or "") > most:
            raise wrong(name, TOO_LONG)
        if name in given and (text or column not in ("name", "currency")):
            facts[column] = text
    if known is None and not facts.get("name"):
        raise wrong("name", NAME_NEEDED)
    facts |= _price(given) | _rate(given, known) | _stock(given)
    beside = known.beside if known else {}
    return facts | {"beside": beside | kept(given, USED)}


def product_view(product: Product) -> dict[str, Any]:
    """A product as programs see it: with both prices."""
    base: Base = "gross" if product.base == "gross" else "net"
    amounts = split(product.price or Decimal(0), product.vat_rate, base)
    return {
        **product.beside,
        "id": product.serial,
        **{name: getattr(product, column) for name, (column, _) in COLUMNS.items()},
        "tax": rate_shown(product.vat_rate),
        "price_net": money(amounts.net),
        "price_tax": money(amounts.vat),
        "price_gross": money(amounts.gross),
        **dict.fromkeys(STOCK, plain(product.stock)),
        "created_at": moment(product.created_at),
        "updated_at": moment(product.updated_at),
    }


def _price(given: Mapping[str, Any]) -> dict[str, Any]:
    """The price, gross where it is given so."""
    for base in ("gross", "net"):
        amount = number_in(given, f"price_{base}")
        if amount is not None:
            return {"base": base, "price": half_up(amount)}
    return {}


def _stock(given: Mapping[str, Any]) -> dict[str, Any]:
    said = (number_in(given, name) for name in STOCK)
    quantity = next((each for each in said if each is not None), None)
    return {} if quantity is None else {"stock": half_up(quantity, PLACES)}


def _rate(given: Mapping[str, Any], known: Product | None) -> dict[str, Any]:
    if known is not None and "tax" not in given:
        return {}
    rate = rate_given(text_in(given, "tax"), kind="vat", buyer_in_union=False)
    if rate is not None and rate not in VAT_RATES:
        raise wrong("tax", NO_RATE)
    return {"vat_rate": rate}
