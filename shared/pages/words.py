"""Numbers, dates and money as people write them in Polish and in English."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from shared.web.problems import language

HERE = ZoneInfo("Europe/Warsaw")
LOCALES = {"pl": "pl_PL", "en": "en_GB"}
NOTHING = "–"


def locale() -> str:
    """The locale of this page."""
    return LOCALES[language()]


def number(value: Any) -> str:
    """A number, such as `12 345`."""
    return NOTHING if value is None else str(format_decimal(value, locale=locale()))


def money(value: Any, currency: str = "PLN") -> str:
    """An amount, `1 234,50 zł` or `1,234.50 PLN`; it comes as Decimal, or as its text."""
    if value is None:
        return NOTHING
    return money_in(language(), Decimal(value), currency)


def money_in(spoken: str, value: Decimal, currency: str) -> str:
    """An amount as `money` writes it, in the language `pl` or `en`."""
    form = None if spoken == "pl" else "#,##0.00\xa0¤¤"
    return str(format_currency(value, currency, form, locale=LOCALES[spoken]))


def day(value: date | str | None, form: str = "medium") -> str:
    """A day, such as `24 lis 2026`."""
    if value is None:
        return NOTHING
    return str(format_date(_as_date(value), form, locale=locale()))


def month(value: date | str, form: str = "LLLL y") -> str:
    """A month, such as `listopad 2026`; it comes as a date or as `2026-11`."""
    text = f"{value}-01" if isinstance(value, str) and len(value) == 7 else value
    return str(format_date(_as_date(text), form, locale=locale()))


def moment(value: datetime | None) -> str:
    """A moment as the clocks show it in Poland, such as `24 lis 2026, 11:05`."""
    if value is None:
        return NOTHING
    return str(format_datetime(value, "d MMM y, HH:mm", tzinfo=HERE, locale=locale()))


def tax_no(value: str | None) -> str:
    """A NIP in groups, such as `526-104-08-28`; other numbers as they are."""
    digits = (value or "").replace("-", "")
    if len(digits) != 10 or not digits.isdecimal():
        return value or NOTHING
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:8]}-{digits[8:]}"


def size(value: int | None) -> str:
    """A file's size, such as `1,4 MB`."""
    if value is None:
        return NOTHING
    amount, unit = float(value), "B"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{format_decimal(amount, '#,##0.#', locale=locale())} {unit}"


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


FILTERS = {
    "number": number,
    "money": money,
    "day": day,
    "month": month,
    "moment": moment,
    "tax_no": tax_no,
    "size": size,
}
