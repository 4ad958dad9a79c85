"""What the bureau and its clients did in the year before the demo begins."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

from deploy.demo.api import Api, until
from deploy.demo.firms import (
    ADDED,
    ASSISTANT,
    BUREAU,
    BUREAU_EMAIL,
    BUREAU_NAME,
    BUREAU_NIP,
    JOINED,
    Firm,
)
from deploy.demo.invoices import year_of
from services.bureau.config import Settings
from services.bureau.module.command import module

SEATS = "50"
HANDED_OVER = ADDED[:3]
OFFERED = ADDED[3:5]
ONLY_LINKED = JOINED[1:5]
LEFT = JOINED[5:7]
"""Of the firms that opened their accounts themselves: no access yet; ended the co-operation."""

ACTIVE = tuple(firm for firm in JOINED if firm not in ONLY_LINKED)
WITH_MONTHS = (*ADDED[5:13], *ACTIVE[4:8])

AT_ONCE = 3

PANEL = f"/v1/bureaus/{BUREAU}"


def live(nobody: Api, logins: Mapping[str, str], data: Path, bureau_env: Mapping[str, str]) -> None:
    """Make all of it; what is there already is left as it is."""
    today = datetime.now(UTC).date()
    _open_bureau(nobody, logins, bureau_env)
    bureau = nobody.signed_in(BUREAU_EMAIL, logins[BUREAU_EMAIL])
    job = _add_companies(bureau)
    _each(JOINED, lambda firm: _join(nobody, firm, logins[firm.email], today))
    until(lambda: _is_done(bureau, job), "the companies that the bureau adds")
    _each(ADDED, lambda firm: _record(bureau, firm, today))
    _each((*HANDED_OVER, *OFFERED), lambda firm: _offer(bureau, firm))
    _each(HANDED_OVER, lambda firm: _take_over(nobody, firm, logins[firm.email], data))
    _each(LEFT, lambda firm: _leave(nobody.signed_in(firm.email, logins[firm.email]), firm))
    _look_after(bureau, nobody.signed_in(ASSISTANT, logins[ASSISTANT]))
    _each(WITH_MONTHS, lambda firm: _book(bureau, firm, today))
    _export(bureau, today)


def _each(firms: Iterable[Firm], do: Callable[[Firm], object]) -> None:
    """Do it for every firm, a few at once; the first failure is raised."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(do, firms))


def _open_bureau(nobody: Api, logins: Mapping[str, str], bureau_env: Mapping[str, str]) -> None:
    firm = Firm(BUREAU, BUREAU_NAME, BUREAU_NIP, "", "Warszawa")
    _sign_up(nobody, firm, BUREAU_EMAIL, logins[BUREAU_EMAIL])
    bureau = nobody.signed_in(BUREAU_EMAIL, logins[BUREAU_EMAIL])
    _switch_on(bureau, bureau_env)
    person = {"email": ASSISTANT, "role": "member", "password": logins[ASSISTANT]}
    bureau.call("accounts", "POST", f"/v1/accounts/{BUREAU}/users", person)


def _sign_up(nobody: Api, firm: Firm, email: str, password: str) -> None:
    owner = {"name": firm.name, "email": email, "password": password}
    body = {"prefix": firm.prefix, "company": firm.company(), "owner": owner}
    nobody.call("accounts", "POST", "/v1/accounts", body)


def _switch_on(bureau: Api, bureau_env: Mapping[str, str]) -> None:
    """As an operator does on the command line, once the bureau's account has come over the bus.

    The command refuses what is on already, which a start that was cut short may have left so.
    """
    settings = Settings.from_env(bureau_env)
    words = ["activate", BUREAU, "--size", SEATS, "--reason", "demo"]
    with redirect_stderr(io.StringIO()):
        until(
            lambda: (
                module(settings, words) == 0
                or bureau.get("bureau", f"{PANEL}/module")["state"] == "active"
            ),
            "the module of the bureau",
        )


def _add_companies(bureau: Api) -> str:
    """Send the list of companies, as an office does with its spreadsheet; the job's id."""
    rows = [{"prefix": firm.prefix, **firm.company()} for firm in ADDED]
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path = f"{PANEL}/companies/import?dry_run=false"
    return str(bureau.send("bureau", "POST", path, table.getvalue().encode(), "text/csv")["id"])


