"""Work at an account in many short transactions, each of which checks the caller anew."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import current_app, request
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from shared.auth.caller import Caller
from shared.context import Context, act_as


def turns_at(
    caller: Caller, prefix: str
) -> Callable[[], AbstractContextManager[tuple[Session, Account]]]:
    """Turns at the account: transactions in which the caller still may record."""
    sessions: sessionmaker[Session] = current_app.extensions["writing"]
    request_id = request.environ["biurko.request_id"]

    @contextmanager
    def turn() -> Iterator[tuple[Session, Account]]:
        with sessions.begin() as session:
            act_as(session, Context(caller.actor, cause=request_id, correlation=request_id))
            yield session, account_for(session, caller, prefix, "change_documents")

    return turn


def tax_no_at(caller: Caller, prefix: str) -> str:
    """The account's NIP; refuses who may not record in it before the upload is looked at."""
    sessions: sessionmaker[Session] = current_app.extensions["reading"]
    with sessions() as session:
        return account_for(session, caller, prefix, "change_documents").tax_no
