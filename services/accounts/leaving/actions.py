"""A client leaves its bureau by itself. The account is locked by whoever calls."""

from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.accounts.models import Account
from services.accounts.database import locked
from services.accounts.days import begin_of, end_of, working_days_after
from services.accounts.freezes.objections import ask_new_owner
from services.accounts.leaving.endings import end, open_leaving, step
from services.accounts.leaving.lifecycle import LIFECYCLE, STARTED, STOPPED
from services.accounts.leaving.models import Leaving
from services.accounts.mail.actions import post
from services.accounts.ownership import actions as ownership
from services.accounts.ownership.owners import give_to
from services.accounts.ownership.telling import facts_of, leaders
from services.accounts.users.models import Membership, User
from shared.clock import now
from shared.errors import Forbidden, Missing, Refused
from shared.ids import new_id
from shared.texts import N_

WORKING_DAYS = 10
REMINDERS = (5, 8, 10)
"""On which of the working days both sides are reminded."""

NOT_THE_CLIENT = N_("Only an administrator of the account who does not work for the bureau leaves.")
NOT_VERIFIED = N_("Confirm your e-mail address first; the link was mailed to you.")
GOES_ON = N_("The account is being left already.")
NONE_OPEN = N_("Nobody is leaving the bureau with this account.")
NO_LEAVING = N_("There is no such leaving.")


def leave(session: Session, account: Account, taker: User) -> Leaving:
    """Tell the bureau that the client wants the account: it has 10 working days to hand over."""
    if not is_of_client(session, account, taker):
        raise Forbidden(NOT_THE_CLIENT)
    if not taker.email_verified:
        raise Refused(NOT_VERIFIED, code="email_not_verified")
    if open_leaving(session, account.id):
        raise Refused(GOES_ON)
    leaving = Leaving(
        id=new_id(),
        account=account,
        bureau_id=account.bureau_id or account.owner_id,
        link_id=account.link_id or "",
        taker=taker,
        started_at=now(),
        reminded=0,
    )
    leaving.deadline = end_of(working_days_after(leaving.started_at, WORKING_DAYS))
    leaving.next_at = _next_at(leaving)
    session.add(leaving)
    step(session, leaving, "leave")
    _tell(session, leaving, "leaving_started")
    return leaving


def required(session: Session, account: Account) -> Leaving:
    """The leaving of the account that goes on; Missing if there is none."""
    leaving = open_leaving(session, account.id)
    if leaving is None:
        raise Missing(NONE_OPEN)
    return leaving


def withdraw(session: Session, account: Account, user: User) -> None:
    """The client stays with the bureau after all."""
    leaving = required(session, account)
    if not is_of_client(session, account, user):
        raise Forbidden(NOT_THE_CLIENT)
    end(session, leaving, "withdraw")
    _tell(session, leaving, "leaving_withdrawn")


def is_of_client(session: Session, account: Account, user: User) -> bool:
    """Whether the person is the client's own administrator, and not of the bureau."""
    own = session.get(Membership, (account.id, user.id))
    in_bureau = session.get(Membership, (account.bureau_id, user.id)) if account.bureau_id else None
    return own is not None and own.role == "admin" and own.joined_at is not None and not in_bureau


def newest(session: Session, account: Account) -> Leaving | None:
    """The last leaving of the account, whatever became of it."""
    mine = select(Leaving).where(Leaving.account_id == account.id)
    return session.scalars(mine.order_by(Leaving.id.desc()).limit(1)).one_or_none()


def reminder_days(leaving: Leaving) -> list[date]:
    """The days on which both sides are reminded; the account is the client's after the last."""
    return [working_days_after(leaving.started_at, count) for count in REMINDERS]


def going_on() -> Select[Leaving]:
    """The leavings that go on, of all accounts, for operators."""
    return select(Leaving).where(Leaving.state == STARTED)


def stopped() -> Select[Leaving]:
    """The leavings that an operator stopped."""
    return select(Leaving).where(Leaving.state == STOPPED)


def get(session: Session, leaving_id: str) -> Leaving:
    """A leaving to look at; Missing if there is none."""
    leaving = session.get(Leaving, leaving_id)
    if leaving is None:
        raise Missing(NO_LEAVING)
    return leaving


def locked_leaving(session: Session, leaving_id: str) -> Leaving:
    """A leaving, held with its account."""
    account_id = session.scalar(select(Leaving.account_id).where(Leaving.id == leaving_id))
    if account_id is None:
        raise Missing(NO_LEAVING)
    locked_account(session, account_id)
    return locked(session, Leaving, leaving_id)


def stop(session: Session, leaving: Leaving, *, reason_code: str, reason: str) -> None:
    """An operator stops it for a reason that both sides are told."""
    leaving.reason_code, leaving.reason = reason_code, reason
    end(session, leaving, "stop")
    _tell(session, leaving, "leaving_stopped", reason=reason)


def go_on(session: Session, leaving: Leaving) -> None:
    """Do what the clock asks of an open leaving: end it, or remind both sides once."""
    if LIFECYCLE.may(leaving, "complete"):
        _complete(session, leaving)
    elif leaving.state is STARTED and leaving.next_at <= now() < leaving.deadline:
        _remind(session, leaving)


def _complete(session: Session, leaving: Leaving) -> None:
    """The client's administrator owns the account, as if the bureau's offer was accepted.

    The bureau has no link that objects: it had 10 working days, and could ask the operator.
    """
    account = leaving.account
    pending = ownership.open_transfer(session, account.id)
    if pending and not ownership.expire(session, pending):
        ownership.cancel(session, pending)
    end(session, leaving, "complete")
    _tell(session, leaving, "leaving_completed")
    ask_new_owner(session, give_to(session, account, leaving.taker))


def _remind(session: Session, leaving: Leaving) -> None:
    """Send the newest reminder that is due; those before it that nobody sent are late."""
    while leaving.next_at <= now() and leaving.reminded < len(REMINDERS):
        leaving.reminded += 1
        leaving.next_at = _next_at(leaving)
    _tell(session, leaving, "leaving_reminder")


def _next_at(leaving: Leaving) -> datetime:
    if leaving.reminded == len(REMINDERS):
        return leaving.deadline
    return begin_of(working_days_after(leaving.started_at, REMINDERS[leaving.reminded]))


def _tell(session: Session, leaving: Leaving, kind: str, **facts: str) -> None:
    """Both sides get the same letter, each person once."""
    bureau = session.get_one(Account, leaving.bureau_id)
    said = facts_of(leaving.account) | {
        "bureau": bureau.company["name"],
        "taker": leaving.taker.email,
        "until": working_days_after(leaving.started_at, WORKING_DAYS).isoformat(),
    }
    for email in dict.fromkeys([*leaders(session, bureau.id), leaving.taker.email]):
        post(session, email, kind, **said, **facts)
