"""Positions: from Fakturownia's attributes to bodies of rows, and back."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.accounts.compatible.rates import rate_given, rate_shown
from services.accounts.compatible.values import is_yes, number_in, objects_in, text_in, wrong
from services.accounts.documents.computing import Base, money, row_of
from services.accounts.documents.computing.amounts import EXACT, half_up, price, split
from shared.contracts.document import Position
from shared.texts import N_

ROWS = 100_000
"""A position's integer id is its document's times this, plus its own number."""

PRICES: Mapping[str, tuple[str, Base]] = {
    "total_price_gross": ("gross", "gross"),
    "total_price_net": ("net", "net"),
    "price_gross": ("unit_gross", "gross"),
    "price_net": ("unit_net", "net"),
}
"""Attributes with a price, the first that is there counts; which member each is, and its base."""

NO_PRICE = N_("Say a price of each position.")
NO_POSITION = N_("The invoice has no such position.")

Rate = Callable[[str | None], str | None]
Given = Mapping[str, Any]


def position_id(serial: int, position: Position) -> int:
    """The integer id of a position of the document with the integer id `serial`."""
    return serial * ROWS + position["no"]


def rows_given(
    positions: Sequence[Given], *, kind: str, buyer_in_union: bool
) -> list[dict[str, Any]]:
    """The rows of a new document; those of a correction stand before and after it."""

    def rate(text: str | None) -> str | None:
        return rate_given(text, kind=kind, buyer_in_union=buyer_in_union)

    base = _base_of([part for each in positions for part in _parts(each)])
    rows: list[dict[str, Any]] = []
    for no, each in enumerate(positions, 1):
        before, after = each.get("correction_before_attributes"), _after(each)
        if isinstance(before, dict):
            rows.append(_row(dict(each) | before, rate, base) | {"no": no, "before": True})
        rows.append(_row(after, rate, base) | {"no": no})
    return rows


def rows_changed(
    positions: Sequence[Position],
    given: Sequence[Given],
    serial: int,
    *,
    kind: str,
    buyer_in_union: bool,
) -> list[dict[str, Any]]:
    """All rows after a change: named by `id` they change or go (`_destroy`), others stay."""
    known = {position_id(serial, each): each for each in positions}
    rows = {id: _merged(each, {}, serial) for id, each in known.items()}
    added: list[Given] = []
    for each in given:
        id = text_in(each, "id")
        if id is None:
            added.append(each)
        elif not id.isdecimal() or int(id) not in rows:
            raise wrong("positions", NO_POSITION)
        elif is_yes(each.get("_destroy")):
            del rows[int(id)]
        else:
            rows[int(id)] = _merged(known[int(id)], each, serial)
    whole = [*rows.values(), *(each for each in added if not is_yes(each.get("_destroy")))]
    return rows_given(whole, kind=kind, buyer_in_union=buyer_in_union)


def copied(positions: Sequence[Position], serial: int) -> list[dict[str, Any]]:
    """The rows of another document as they are given for a new one, prices and all."""
    rows = [_merged(each, {}, serial) for each in positions if not each["before"]]
    return [{name: row[name] for name in row if name not in ("id", "invoice_id")} for row in rows]


def shown_of(position: Position, serial: int) -> dict[str, Any]:
    """A position as programs see it."""
    base: Base = "gross" if position["unit_gross"] is not None else "net"
    unit = Decimal(position["unit_gross"] or position["unit_net"] or 0)
    one = split(unit, position["vat_rate"], base)
    return {
        "id": position_id(serial, position),
        "invoice_id": serial,
        "name": position["name"],
        "quantity": position["quantity"],
        "quantity_unit": position["unit"],
        "tax": rate_shown(position["vat_rate"]),
        "price_net": price(one.net) if base == "net" else money(one.net),
        "price_gross": price(one.gross) if base == "gross" else money(one.gross),
        "price_tax": money(one.vat),
        "total_price_net": position["net"],
        "total_price_gross": position["gross"],
        "total_price_tax": position["vat"],
        "discount": position["discount"],
        "gtu_code": position["gtu"],
        "purchase_price_gross": position.get("purchase_price"),
        "product_id": None,
        "kind": "text_separator" if position["quantity"] is None else None,
    }


def all_shown(positions: Sequence[Position], serial: int) -> list[dict[str, Any]]:
    """The positions as programs see them; in a correction before and after are one."""
    before = {each["no"]: each for each in positions if each["before"]}
    after = {each["no"]: each for each in positions if not each["before"]}
    shown = []
    for no in dict.fromkeys(each["no"] for each in positions):
        if no in before and no in after:
            shown.append(_difference(before[no], after[no], serial))
        else:
            shown.append(shown_of(after.get(no) or before[no], serial))
    return shown


def _difference(before: Position, after: Position, serial: int) -> dict[str, Any]:
    """What changed, with both rows beside."""

    def less(name: str) -> str:
        one, other = (Decimal(str(row.get(name) or 0)) for row in (after, before))
        return f"{one - other:f}"

    return shown_of(after, serial) | {
        "kind": "correction",
        "quantity": less("quantity"),
        "total_price_net": less("net"),
        "total_price_gross": less("gross"),
        "total_price_tax": less("vat"),
        "correction_before_attributes": shown_of(before, serial) | {"kind": "correction_before"},
        "correction_after_attributes": shown_of(after, serial) | {"kind": "correction_after"},
    }


def _merged(position: Position, given: Given, serial: int) -> dict[str, Any]:
    """The row with what is given of it that is not so already, which a program may send along.

    A price that is new counts, not the older totals; without one the row keeps its own.
    """
    shown = shown_of(position, serial)
    changed = {name: each for name, each in given.items() if str(each) != str(shown.get(name))}
    row = row_of(position)
    is_repriced = {"quantity", "discount", "discount_percent"} & changed.keys()
    kept = f"price_{row.base}" if row.value is None or is_repriced else f"total_price_{row.base}"
    dropped = set(PRICES) if set(PRICES) & changed.keys() else set(PRICES) - {kept}
    return {name: each for name, each in shown.items() if name not in dropped} | changed


def _parts(given: Given) -> list[Given]:
    before = given.get("correction_before_attributes")
    parts = [_after(given)]
    return [*parts, dict(given) | before] if isinstance(before, dict) else parts


def _after(given: Given) -> Given:
    after = given.get("correction_after_attributes")
    return dict(given) | after if isinstance(after, dict) else given


def _base_of(parts: Sequence[Given]) -> Base:
    """Gross where every row says something gross, net where every one says something net."""
    for base in ("gross", "net"):
        names = [name for name, (_, its) in PRICES.items() if its == base]
        if all(any(number_in(each, name) is not None for name in names) for each in parts):
            return "gross" if base == "gross" else "net"
    return "gross"


def _row(given: Given, rate: Rate, base: Base) -> dict[str, Any]:
    vat_rate = rate(text_in(given, "tax"))
    quantity = number_in(given, "quantity")
    percent = number_in(given, "discount_percent")
    return {
        "name": text_in(given, "name") or "",
        "quantity": _written(Decimal(1) if quantity is None else quantity, "0.000001"),
        "unit": text_in(given, "quantity_unit"),
        "vat_rate": vat_rate,
        "gtu": text_in(given, "gtu_code"),
        "discount": _written(number_in(given, "discount"), "0.01"),
        "discount_percent": _written(percent, "0.01"),
        **_price(given, vat_rate, base),
        **_purchase(given, vat_rate),
    }


def _purchase(given: Given, vat_rate: str | None) -> dict[str, str | None]:
    """What one of the goods cost; elsewhere than under the margin scheme it is no matter."""
    if vat_rate != "margin":
        return {}
    return {"purchase_price": _written(number_in(given, "purchase_price_gross"), "0.00000001")}


def _price(given: Given, vat_rate: str | None, base: Base) -> dict[str, str | None]:
    """The price in the base of the whole document: as given, else with or without its VAT."""
    named = [name for name in PRICES if number_in(given, name) is not None]
    if not named:
        raise wrong("positions", NO_PRICE)
    same = [name for name in named if PRICES[name][1] == base]
    name = same[0] if same else named[0]
    member, its = PRICES[name]
    amount = number_in(given, name) or Decimal(0)
    if its != base:
        amount = getattr(split(amount, vat_rate, its), base)
        member = member.replace(its, base)
    return {member: _written(amount, "0.00000001" if member.startswith("unit") else "0.01")}


def _written(number: Decimal | None, step: str) -> str | None:
    return None if number is None else f"{half_up(number, EXACT.create_decimal(step)):f}"


def nested(given: Given) -> list[dict[str, Any]]:
    """The positions in an invoice's attributes, by either of their names."""
    return objects_in(given, "positions") or objects_in(given, "positions_attributes")