def _is_done(bureau: Api, job: str) -> bool:
    return bool(bureau.get("bureau", f"{PANEL}/bulk/{job}")["state"] == "completed")


def _join(nobody: Api, firm: Firm, password: str, today: date) -> None:
    """A firm signs up, types the bureau's prefix, and most of them let it in."""
    _sign_up(nobody, firm, firm.email, password)
    person = nobody.signed_in(firm.email, password)
    linked = {"bureau_prefix": BUREAU}
    person.call("accounts", "PUT", f"/v1/accounts/{firm.prefix}/bureau", linked)
    if firm in ACTIVE:
        role = linked | {"role": "accountant"}
        person.call("accounts", "POST", f"/v1/accounts/{firm.prefix}/users", role)
    _record(person, firm, today)


def _record(person: Api, firm: Firm, today: date) -> None:
    """A year of invoices, once; of a company that was just added when it has its account."""
    documents = f"/v1/accounts/{firm.prefix}/documents"
    content = year_of(firm, today)

    def is_recorded() -> bool:
        if not person.get("accounts", f"{documents}?limit=1")["items"]:
            person.send("accounts", "POST", f"{documents}/import", content, "application/zip")
        return True

    until(is_recorded, f"the account of {firm.prefix}")


def _offer(bureau: Api, firm: Firm) -> None:
    path = f"{PANEL}/clients/{firm.prefix}/handover"
    bureau.call("bureau", "POST", path, {"email": firm.email})


def _take_over(nobody: Api, firm: Firm, password: str, data: Path) -> None:
    """The client follows the link in its mail; where mails leave by SMTP the offer stays open."""
    if not (data / "mail").is_dir():
        return
    token = until(lambda: _token_for(firm, data / "mail"), f"the mail to {firm.email}")
    body = {"name": firm.name, "password": password}
    nobody.call("accounts", "POST", f"/v1/invitations/{token}/accept", body)


def _token_for(firm: Firm, mails: Path) -> str | None:
    for path in sorted(mails.glob("*.ownership.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        if mail["To"] == firm.email:
            found = re.search(r"token=([\w-]+)", path.read_text())
            return found.group(1) if found else None
    return None


def _leave(person: Api, firm: Firm) -> None:
    person.call("accounts", "DELETE", f"/v1/accounts/{firm.prefix}/bureau")


def _look_after(bureau: Api, assistant: Api) -> None:
    """The assistant gets some of the clients; some have tags and a note."""
    user_id = assistant.get("accounts", "/v1/me")["id"]
    mine = [firm.prefix for firm in (*ADDED[5:14], *ACTIVE[3:9])]
    _bulk(bureau, "assign", mine, {"user_ids": [user_id], "carer": user_id})
    _bulk(bureau, "tag", mine[::2], {"add": ["VAT miesięczny"], "remove": []})
    _bulk(bureau, "tag", mine[1::3], {"add": ["ryczałt"], "remove": []})
    _bulk(bureau, "note", mine[:2], {"note": "Dokumenty kosztowe przysyła w ostatniej chwili."})


def _bulk(bureau: Api, action: str, clients: list[str], arguments: Mapping[str, Any]) -> str:
    body = {"action": action, "clients": clients, "arguments": arguments}
    return str(bureau.call("bureau", "POST", f"{PANEL}/bulk", body)["id"])


def _book(bureau: Api, firm: Firm, today: date) -> None:
    """The month before last is closed; of the last one the firm has said that it is complete."""
    last = today.replace(day=1) - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    for month, steps in ((before, ("complete", "take_up", "close")), (last, ("complete",))):
        for step in steps:
            path = f"{PANEL}/clients/{firm.prefix}/months/{month:%Y-%m}/{step}"
            until(partial(bureau.call, "bureau", "POST", path, {}), f"documents of {firm.prefix}")


def _export(bureau: Api, today: date) -> None:
    """One file for several clients, so that there is something to look at."""
    last = today.replace(day=1) - timedelta(days=1)
    period = {"from": f"{last:%Y-%m}-01", "to": f"{last:%Y-%m-%d}"}
    body = {
        "accounts": [firm.prefix for firm in ADDED[5:10]],
        "format": "jpk_fa_4",
        "date_basis": "issue",
        "period": period,
    }
    bureau.call("exports", "POST", "/v1/exports", body)
