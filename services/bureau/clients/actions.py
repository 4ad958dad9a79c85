"""What happens to a client: each cause notes its facts, and then fires if the table lets it."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from services.bureau.accounts import actions as accounts
from services.bureau.accounts.models import Account
from services.bureau.clients.lifecycle import DETACHED, LIFECYCLE
from services.bureau.clients.models import LIVING, Client
from services.bureau.companies import actions as companies
from services.bureau.module import actions as modules
from services.bureau.module import seats
from services.bureau.module.models import Module
from services.bureau.served import actions as served
from services.bureau.served.models import CLIENT, Served
from shared import outbox
from shared.clock import now
from shared.contracts.bureau import LinkRefused
from shared.errors import Refused
from shared.history import take
from shared.texts import N_

NO_ACCOUNT = N_(
    "There is no account yet; the request for it is “%(state)s”. Wait until it is made, "
    "or add the company again."
)


def link(
    session: Session, *, link_id: str, account_id: str, bureau_id: str, request_id: str | None
) -> None:
    """Begin to serve an account, or tell accounts that the bureau can't take it.

    An account that the bureau asked for is taken in any case, and is active at once.
    """
    account = accounts.get(session, account_id)
    if _stands_already(session, link_id, account_id):
        return
    module = modules.lock(session, bureau_id)
    client = (
        _new_client(account, module, link_id=link_id, request_id=request_id) if module else None
    )
    if client is None or not LIFECYCLE.may(client, "link"):
        _refuse_link(session, link_id=link_id, account_id=account_id, bureau_id=bureau_id)
        return
    client.versions_before = served.make_room(session, bureau_id, account.prefix)
    if request_id:
        client.seat = companies.pass_seat_on(session, request_id, heir=link_id)
    session.add(client)
    _step(session, client, "link")
    if request_id:
        grant_role(session, link_id, "owner")


def unlink(session: Session, link_id: str) -> None:
    """The client ended the co-operation; a link that was refused here has left no trace.

    Accounts let it go, and so knew that it waits for no package any more: that may still be on
    its way here from exports.
    """
    client = hold(session, link_id)
    if client and client.state is not DETACHED:
        client.awaited_package = None
        detach(session, client)


def grant_role(session: Session, link_id: str, role: str) -> None:
    """The bureau has a role in the account: its documents open."""
    client = hold(session, link_id)
    if client is None or client.state is DETACHED:
        return
    client.bureau_role = role
    if LIFECYCLE.may(client, "activate"):
        _step(session, client, "activate")


def revoke_role(session: Session, link_id: str) -> None:
    """The bureau has no role in the account any more: its documents close."""
    client = hold(session, link_id)
    if client is None or client.state is DETACHED:
        return
    client.bureau_role = None
    if LIFECYCLE.may(client, "deactivate"):
        _step(session, client, "deactivate")


def note_company(session: Session, account: Account) -> None:
    """Show the firm's new name and tax number; a detached client keeps the old ones."""
    client = lock_living(session, account.id)
    if client:
        client.call(account.company["name"], account.company["tax_no"])
        touch(client)


def note_given_away(session: Session, account: Account) -> None:
    """The account went from the bureau to a person: the client is handed over."""
    client = lock_living(session, account.id)
    if client is None:
        return
    client.owner_kind = account.owner_kind
    if LIFECYCLE.may(client, "hand_over"):
        client.bureau_role = "accountant"
        _step(session, client, "hand_over")


def detach(session: Session, client: Client, *, reason: str | None = None) -> None:
    """End the co-operation; refused while the bureau owns the account, and while the client
    waits for a hand-over package or an operator has to decide who owns the account.

    The bureau is closed out at once, its seat is free, and the client pays from now on. Why it
    ended is kept for the bureau's own history.
    """
    if LIFECYCLE.may(client, "detach"):  # Written with the step, in one statement.
        client.bureau_role, client.payer = None, "client"
        client.detach_reason = reason
    _step(session, client, "detach")
    if client.seat:
        seats.give_back(session, client.module, client.seat)
        client.seat = None
    session.flush()


def lock(session: Session, seen: Served) -> Client:
    """The client itself, held for a change; refused while there is only a request for it."""
    client = hold(session, seen.id) if seen.kind == CLIENT else None
    if client is None:
        raise Refused(NO_ACCOUNT, state=seen.state)
    return client


def living(session: Session, account_id: str) -> Client | None:
    """The client row of an account that has a bureau now."""
    query = select(Client).where(Client.account_id == account_id, LIVING)
    return session.scalars(query).one_or_none()


def lock_living(session: Session, account_id: str) -> Client | None:
    """The same, held for a change."""
    client = living(session, account_id)
    return hold(session, client.id) if client else None


def hold(session: Session, client_id: str) -> Client | None:
    """The client, held with the module whose seats it may move, and in that order."""
    fresh = {"populate_existing": True}
    bureau = select(Client.bureau_id).where(Client.id == client_id).scalar_subquery()
    held = select(Module).where(Module.id == bureau).with_for_update()
    module = session.scalars(held, execution_options=fresh).one_or_none()
    if module is None:
        return None
    mine = select(Client).where(Client.id == client_id).with_for_update()
    client = session.scalars(mine, execution_options=fresh).one()
    set_committed_value(client, "module", module)  # Else it is forgotten, and read once more.
    return client


def touch(client: Client) -> None:
    """Count its version on: something that is shown with the client has changed."""
    flag_modified(client, "name")


def _new_client(
    account: Account, module: Module, *, link_id: str, request_id: str | None
) -> Client:
    client = Client(
        id=link_id,
        bureau_id=module.id,
        module=module,
        account_id=account.id,
        prefix=account.prefix,
        owner_kind=account.owner_kind,
        payer="bureau" if request_id else "client",
        request_id=request_id,
    )
    client.call(account.company["name"], account.company["tax_no"])
    return client


def _stands_already(session: Session, link_id: str, account_id: str) -> bool:
    """Whether the link is known. Where it is not, what the account had before has ended.

    An account names one bureau: where it names a new one, it has left the former.
    """
    here = (Client.account_id == account_id) & LIVING
    rows = session.scalars(select(Client.id).where((Client.id == link_id) | here)).all()
    if link_id in rows:
        return True
    for former in rows:
        unlink(session, former)
    return False


def _refuse_link(session: Session, *, link_id: str, account_id: str, bureau_id: str) -> None:
    refusal = LinkRefused(
        link_id=link_id, account_id=account_id, bureau_id=bureau_id, code="module_inactive"
    )
    outbox.publish(session, refusal, subject_id=link_id)


def _step(session: Session, client: Client, trigger: str) -> None:
    facts = {
        "client_id": client.id,
        "account_id": client.account_id,
        "bureau_id": client.module.id,
    }
    client.since = now()
    take(session, LIFECYCLE, client, trigger, **facts)
