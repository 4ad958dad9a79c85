"""Giving numbers. All of it happens in the transaction that records the document.

Whoever gives numbers has locked the account's documents before, so that two never get the
same; and a number whose document is not recorded goes back with it, which leaves no gap.
"""

from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.audit.actions import record
from services.accounts.documents.models import Document
from services.accounts.documents.numbering import patterns
from services.accounts.documents.numbering.models import Counter, NumberPattern
from shared.errors import Refused
from shared.texts import N_
from shared.upsert import insert_in, upsert

COUNTERS = cast("Table", Counter.__table__)
PATTERNS = cast("Table", NumberPattern.__table__)

NUMBER_TAKEN = N_("There is another document %(number)s of the seller %(tax_no)s.")


def next_number(
    session: Session,
    account: Account,
    *,
    kind: str,
    day: date,
    income: bool,
    tax_no: str | None,
) -> str:
    """The next number of a document of `kind` issued on `day`; `tax_no` is the seller's.

    A number that somebody gave by hand is passed over.
    """
    series = patterns.series_of(pattern_of(session, account, kind), kind, day)
    while True:
        number = patterns.number_in(series, reserve(session, account, series)[0])
        if not _is_taken(session, account, income=income, tax_no=tax_no, number=number):
            return number


def check_free(
    session: Session, account: Account, *, income: bool, tax_no: str | None, number: str
) -> None:
    """Refused `number_taken` where the account has another document with this key."""
    if _is_taken(session, account, income=income, tax_no=tax_no, number=number):
        raise Refused(NUMBER_TAKEN, code="number_taken", number=number, tax_no=tax_no)


def reserve(session: Session, account: Account, series: str, count: int = 1) -> range:
    """The next `count` numbers of a series, which begins with 1."""
    counting = _counting(session.get_bind().dialect.name)
    row = {"account_id": account.id, "series": series, "last": count}
    last = int(session.execute(counting, row).scalar_one())
    return range(last - count + 1, last + 1)


@cache
def _counting(dialect: str) -> Any:
    """Counts a series on; made once, since making it takes longer than running it."""
    first = insert_in(dialect, COUNTERS)
    counted = first.on_conflict_do_update(
        index_elements=["account_id", "series"],
        set_={"last": COUNTERS.c.last + first.excluded.last},
    )
    return counted.returning(COUNTERS.c.last)


def pattern_of(session: Session, account: Account, kind: str) -> str:
    """How the account numbers documents of `kind`."""
    own = session.get(NumberPattern, (account.id, kind))
    return own.pattern if own else patterns.usual_pattern(kind)


def patterns_of(session: Session, account: Account) -> dict[str, str]:
    """How the account numbers each kind of documents."""
    query = select(NumberPattern).where(NumberPattern.account_id == account.id)
    own = {each.kind: each.pattern for each in session.scalars(query)}
    return {kind: own.get(kind) or patterns.usual_pattern(kind) for kind in patterns.USUAL}


def set_pattern(session: Session, account: Account, kind: str, pattern: str) -> str:
    """Number documents of `kind` so from now on; a series that was begun before goes on."""
    before = pattern_of(session, account, kind)
    row = {"account_id": account.id, "kind": kind, "pattern": patterns.checked(pattern)}
    session.execute(upsert(session, PATTERNS, row, keys=["account_id", "kind"]))
    if before != pattern:
        record(
            session,
            account.id,
            "number_pattern",
            subject=kind,
            before={"pattern": before},
            after={"pattern": pattern},
        )
    return pattern


def _is_taken(
    session: Session, account: Account, *, income: bool, tax_no: str | None, number: str
) -> bool:
    key = {"account": account.id, "income": income, "tax_no": tax_no, "number": number}
    return session.scalar(_same_key(tax_no is not None), key) is not None


@cache
def _same_key(has_tax_no: bool) -> Select[str]:
    """A document with the key, of a seller with a tax number or of one without; made once."""
    same = Document.seller_tax_no == bindparam("tax_no")
    query = select(Document.id).where(
        Document.account_id == bindparam("account"),
        Document.income == bindparam("income"),
        same if has_tax_no else Document.seller_tax_no.is_(None),
        Document.number == bindparam("number"),
    )
    return query.limit(1)
