"""What bureaus say: their modules, the clients that they let go, who looks after whom."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.bureaus import notices
from services.accounts.bureaus.actions import clear_link
from services.accounts.bureaus.models import Assignment, BureauModule
from shared.contracts.bureau import (
    ClientAssigned,
    ClientDetached,
    LinkRefused,
    ModuleActivated,
    ModuleClosed,
    ModuleExpiryNear,
    ModulePackageFilling,
    ModuleResumed,
    ModuleSuspended,
)
from shared.inbox import Handlers


def on_module_active(session: Session, message: ModuleActivated | ModuleResumed) -> None:
    session.merge(BureauModule(bureau_id=message.bureau_id, state="active"))


def on_module_suspended(session: Session, message: ModuleSuspended) -> None:
    session.merge(BureauModule(bureau_id=message.bureau_id, state="suspended"))
    notices.tell_suspended(session, message)


def on_module_closed(session: Session, message: ModuleClosed) -> None:
    session.merge(BureauModule(bureau_id=message.bureau_id, state="closed"))


def on_module_expiry_near(session: Session, message: ModuleExpiryNear) -> None:
    notices.tell_expiry(session, message)


def on_module_package_filling(session: Session, message: ModulePackageFilling) -> None:
    notices.tell_filling(session, message)


def on_client_detached(session: Session, message: ClientDetached) -> None:
    """Forget the link, unless the account has another one by now."""
    _end_link(session, message.account_id, link_id=message.client_id)


def on_link_refused(session: Session, message: LinkRefused) -> None:
    """The bureau could not take the client, so the account names it no more."""
    _end_link(session, message.account_id, link_id=message.link_id)


def on_client_assigned(session: Session, message: ClientAssigned) -> None:
    """Take over the whole list; one of a link that is gone is of no use."""
    session.execute(delete(Assignment).where(Assignment.link_id == message.client_id))
    if _linked(session, message.account_id, message.client_id):
        session.add_all(
            Assignment(link_id=message.client_id, user_id=user_id)
            for user_id in sorted(set(message.user_ids))
        )


def _end_link(session: Session, account_id: str, *, link_id: str) -> None:
    account = _linked(session, account_id, link_id)
    if account:
        clear_link(session, account)


def _linked(session: Session, account_id: str, link_id: str) -> Account | None:
    """The account, locked, if this is the link that it has now."""
    query = select(Account).where(Account.id == account_id, Account.link_id == link_id)
    return session.scalars(query.with_for_update()).one_or_none()


HANDLERS: Handlers = {
    ModuleActivated: on_module_active,
    ModuleResumed: on_module_active,
    ModuleSuspended: on_module_suspended,
    ModuleClosed: on_module_closed,
    ModuleExpiryNear: on_module_expiry_near,
    ModulePackageFilling: on_module_package_filling,
    ClientDetached: on_client_detached,
    LinkRefused: on_link_refused,
    ClientAssigned: on_client_assigned,
}
