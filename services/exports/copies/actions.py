"""Keeping the copies: one function per thing that accounts or bureau may tell."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from services.exports.copies import content
from services.exports.copies.models import Account, Client, Document, Original
from shared.among import among
from shared.clock import now
from shared.contracts import document as contract
from shared.contracts.statement import canonical
from shared.upsert import upsert


def keep_account(
    session: Session,
    account_id: str,
    *,
    prefix: str,
    company: Mapping[str, Any],
    owner_kind: str,
    owner_id: str,
) -> None:
    """An account exists."""
    row = {
        "id": account_id,
        "prefix": prefix.lower(),
        "company": dict(company),
        "owner_kind": owner_kind,
        "owner_id": owner_id,
        "known_at": now(),
    }
    session.execute(upsert(session, _table(Account), row, keys=["id"]))


def change_account(session: Session, account_id: str, **values: Any) -> None:
    """Some of an account's facts are others now."""
    session.execute(update(Account).where(Account.id == account_id).values(values))


def keep_client(
    session: Session, client_id: str, *, account_id: str, bureau_id: str, **values: Any
) -> None:
    """A bureau serves an account; `values` are those of its columns that have changed."""
    client = session.get(Client, client_id)
    if client is None:
        client = Client(id=client_id, account_id=account_id, bureau_id=bureau_id)
        session.add(client)
    for name, value in values.items():
        setattr(client, name, value)


def keep_document(
    session: Session,
    account_id: str,
    document: contract.Document,
    original: contract.Original | None,
    attachments: Sequence[contract.Attachment] = (),
) -> bool:
    """A document is new or changed. What is no newer than the copy changes nothing.

    Says whether another version was known before.

    Raises DamagedOriginal where the original file is not the one that its hash names.
    """
    known = session.scalar(select(Document.version).where(Document.id == document["id"]))
    if known is not None and known >= document["version"]:
        return False
    row = _document_row(account_id, document)
    row["attachments"] = content.listed(attachments)
    row["with_attachments"] = content.with_attachments(row["sha256"], attachments)
    session.execute(upsert(session, _table(Document), row, keys=["id"]))
    if original:
        file = content.original_row(document["id"], original)
        session.execute(upsert(session, _table(Original), file, keys=["document_id"]))
    return known is not None


def accounts_by_prefix(session: Session, prefixes: Sequence[str]) -> dict[str, Account]:
    """Those of the accounts that are known here."""
    query = select(Account).where(among(Account.prefix, prefixes))
    return {account.prefix: account for account in session.scalars(query)}


def accounts_by_id(session: Session, ids: Sequence[str]) -> dict[str, Account]:
    """Those of the accounts that are known here."""
    query = select(Account).where(among(Account.id, ids))
    return {each.id: each for each in session.scalars(query)}


def newest_recorded(session: Session, account_ids: Sequence[str]) -> Any:
    """When the newest copy of a document of any of these accounts came; None without one."""
    query = select(func.max(Document.recorded_at)).where(among(Document.account_id, account_ids))
    return session.scalar(query)


def _document_row(account_id: str, document: contract.Document) -> dict[str, Any]:
    text = canonical(document)
    return {
        "id": document["id"],
        "account_id": account_id,
        "version": document["version"],
        "issue_date": date.fromisoformat(document["issue_date"]),
        "sale_date": content.sale_date(document),
        "accounting_date": content.accounting_date(document),
        "kind": document["kind"],
        "income": document["income"],
        "number": document["number"],
        "content": text.decode(),
        "sha256": content.fingerprint(document),
        "recorded_at": now(),
    }


def _table(model: type[Account | Document | Original]) -> Table:
    return cast("Table", model.__table__)
