"""Mails to who leads a bureau, about its module and its package."""

from datetime import date

from sqlalchemy.orm import Session

from services.accounts.days import WARSAW
from services.accounts.mail.actions import post
from services.accounts.ownership.telling import leaders
from shared.clock import now
from shared.contracts.bureau import ModuleExpiryNear, ModulePackageFilling, ModuleSuspended


def tell_expiry(session: Session, message: ModuleExpiryNear) -> None:
    """The package ends soon."""
    _tell(
        session,
        message.bureau_id,
        "module_expiry",
        prefix=message.prefix,
        until=message.valid_until,
        days=message.days_left,
    )


def tell_suspended(session: Session, message: ModuleSuspended) -> None:
    """The package ended; what an operator suspends for another reason, they tell themselves."""
    if message.valid_until and date.fromisoformat(message.valid_until[:10]) < _today():
        _tell(
            session,
            message.bureau_id,
            "module_suspended",
            prefix=message.prefix,
            until=message.valid_until,
        )


def tell_filling(session: Session, message: ModulePackageFilling) -> None:
    """Most of the seats are used."""
    _tell(
        session,
        message.bureau_id,
        "package_filling",
        prefix=message.prefix,
        percent=message.percent,
        used=message.used,
        size=message.package_size,
    )


def _today() -> date:
    return now().astimezone(WARSAW).date()


def _tell(session: Session, bureau_id: str, kind: str, **facts: str | int | None) -> None:
    for email in leaders(session, bureau_id):
        post(session, email, kind, **facts)
