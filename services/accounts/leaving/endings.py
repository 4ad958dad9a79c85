"""How an open leaving is found and ends, and whom it protects."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.addresses import LEAVE
from services.accounts.leaving.lifecycle import LIFECYCLE, STARTED
from services.accounts.leaving.models import Leaving
from shared.clock import now, rfc3339
from shared.errors import Refused
from shared.history import take
from shared.texts import N_

TAKES_OVER = N_(
    "This person is to get the account from the bureau. Until then they stay as they are."
)


def open_leaving(session: Session, account_id: str) -> Leaving | None:
    """The leaving of the account that goes on; the account is held by whoever calls."""
    query = select(Leaving).where(Leaving.account_id == account_id, Leaving.state == STARTED)
    found = session.scalars(query, execution_options={"populate_existing": True})
    return found.one_or_none()


def note_handed_over(session: Session, account: Account) -> None:
    """The bureau gave the account away in time, so the leaving is over."""
    leaving = open_leaving(session, account.id)
    if leaving:
        end(session, leaving, "hand_over")


def refuse_taker(session: Session, account: Account, user_id: str) -> None:
    """Refused for the person who waits for the account: the bureau must not put them out."""
    leaving = open_leaving(session, account.id)
    if leaving and leaving.taker_id == user_id:
        raise Refused(TAKES_OVER, fix=LEAVE.format(prefix=account.prefix))


def end(session: Session, leaving: Leaving, trigger: str) -> None:
    """Take a last step."""
    leaving.ended_at = now()
    step(session, leaving, trigger)


def step(session: Session, leaving: Leaving, trigger: str) -> None:
    """Take a step and announce it."""
    facts = {
        "leaving_id": leaving.id,
        "account_id": leaving.account_id,
        "bureau_id": leaving.bureau_id,
        "link_id": leaving.link_id,
        "since": rfc3339(leaving.started_at),
        "deadline": rfc3339(leaving.deadline),
    }
    if trigger == "stop":
        facts |= {"reason_code": str(leaving.reason_code), "reason": str(leaving.reason)}
    take(session, LIFECYCLE, leaving, trigger, **facts)
