"""Everything that can be done with an account's documents, one function each."""

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, bindparam, insert, literal_column, select, update
from sqlalchemy.orm import Session, undefer
from sqlalchemy.orm.attributes import set_committed_value

from services.accounts.accounts.models import Account
from services.accounts.documents.folding import folded
from services.accounts.documents.kinds import WAREHOUSE
from services.accounts.documents.lifecycle import LIFECYCLE
from services.accounts.documents.models import Attachment, Document, Original
from services.accounts.documents.numbering.actions import reserve
from services.accounts.sightings.looking import saw
from services.accounts.webhooks.changes import note_change
from services.accounts.webhooks.kinds import Noun, Verb
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import DocumentRecorded
from shared.contracts.document import Attachment as SentAttachment
from shared.contracts.document import Document as Content
from shared.contracts.document import Original as SentOriginal
from shared.errors import Missing
from shared.history import take
from shared.texts import N_

NO_DOCUMENT = N_("There is no such document in this account.")
NO_ORIGINAL = N_("The document did not come in as a file.")
SERIALS = "documents"
VERBS: Mapping[str, Verb] = {"delete": "delete"}  # What other steps do is an update.
LOCK = select(Account.id).where(Account.id == bindparam("account")).with_for_update(key_share=True)
NEW = {"paid": Decimal(0), "delivery": "issued"}
NOTHING_BESIDE = dict.fromkeys(("contractor_id", "corrects_id", "beside"))


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


def serials(session: Session, account: Account, count: int = 1) -> Iterator[int]:
    """The integer ids of the account's next `count` documents; one that is not used is lost."""
    return iter(reserve(session, account, SERIALS, count))


def record(
    session: Session,
    account: Account,
    content: Content,
    *,
    serial: int,
    contractor_id: str | None = None,
    corrects_id: str | None = None,
) -> Document:
    """Keep a new document, and announce it.

    The document itself is the record of its beginning; history tells what it went through
    later.
    """
    document = Document(**_new(account, content, serial))
    document.contractor_id, document.corrects_id = contractor_id, corrects_id
    session.add(document)
    message = LIFECYCLE.fire(document, "issue", account_id=account.id, document=content)
    outbox.publish(session, message, subject_id=document.id)
    note_change(session, _noun(document), "create", document)
    return document


def record_files(
    session: Session, account: Account, files: Sequence[tuple[Content, KeptFile]]
) -> None:
    """Keep and announce new documents with the files that they came in, as `record` would.

    In a few statements for all of them.
    """
    numbers = serials(session, account, len(files))
    documents, originals, messages = [], [], []
    for content, file in files:
        new = _new(account, content, next(numbers))
        beginning = SimpleNamespace(state=None)
        facts = {"document": content, "original": _sent(file)}
        messages.append(
            (LIFECYCLE.fire(beginning, "issue", account_id=account.id, **facts), content["id"])
        )
        documents.append(NOTHING_BESIDE | new | {"version": 1, "state": beginning.state})
        keys = {"document_id": content["id"], "account_id": account.id}
        originals.append(keys | file._asdict())
    if documents:
        # Into the tables themselves: as mapped rows each of them would cost more.
        session.execute(insert(cast("Table", Document.__table__)), documents)
        session.execute(insert(cast("Table", Original.__table__)), originals)
        outbox.publish_first(session, messages)
    for row in documents:
        document = SimpleNamespace(**row)  # All that a webhook tells of it.
        note_change(session, _noun(document), "create", document)


def _new(account: Account, content: Content, serial: int) -> dict[str, Any]:
    facts = {"id": content["id"], "account_id": account.id, "serial": serial}
    return facts | NEW | {"created_at": now()} | _said(content)


def keep(document: Document, content: Content) -> None:
    """Make the document say `content`, in the columns that it is found by as well."""
    for name, value in _said(content).items():
        setattr(document, name, value)


def _said(content: Content) -> dict[str, Any]:
    """The columns of a document that says `content` from now on."""
    head: dict[str, Any] = {**content}
    positions = head.pop("positions")
    return {
        "kind": content["kind"],
        "income": content["income"],
        "number": content["number"],
        "issue_date": date.fromisoformat(content["issue_date"]),
        "sale_date": date.fromisoformat(content["sale_date"] or content["issue_date"]),
        "seller_tax_no": content["seller"]["tax_no"],
        "buyer_tax_no": content["buyer"]["tax_no"],
        "currency": content["currency"],
        "net": Decimal(content["net"]),
        "vat": Decimal(content["vat"]),
        "gross": Decimal(content["gross"]),
        "search_key": search_key(content),
        "head": head,
        "positions": positions,
        "updated_at": now(),
    }


