"""`seats verify [PREFIX …]`: do the movements of seats add up, for all bureaus or for some?"""

import sys

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.config import Settings
from services.bureau.module import ledger
from shared.command_line import Usage
from shared.database import engine_for, reading
from shared.errors import Missing


def seats(settings: Settings, words: list[str]) -> int:
    """Print the books of each bureau; 1 where those of one do not add up."""
    if words[:1] != ["verify"]:
        raise Usage(__doc__ or "")
    engine = engine_for(settings.database_url, poolclass=NullPool)
    try:
        with reading(engine)() as session:
            books = [ledger.balance(session, *bureau) for bureau in _bureaus(session, words[1:])]
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.writelines(f"{_line(each)}\n" for each in books)
    return 0 if all(each.balanced for each in books) else 1


def _bureaus(session: Session, prefixes: list[str]) -> list[tuple[str, str]]:
    if not prefixes:
        return ledger.bureaus(session)
    return [_bureau(session, prefix) for prefix in prefixes]


def _bureau(session: Session, prefix: str) -> tuple[str, str]:
    account = accounts.find(session, prefix)
    if account is None:
        raise Missing(accounts.NO_ACCOUNT, prefix=prefix)
    return account.id, account.prefix


def _line(books: ledger.Balance) -> str:
    verdict = "adds up" if books.balanced else "DOES NOT ADD UP"
    return (
        f"{books.prefix}: {verdict}: {books.used} of {books.size} seats used, "
        f"{books.moved} by the movements, {books.holders} holders, {books.waiting} waiting"
    )
