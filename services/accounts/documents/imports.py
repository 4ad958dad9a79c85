"""Takes files in, slice by slice: read outside the database, written in short transactions.

A crash keeps the slices before it; importing the same upload again skips them and goes on.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import KeptFile, lock_documents, record_files
from services.accounts.documents.ksef import (
    Invoice,
    document_of,
    number_from_file_name,
    read_invoice,
)
from services.accounts.documents.models import Document, Original
from services.accounts.documents.numbering.actions import NUMBER_TAKEN
from services.accounts.documents.upload import MIB, File
from shared.contracts.document import Document as Content
from shared.errors import Failure, Invalid, Refused
from shared.ids import new_id
from shared.texts import N_

SLICE_FILES = 100
SLICE_BYTES = 4 * MIB
NOT_A_PARTY = N_("The account's NIP %(tax_no)s is neither the seller's nor the buyer's.")

Turn = Callable[[], AbstractContextManager[tuple[Session, Account]]]
"""Begins a transaction and finds the account anew, with all that the caller may do checked."""

Key = tuple[bool, str | None, str]  # Sale or cost, the seller's NIP, the number.


@dataclass(frozen=True)
class Outcome:
    """What became of one file: imported, skipped as known (`refusal` None), or refused."""

    file: str | None
    imported: bool = False
    id: str | None = None
    number: str | None = None
    refusal: Failure | None = None


@dataclass(frozen=True)
class Reading:
    """A file with what it says: a document to record, or why it is refused."""

    name: str | None
    kept: KeptFile | None = None
    content: Content | None = None
    refusal: Failure | None = None


def import_files(
    turn: Turn,
    files: Iterable[File],
    *,
    tax_no: str,
    ksef_number: str | None = None,
    slice_files: int = SLICE_FILES,
) -> list[Outcome]:
    """Record the e-invoices in `files` that are new to the account; every file has an outcome.

    The account is the one with the NIP `tax_no`. `ksef_number` goes before the one in a
    file's name.
    """
    outcomes: list[Outcome] = []
    readings = (_read(file, tax_no, ksef_number) for file in files)
    for part in _sliced(readings, slice_files):
        with turn() as (session, account):
            outcomes += _record(session, account, part)
    return outcomes


def _read(file: File, tax_no: str, ksef_number: str | None) -> Reading:
    number = ksef_number or number_from_file_name(file.base_name or "")
    try:
        if file.refusal:
            raise file.refusal
        invoice = read_invoice(file.content)
        income = _is_sale(invoice, tax_no)
        content = document_of(invoice, id=new_id(), income=income, ksef_number=number)
    except Failure as refusal:
        return Reading(file.name, refusal=refusal)
    sha256 = hashlib.sha256(file.content).hexdigest()
    name = file.base_name or f"{number or sha256[:16]}.xml"
    return Reading(file.name, KeptFile(name, "application/xml", sha256, file.content), content)


def _is_sale(invoice: Invoice, tax_no: str) -> bool:
    """Whether the invoice is a sale of the firm; its cost otherwise, or refused `not_a_party`.

    Who issued it is no matter (self-billing). A firm that sells to itself has a sale.
    """
    if invoice.seller["tax_no"] == tax_no:
        return True
    if (invoice.buyer["tax_no_kind"], invoice.buyer["tax_no"]) == ("nip", tax_no):
        return False
    raise Invalid(NOT_A_PARTY, code="not_a_party", tax_no=tax_no)


def _sliced(readings: Iterable[Reading], most: int) -> Iterator[list[Reading]]:
    """The readings in slices that are small in number and in bytes."""
    part: list[Reading] = []
    size = 0
    for reading in readings:
        part.append(reading)
        size += len(reading.kept.content) if reading.kept else 0
        if len(part) >= most or size >= SLICE_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _record(session: Session, account: Account, readings: Sequence[Reading]) -> list[Outcome]:
    lock_documents(session, account)
    known = _known_files(session, account, readings)
    taken = _taken_keys(session, account, readings)
    new: list[tuple[Content, KeptFile]] = []
    outcomes = [_outcome(reading, known, taken, new) for reading in readings]
    record_files(session, account, new)
    return outcomes


def _outcome(
    reading: Reading,
    known: dict[str, str],
    taken: set[Key],
    new: list[tuple[Content, KeptFile]],
) -> Outcome:
    """What becomes of the file; one to record is added to `new`, and is known from then on."""
    content, kept = reading.content, reading.kept
    if content is None or kept is None:
        return Outcome(reading.name, refusal=reading.refusal)
    if kept.sha256 in known:
        return Outcome(reading.name, id=known[kept.sha256])
    if _key(content) in taken:
        facts = {"number": content["number"], "tax_no": content["seller"]["tax_no"]}
        return Outcome(reading.name, refusal=Refused(NUMBER_TAKEN, code="number_taken", **facts))
    new.append((content, kept))
    known[kept.sha256] = content["id"]
    taken.add(_key(content))
    return Outcome(reading.name, imported=True, id=content["id"], number=content["number"])


def _known_files(session: Session, account: Account, readings: Sequence[Reading]) -> dict[str, str]:
    """The ids of documents by the files of this slice that they came in before."""
    prints = [reading.kept.sha256 for reading in readings if reading.kept]
    query = select(Original.sha256, Original.document_id).where(
        Original.account_id == account.id, Original.sha256.in_(prints)
    )
    return {row.sha256: row.document_id for row in session.execute(query)}


def _taken_keys(session: Session, account: Account, readings: Sequence[Reading]) -> set[Key]:
    numbers = [reading.content["number"] for reading in readings if reading.content]
    query = select(Document.income, Document.seller_tax_no, Document.number).where(
        Document.account_id == account.id, Document.number.in_(numbers)
    )
    return {(row.income, row.seller_tax_no, row.number) for row in session.execute(query)}


def _key(content: Content) -> Key:
    return content["income"], content["seller"]["tax_no"], content["number"]
