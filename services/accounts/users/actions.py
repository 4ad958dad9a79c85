"""Who is in an account: let people in, change their roles, put them out.

The account is locked by whoever calls.
"""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.addresses import TRANSFERS, USER
from services.accounts.bureaus import actions as bureaus
from services.accounts.invitations import actions as invitations
from services.accounts.invitations.actions import change_open, invite, withdraw
from services.accounts.invitations.models import Purpose
from services.accounts.leaving.endings import refuse_taker
from services.accounts.mail.actions import post
from services.accounts.roles.models import CustomRole
from services.accounts.sessions.passwords import Chosen
from services.accounts.tokens.actions import revoke_of
from services.accounts.users.members import (
    forget_accountant,
    give_role,
    keep_place,
    let_in,
    member,
    put_out,
)
from services.accounts.users.models import Holder, User
from services.accounts.users.people import find_by_email, new_user, prove, save
from services.accounts.users.roles import announce_roles
from services.accounts.users.verification import mail_proof
from shared.errors import Missing, Refused
from shared.texts import N_

GivenRole = Literal["admin", "member", "accountant", "custom"]

HAS_A_ROLE = N_("This person has a role in the account already; change it there.")
LAST_OWNER = N_("The owner can't be removed or lowered. Transfer the ownership first.")
NO_USER = N_("There is no such user in this account.")
ONLY_ACCOUNTANT = N_("A bureau can only be accountant.")


def add_person(
    session: Session,
    account: Account,
    *,
    email: str,
    role: GivenRole,
    custom: CustomRole | None = None,
    password: Chosen | None = None,
    wants_invitation: bool = False,
) -> str:
    """Give a person a role in the account; returns the person's id.

    `custom` is the role that is meant where the word is `custom`. It counts at once for a person
    who is known here or whose password is given, and else, or where an invitation is wanted,
    from when they accept the invitation.
    """
    known = find_by_email(session, email)
    if password is None and (wants_invitation or known is None or known.password_hash is None):
        return invite_person(session, account, email=email, role=role, custom=custom)
    user = known or _added_user(session, email, password)
    if known and password:
        prove(known, password, pointer="/password")
    _refuse_second_role(session, account, user)
    put_out(session, account, user.id)  # The place that was kept for them, if there was one.
    session.flush()
    let_in(session, account, user, role, custom)
    announce_roles(session, user.id)
    _tell(session, account, user, role, custom)
    return user.id


def invite_person(
    session: Session,
    account: Account,
    *,
    email: str,
    role: GivenRole,
    custom: CustomRole | None = None,
) -> str:
    """Keep a place for a person and mail them the invitation; returns the person's id."""
    user = _user(session, email)
    _refuse_second_role(session, account, user)
    place = member(session, account, user.id) or keep_place(session, account, user, role)
    give_role(place, role, custom)
    invite(session, account, purpose=Purpose.MEMBERSHIP, email=email, role=role, custom=custom)
    return user.id


def change_role(
    session: Session,
    account: Account,
    user_id: str,
    role: GivenRole,
    custom: CustomRole | None = None,
) -> None:
    """Change what a person may do here; the owner's role changes by a transfer only."""
    if user_id == account.bureau_id and account.bureau_role:
        return _keep_bureau(session, account, role)
    _refuse_owner(account, user_id)
    refuse_taker(session, account, user_id)
    membership = member(session, account, user_id)
    if membership is None:
        raise Missing(NO_USER)
    if (membership.role, membership.role_id) == (role, custom.id if custom else None):
        return None
    give_role(membership, role, custom)
    revoke_of(session, account, user_id)
    if role != "accountant":
        forget_accountant(session, account, user_id)
    if membership.joined_at:
        announce_roles(session, user_id)
    else:
        change_open(session, account.id, session.get_one(User, user_id).email, role, custom)
    return None


def remove(session: Session, account: Account, user_id: str) -> None:
    """Put a person, or the bureau, out of the account; the owner stays."""
    if user_id == account.bureau_id and account.bureau_role:
        return bureaus.revoke(session, account)
    _refuse_owner(account, user_id)
    refuse_taker(session, account, user_id)
    if member(session, account, user_id) is None:
        raise Missing(NO_USER)
    return end_membership(session, account, user_id)


def end_membership(session: Session, account: Account, user_id: str) -> None:
    """The person has no role here any more, and no invitation to one."""
    user = session.get_one(User, user_id)
    put_out(session, account, user_id)
    withdraw(session, account.id, user.email, Purpose.MEMBERSHIP, Purpose.ACCOUNTANT_ACCESS)
    announce_roles(session, user_id)


def revoke_place(session: Session, account: Account, invitation_id: str) -> None:
    """Take an invitation back; the place that was kept for who has not accepted it is free."""
    invitation = invitations.locked_of(session, account, invitation_id)
    invitations.revoke(session, invitation)
    user = find_by_email(session, invitation.email)
    place = member(session, account, user.id) if user else None
    if user and place and place.joined_at is None:
        put_out(session, account, user.id)


def holder(session: Session, account: Account, holder_id: str) -> Holder:
    """Who holds a role in the account, a person or the bureau; Missing if nobody has this id."""
    session.flush()
    query = select(Holder).where(Holder.account_id == account.id, Holder.id == holder_id)
    found = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing(NO_USER)
    return found


def _user(session: Session, email: str) -> User:
    user = find_by_email(session, email)
    if user is None:
        user = new_user(email=email)
        save(session, user)
    return user


def _added_user(session: Session, email: str, password: Chosen | None) -> User:
    user = new_user(email=email, password=password)
    save(session, user)
    return user


def _tell(
    session: Session, account: Account, user: User, role: str, custom: CustomRole | None
) -> None:
    if not user.email_verified:
        mail_proof(session, user)
    facts = {"firm": account.company["name"], "prefix": account.prefix, "role": role}
    post(session, user.email, "added", **facts, role_name=custom.name if custom else None)


def _keep_bureau(session: Session, account: Account, role: GivenRole) -> None:
    if role != "accountant":
        raise Refused(ONLY_ACCOUNTANT)
    bureau = session.get_one(Account, account.bureau_id)
    bureaus.grant(session, account, bureau.prefix)


def _refuse_second_role(session: Session, account: Account, user: User) -> None:
    membership = member(session, account, user.id)
    if membership and membership.joined_at:
        fix = USER.format(prefix=account.prefix, user_id=user.id)
        raise Refused(HAS_A_ROLE, fix=fix)


def _refuse_owner(account: Account, user_id: str) -> None:
    if (account.owner_kind, account.owner_id) == ("user", user_id):
        fix = TRANSFERS.format(prefix=account.prefix)
        raise Refused(LAST_OWNER, code="last_owner", fix=fix)
