"""VAT rates as Fakturownia spells them (`23`, `zw`, `np`, `oo`, `disabled`) and as we do."""

from decimal import Decimal, InvalidOperation

ZERO = {"wdt": "0 WDT", "export_products": "0 EX"}
"""What `0` means in a document of a kind; at home elsewhere."""

NONE = "disabled"
USUAL = "23"


def rate_given(text: str | None, *, kind: str, buyer_in_union: bool) -> str | None:
    """The canonical rate; None for `disabled`. What is none of them is left to be refused."""
    if kind == "vat_margin":
        return "margin"
    if text is None:
        return USUAL
    if text == NONE:
        return None
    if text == "np":
        return "np II" if buyer_in_union else "np I"
    number = _number(text)
    return ZERO.get(kind, "0 KR") if number == "0" else number


def rate_shown(rate: str | None) -> str:
    """The rate as programs know it."""
    if rate is None or rate == "margin":
        return NONE
    return rate.partition(" ")[0]


def _number(text: str) -> str:
    """`23.0` and `23 %` are `23`."""
    try:
        number = Decimal(text.rstrip("% "))
    except InvalidOperation:
        return text
    return f"{number.normalize():f}" if number.is_finite() else text
