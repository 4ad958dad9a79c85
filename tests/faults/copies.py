"""Checks that what a service knows of another one's things is what those are."""

import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from typing import Any

from tests.faults.books import Row
from tests.faults.case import Case, Complaints


def exports_has_the_documents_of_accounts(case: Case) -> Complaints:
    """The copy is equal: per account the count, the sums and the hashes, and every original."""
    own, copy = _documents(case, "accounts"), _documents(case, "exports")
    for account in own.keys() | copy.keys():
        if own[account] != copy[account]:
            yield (
                f"account {account} has {_summary(own[account])}, "
                f"and exports has {_summary(copy[account])}"
            )
    originals, copied = (
        {row["document_id"]: (row["sha256"], _sha256(row["content"])) for row in books["original"]}
        for books in (case.books["accounts"], case.books["exports"])
    )
    for document in originals.keys() | copied.keys():
        if originals.get(document) != copied.get(document):
            yield f"the original of {document} is {copied.get(document)} in exports"


def copies_of_accounts_are_true(case: Case) -> Complaints:
    """Bureau and exports know every account, its prefix, its firm and its owner."""
    wanted = {row["id"]: _account(row) for row in case.books["accounts"]["account"]}
    for service in ("bureau", "exports"):
        found = {row["id"]: _account(row) for row in case.books[service]["account"]}
        for account in wanted.keys() | found.keys():
            if wanted.get(account) != found.get(account):
                yield (
                    f"{service} takes {account} for {found.get(account)}, "
                    f"and it is {wanted.get(account)}"
                )


def links_are_the_same_on_both_sides(case: Case) -> Complaints:
    """An account's link is a client of that bureau that lives, with the role that it has."""
    links = {
        row["link_id"]: (row["bureau_id"], row["id"], row["bureau_role"], row["payer"])
        for row in case.books["accounts"]["account"]
        if row["link_id"]
    }
    clients = {
        row["id"]: (row["bureau_id"], row["account_id"], row["bureau_role"], row["payer"])
        for row in case.books["bureau"]["client"]
        if row["state"] != "detached"
    }
    for link in links.keys() | clients.keys():
        if links.get(link) != clients.get(link):
            yield f"link {link} is {links.get(link)} in accounts, {clients.get(link)} in bureau"


def documents_are_open_to_whom_they_should_be(case: Case) -> Complaints:
    """Exports lets a bureau in exactly while the client is active or handed over."""
    wanted = {
        row["id"]: row["state"] in ("active", "handed_over")
        for row in case.books["bureau"]["client"]
    }
    found = {row["id"]: bool(row["is_open"]) for row in case.books["exports"]["client"]}
    for client in wanted.keys() | found.keys():
        if wanted.get(client) != found.get(client):
            yield f"client {client}: open {found.get(client)}, and should be {wanted.get(client)}"


def _documents(case: Case, service: str) -> dict[str, dict[str, tuple[Decimal, str]]]:
    """By account and document: what it amounts to, and the hash of all that it says."""
    found: dict[str, dict[str, tuple[Decimal, str]]] = defaultdict(dict)
    for row in case.books[service]["document"]:
        content = _content(row)
        found[row["account_id"]][row["id"]] = (Decimal(content["gross"]), _canonical(content))
    return found


def _content(row: Row) -> dict[str, Any]:
    if "content" in row:
        return dict(json.loads(row["content"]))
    return {**json.loads(row["head"]), "positions": json.loads(row["positions"])}


def _canonical(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _sha256(text.encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _summary(documents: dict[str, tuple[Decimal, str]]) -> str:
    total = sum(gross for gross, _ in documents.values())
    digest = _sha256("".join(sorted(sha for _, sha in documents.values())).encode())
    return f"{len(documents)} documents, {total} in all, {digest[:12]}"


def _account(row: Row) -> tuple[Any, ...]:
    company = row["company"]
    if isinstance(company, str):
        company = json.loads(company)
    return row["prefix"], company, row["owner_kind"], row["owner_id"]
