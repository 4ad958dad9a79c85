"""Everything that can be done with an account's documents, one function each."""

import base64
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from services.accounts.accounts.models import Account
from services.accounts.documents.models import Document, Original
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import DocumentRecorded
from shared.contracts.document import Document as Content
from shared.contracts.document import Original as SentOriginal
from shared.errors import Missing
from shared.texts import N_
from shared.web.lists import Page, paginate

NO_DOCUMENT = N_("There is no such document in this account.")
NO_ORIGINAL = N_("The document did not come in as a file.")
DATES = {"issue": Document.issue_date, "sale": Document.sale_date}


class KeptFile(NamedTuple):
    """A file to keep beside its document; `sha256` is of `content`, hexadecimal."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def lock_documents(session: Session, account: Account) -> None:
    """Until the transaction ends nobody else records in the account, who asks here first.

    What is known of its numbers and files holds until then.
    """
    lock = select(Account.id).where(Account.id == account.id).with_for_update(key_share=True)
    session.execute(lock)


def record(session: Session, account: Account, content: Content, file: KeptFile | None) -> Document:
    """Keep a new document, with the file that it came in, and announce it."""
    document = _row_of(account, content)
    session.add(document)
    if file:
        session.add(Original(document_id=document.id, account_id=account.id, **file._asdict()))
    message = DocumentRecorded(
        account_id=account.id, document=content, original=_sent(file) if file else None
    )
    outbox.publish(session, message, subject_id=document.id)
    return document


def list_documents(
    session: Session,
    account: Account,
    *,
    date_basis: str = "issue",
    first: date | None = None,
    last: date | None = None,
    kind: str | None = None,
    income: bool | None = None,
    limit: int,
    cursor: str | None,
) -> Page[Document]:
    """The account's documents of a period, both days included, the newest first."""
    day = DATES[date_basis]
    query = select(Document).where(Document.account_id == account.id)
    if first:
        query = query.where(day >= first)
    if last:
        query = query.where(day <= last)
    for column, value in ((Document.kind, kind), (Document.income, income)):
        if value is not None:
            query = query.where(column == value)
    return paginate(session, query, [day, Document.id], limit=limit, cursor=cursor, descending=True)


def get_document(session: Session, account: Account, document_id: str) -> Document:
    """One document with its positions; Missing where the account has none with this id."""
    query = (
        select(Document)
        .where(Document.account_id == account.id, Document.id == document_id)
        .options(undefer(Document.positions))
    )
    document = session.scalars(query).one_or_none()
    if document is None:
        raise Missing(NO_DOCUMENT)
    return document


def get_original(session: Session, account: Account, document_id: str) -> Original:
    """The file that a document came in; Missing where there is none."""
    document = get_document(session, account, document_id)
    original = session.get(Original, document.id, options=[undefer(Original.content)])
    if original is None:
        raise Missing(NO_ORIGINAL)
    return original


def _row_of(account: Account, content: Content) -> Document:
    head: Mapping[str, Any] = content
    return Document(
        id=content["id"],
        account_id=account.id,
        kind=content["kind"],
        income=content["income"],
        number=content["number"],
        issue_date=date.fromisoformat(content["issue_date"]),
        sale_date=date.fromisoformat(content["sale_date"] or content["issue_date"]),
        seller_tax_no=content["seller"]["tax_no"],
        buyer_tax_no=content["buyer"]["tax_no"],
        currency=content["currency"],
        net=Decimal(content["net"]),
        vat=Decimal(content["vat"]),
        gross=Decimal(content["gross"]),
        head={name: value for name, value in head.items() if name != "positions"},
        positions=content["positions"],
        created_at=now(),
    )


def _sent(file: KeptFile) -> SentOriginal:
    packed = base64.b64encode(zlib.compress(file.content)).decode("ascii")
    return SentOriginal(
        name=file.name, media_type=file.media_type, sha256=file.sha256, content=packed
    )
