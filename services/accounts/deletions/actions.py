"""Deleting an account. It is locked by whoever calls."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.accounts.models import Account
from services.accounts.addresses import TRANSFERS
from services.accounts.bureaus.actions import has_module, unlink
from services.accounts.deletions.endings import open_deletion
from services.accounts.deletions.lifecycle import CONFIRMED, LIFECYCLE
from services.accounts.deletions.models import Deletion
from services.accounts.digests import digest, new_secret
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.handover_packages.actions import check_not_awaited
from services.accounts.ownership.actions import open_transfer
from services.accounts.ownership.fresh import refuse_fresh
from services.accounts.ownership.telling import leaders, tell
from services.accounts.sessions.passwords import matches
from services.accounts.tokens.actions import revoke, tokens_of
from services.accounts.users.models import Membership, User
from services.accounts.users.removal import put_everybody_out
from services.accounts.users.verification import WRONG
from shared.clock import now, rfc3339
from shared.context import act_as, context_of
from shared.errors import Invalid, Missing, Refused
from shared.history import take
from shared.ids import new_id
from shared.texts import N_

LINK_LIFE = timedelta(days=2)
CAN_BE_TAKEN_BACK = timedelta(days=30)
KEPT_YEARS = 5
"""Ordynacja podatkowa, art. 86 § 1 with art. 70 § 1; ustawa o rachunkowości, art. 74 ust. 2."""

NONE_OPEN = N_("Nobody asked for the account to be deleted.")
BAD_LINK = N_("The link is not valid any more. Ask for the deletion again.")
IS_OFFERED = N_("The account is being offered to %(email)s. Take the offer back first.")
IS_BUREAU = N_("The account is a bureau with a module. An operator has to close it first.")
ASKED_BEFORE = N_("The deletion is confirmed already; the account goes at %(until)s.")


def ask(session: Session, account: Account, user: User) -> Deletion:
    """Mail the owner a link; nothing happens before it is followed. Asked again: a new link."""
    _check(session, account)
    deletion = open_deletion(session, account.id)
    if deletion and deletion.state is CONFIRMED:
        raise Refused(ASKED_BEFORE, until=rfc3339(deletion.due_at or now()))
    token = new_secret()
    if deletion is None:
        deletion = Deletion(id=new_id(), account=account, asked_by=user, asked_at=now())
        deletion.digest, deletion.link_expires_at = digest(token), now() + LINK_LIFE
        session.add(deletion)
        _take(session, deletion, "ask")
    deletion.asked_by = user
    deletion.digest, deletion.link_expires_at = digest(token), now() + LINK_LIFE
    tell(session, account, [user.email], "deletion", token=token)
    return deletion


def confirm(session: Session, account: Account, token: str) -> Deletion:
    """Take the token from the link: in 30 days the account goes."""
    deletion = open_deletion(session, account.id)
    if deletion is None or not _is_good(deletion, token):
        raise Invalid(BAD_LINK, errors=[{"pointer": "/token", "detail": BAD_LINK}])
    if deletion.state is CONFIRMED:
        return deletion
    _check(session, account)
    deletion.due_at = now() + CAN_BE_TAKEN_BACK
    _take(session, deletion, "confirm")
    until = deletion.due_at.date().isoformat()
    tell(session, account, leaders(session, account.id), "deletion_confirmed", until=until)
    return deletion


def confirm_by_password(session: Session, *, token: str, password: str) -> None:
    """Take the token from whoever opens the link in a browser and knows the owner's password."""
    deletion = of_link(session, token)
    account, owner = locked_account(session, deletion.account_id), deletion.asked_by
    if not matches(owner.password_hash, password):
        raise Invalid(WRONG)
    if not _is_owner(session, account, owner):
        raise Invalid(BAD_LINK)
    act_as(session, replace(context_of(session), actor=f"user/{owner.id}"))
    confirm(session, account, token)


def withdraw(session: Session, account: Account) -> None:
    """Take it back: the account stays."""
    deletion = required(session, account)
    was_confirmed = deletion.state is CONFIRMED
    _take(session, deletion, "withdraw")
    if was_confirmed:
        tell(session, account, leaders(session, account.id), "deletion_withdrawn")


def required(session: Session, account: Account) -> Deletion:
    """The open deletion of the account; Missing if there is none."""
    deletion = open_deletion(session, account.id)
    if deletion is None:
        raise Missing(NONE_OPEN)
    return deletion


def of_link(session: Session, token: str) -> Deletion:
    """The deletion that a link is about; Missing when it is not good any more."""
    query = select(Deletion).where(Deletion.digest == digest(token))
    deletion = session.scalars(query).one_or_none()
    if deletion is None or not _is_good(deletion, token):
        raise Missing(BAD_LINK)
    return deletion


def finish(session: Session, deletion: Deletion) -> None:
    """The 30 days are over: nobody has access any more, the bureau is left, the prefix stays.

    The documents stay sealed, where no role reaches them, as long as the law wants them kept.
    """
    account = deletion.account
    recipients = leaders(session, account.id)
    deletion.sealed_until = _sealed_until()
    _take(session, deletion, "finish")
    unlink(session, account)
    for token in session.scalars(tokens_of(account.id)).all():
        revoke(session, account, token.id)
    put_everybody_out(session, account)
    tell(session, account, recipients, "deletion_done")


def may_be_finished(session: Session, deletion: Deletion) -> bool:
    """Whether nothing came between since it was confirmed."""
    try:
        _check(session, deletion.account)
    except Refused:
        return False
    return LIFECYCLE.may(deletion, "finish")


def _check(session: Session, account: Account) -> None:
    refuse_frozen(session, account)
    refuse_fresh(session, account)
    pending = open_transfer(session, account.id)
    if pending:
        fix = TRANSFERS.format(prefix=account.prefix)
        raise Refused(IS_OFFERED, code="transfer_pending", fix=fix, email=pending.email)
    if has_module(session, account):
        raise Refused(IS_BUREAU)
    check_not_awaited(session, account)


def _is_good(deletion: Deletion, token: str) -> bool:
    return deletion.digest == digest(token) and now() < deletion.link_expires_at


def _sealed_until() -> date:
    """The end of the fifth year after the one in which the tax of the last document was due."""
    return date(now().year + KEPT_YEARS + 1, 12, 31)


def _take(session: Session, deletion: Deletion, trigger: str) -> None:
    account = deletion.account
    facts = {"deletion_id": deletion.id, "account_id": account.id, "prefix": account.prefix}
    due_at = rfc3339(deletion.due_at) if deletion.due_at else None
    take(session, LIFECYCLE, deletion, trigger, **facts, due_at=due_at)


def _is_owner(session: Session, account: Account, user: User) -> bool:
    membership = session.get(Membership, (account.id, user.id))
    return membership is not None and membership.role == "owner"
