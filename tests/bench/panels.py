"""Bureaus full of clients, written straight into bureau's database."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from services.bureau.accounts.models import Account
from services.bureau.activity.models import LastExport, MonthActivity
from services.bureau.assignments.models import CARER, Assignment
from services.bureau.clients.models import Client
from services.bureau.days import last_month, month_of, today
from services.bureau.desk.models import Desk, Tag
from services.bureau.months.lifecycle import OPEN, State
from services.bureau.months.models import Month
from services.bureau.months.weights import missing
from services.bureau.polish import folded, sort_key
from shared.clock import now
from shared.ids import new_id
from tests.bureau.listener import COMPANY

MONTHS = 3  # of each client
EVERY_TENTH = 10  # client is the one carer's, has a tag, or changed after its export.
AT_ONCE = 500  # rows in a statement

MODELS = (Account, Client, Month, MonthActivity, LastExport, Desk, Tag, Assignment)

Rows = dict[Any, list[dict[str, Any]]]


def fill(engine: Engine, bureau_id: str, carer: str, count: int) -> None:
    """So many active clients of a bureau, with their months, notes, tags and counters."""
    rows: Rows = {model: [] for model in MODELS}
    for number in range(count):
        _client(rows, bureau_id, carer, number)
    with engine.begin() as database:
        for model, written in rows.items():
            for first in range(0, len(written), AT_ONCE):
                database.execute(insert(model), written[first : first + AT_ONCE])


def analyse(engine: Engine) -> None:
    """Let the database look at what it has, as it does by itself in time."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as database:
        database.execute(text("ANALYZE"))


def _client(rows: Rows, bureau_id: str, carer: str, number: int) -> None:
    account_id, client_id = new_id(), new_id()
    prefix = f"{_word(number)}-{bureau_id[-4:]}-{number}"
    name, tax_no = f"{_word(number).title()} {number} sp. z o.o.", f"{number:010}"
    known = {"version": 1, "owner_kind": "user"}
    company = COMPANY | {"name": name, "tax_no": tax_no}
    rows[Account].append(
        known
        | {"id": account_id, "prefix": prefix, "company": company}
        | {"owner_id": new_id(), "owner_version": 1}
    )
    rows[Client].append(
        known
        | {"id": client_id, "bureau_id": bureau_id, "account_id": account_id, "prefix": prefix}
        | {"name": name, "tax_no": tax_no, "sort_key": sort_key(name), "since": now()}
        | {"search_key": folded(f"{name} {prefix} {tax_no}"), "shown": True, "versions_before": 0}
        | {"bureau_role": "accountant", "payer": "client", "state": "active"}
    )
    for month in _months():
        _month(rows, bureau_id, client_id, account_id, month, number)
    rows[LastExport].append({"account_id": account_id, "at": now()})
    rows[Desk].append({"client_id": client_id, "own_number": f"K/{number}", "version": 1})
    if number % EVERY_TENTH == 0:
        rows[Tag].append({"client_id": client_id, "word": "pilne"})
        duty = {"client_id": client_id, "user_id": carer, "duty": CARER}
        rows[Assignment].append(duty)


def _month(
    rows: Rows, bureau_id: str, client_id: str, account_id: str, month: str, number: int
) -> None:
    state = list(State)[number // 2 % len(State)] if number % 2 else OPEN
    sales = number % 7
    changed = number % EVERY_TENTH == 1
    rows[Month].append(
        {"id": new_id(), "bureau_id": bureau_id, "client_id": client_id, "version": 1}
        | {"account_id": account_id, "month": month, "state": state, "since": now()}
        | {"missing": missing(state, documents=sales, changed=changed), "changed": changed}
    )
    rows[MonthActivity].append(
        {"account_id": account_id, "month": month, "sales": sales, "costs": 0, "exports": 1}
        | {"changed_at": now() + timedelta(hours=1) if changed else None}
    )


def _months() -> Iterator[str]:
    month = month_of(today())
    for _ in range(MONTHS):
        yield month
        month = last_month(month)


def _word(number: int) -> str:
    """One of many names, spread over the alphabet whatever the number."""
    mixed = number * 2_654_435_761 % 2**32
    return "".join(chr(ord("a") + mixed // 26**place % 26) for place in range(5))
