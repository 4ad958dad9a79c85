"""Packages by the calendar: a bureau is reminded of the end, and after it the module rests."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.module import actions, notices
from services.bureau.module.lifecycle import ACTIVE, LIFECYCLE
from services.bureau.module.models import Module

AT_ONCE = 50  # modules


def look_after(session: Session, day: date) -> None:
    """Remind bureaus whose package ends soon, and suspend those whose package has run out."""
    soon = day + timedelta(days=max(notices.ENDING))
    ending = select(Module).where(Module.state == ACTIVE, Module.valid_until <= soon)
    for module in session.scalars(ending.where(Module.valid_until >= day)):
        notices.note_end(session, module, day)
    over = select(Module.id).where(Module.state == ACTIVE, Module.valid_until < day)
    for bureau_id in session.scalars(over.order_by(Module.id).limit(AT_ONCE)).all():
        _suspend(session, bureau_id, day)


def _suspend(session: Session, bureau_id: str, day: date) -> None:
    """Stop adding and new links; the clients stay, and nothing of theirs is switched off."""
    module = actions.lock(session, bureau_id)
    if module is None or module.valid_until is None or module.valid_until >= day:
        return  # An operator was quicker.
    if LIFECYCLE.may(module, "suspend"):
        actions.step(session, module, "suspend", noted_as="expire")