def search_key(content: Content) -> str:
    """What a document is found by, as searches fold it: its number and the other party's."""
    other = content["buyer"] if content["income"] else content["seller"]
    said = (content["number"], other["name"], other["tax_no"])
    return folded("\n".join(filter(None, said)))


def step(session: Session, document: Document, trigger: str, **changes: Any) -> None:
    """Take the document along `trigger` with some of what it says changed; its next version."""
    noun, verb = _noun(document), VERBS.get(trigger, "update")
    with session.no_autoflush:  # Else what is changed already would count as a version of its own.
        attachments = sent_attachments(session, document.id)
    content = document.content
    content.update(cast("Content", changes | {"version": document.version + 1}))
    keep(document, content)
    facts = {"account_id": document.account_id, "document": content, "attachments": attachments}
    take(session, LIFECYCLE, document, trigger, **facts)
    note_change(session, noun, verb, document)


def announce_again(session: Session, account: Account, document_id: str) -> None:
    """Say once more what a document of the account says now, with the file that it came in."""
    lock_documents(session, account)
    query = select(Document).where(Document.account_id == account.id, Document.id == document_id)
    document = one_of(session, query)
    original = session.get(Original, document_id, options=[undefer(Original.content)])
    file = original and KeptFile(
        original.name, original.media_type, original.sha256, original.content
    )
    message = DocumentRecorded(
        account_id=account.id,
        document=document.content,
        original=_sent(file) if file else None,
        attachments=sent_attachments(session, document_id),
    )
    outbox.publish(session, message, subject_id=document_id)


def sent_attachments(session: Session, document_id: str) -> list[SentAttachment]:
    """The files beside a document, as messages tell of them."""
    columns = (
        Attachment.id,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.sha256,
    )
    query = select(*columns).where(Attachment.document_id == document_id).order_by(Attachment.id)
    return [cast("SentAttachment", row._asdict()) for row in session.execute(query)]


def note(session: Session, document: Document, **values: Any) -> None:
    """Note what is no part of what the document says: its version stays."""
    change = update(Document).where(Document.id == document.id).values(values)
    session.execute(change, execution_options={"synchronize_session": False})
    for name, value in values.items():
        set_committed_value(document, name, value)
    note_change(session, _noun(document), "update", document)


def get_document(session: Session, account: Account, document_id: str) -> Document:
    """One document with its positions; Missing where the account has none with this id."""
    return one_of(session, standing(account).where(Document.id == document_id))


def locked_document(session: Session, account: Account, document_id: str) -> Document:
    """The same, as it is now, and nobody else changes it until the transaction ends."""
    lock_documents(session, account)
    return get_document(session, account, document_id)


def standing(account: Account) -> Select[Document]:
    """The account's documents that were not deleted."""
    return select(Document).where(
        Document.account_id == account.id, Document.state != literal_column("'deleted'")
    )


def one_of(session: Session, query: Select[Document]) -> Document:
    """The one document of the query, with its positions; Missing if there is none."""
    whole = query.options(undefer(Document.positions))
    found = session.scalars(whole, execution_options={"populate_existing": True})
    document = found.one_or_none()
    if document is None:
        raise Missing(NO_DOCUMENT)
    saw(session, document.account_id, "view", document.id)
    return document


def get_original(session: Session, account: Account, document_id: str) -> Original:
    """The file that a document came in; Missing where there is none."""
    document = get_document(session, account, document_id)
    original = session.get(Original, document.id, options=[undefer(Original.content)])
    if original is None:
        raise Missing(NO_ORIGINAL)
    saw(session, account.id, "original", document_id)
    return original


def print_of(session: Session, document: Document, language: str) -> bytes:
    """The document as a PDF; one that is in KSeF with the way to check it there."""
    from shared.contracts.printing import print_document

    saw(session, document.account_id, "print", document.id)
    return print_document(document.content, language, link=link_of(session, document))


def link_of(session: Session, document: Document) -> str | None:
    """Where KSeF shows the document; None for one that is not there."""
    from shared.contracts.printing import verification_link

    sha256 = session.scalar(select(Original.sha256).where(Original.document_id == document.id))
    return verification_link(document.content, sha256)


def _noun(document: Any) -> Noun:
    return "warehouse_document" if document.kind in WAREHOUSE else "invoice"


def _sent(file: KeptFile) -> SentOriginal:
    packed = base64.b64encode(zlib.compress(file.content, level=1)).decode("ascii")
    return SentOriginal(
        name=file.name, media_type=file.media_type, sha256=file.sha256, content=packed
    )
