"""What must be true of an account at every moment, told from its messages and its rows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from services.accounts.accounts.models import Account
from services.accounts.ownership.lifecycle import State
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.users.models import Membership, User
from services.accounts.users.roles import custom_permissions_of, roles_of
from tests.accounts.builders import World


@dataclass
class Told:
    """An account as a listener knows it, who applies its messages one by one."""

    owner: tuple[str, str] = ("", "")
    owner_version: int = 0
    link: str | None = None
    role: str | None = None

    def apply(self, name: str, facts: dict[str, Any]) -> None:
        if name in ("opened", "owner_changed"):
            assert facts["owner_version"] == self.owner_version + 1
            self.owner = (facts["owner_kind"], facts["owner_id"])
            self.owner_version = facts["owner_version"]
        elif name == "bureau_linked":
            self.link, self.role = facts["link_id"], None
        elif name.startswith("bureau_"):
            assert facts["link_id"] == self.link
            self.link = None if name == "bureau_unlinked" else self.link
            self.role = facts.get("role")


def check(world: World, account_id: str, cleared: set[str]) -> None:
    """Check one account; `cleared` are the links that a bureau's own messages ended."""
    with world.reading() as session:
        account = session.get_one(Account, account_id)
        check_owner(session, account)
        told = as_told(world, account_id)
    assert told.owner == (account.owner_kind, account.owner_id)
    assert told.owner_version == account.owner_version
    if told.link in cleared:
        assert (account.link_id, account.bureau_role) == (None, None)
    else:
        assert (account.link_id, account.bureau_role) == (told.link, told.role)
    assert (account.bureau_id is None) == (account.link_id is None)


def check_owner(session: Any, account: Account) -> None:
    """One owner, one open offer at most, an owner for each offer that was accepted."""
    owners = session.scalars(
        select(Membership.user_id).where(
            Membership.account_id == account.id, Membership.role == "owner"
        )
    ).all()
    assert owners == ([account.owner_id] if account.owner_kind == "user" else [])
    states = session.scalars(
        select(OwnershipTransfer.state).where(OwnershipTransfer.account_id == account.id)
    ).all()
    assert states.count(State.OFFERED) <= 1
    assert account.owner_version == 1 + states.count(State.ACCEPTED)


def check_roles(world: World) -> None:
    """What was announced last of each person is what is so, and nothing was left out."""
    announced: dict[str, dict[str, Any]] = {}
    for message in world.said("accounts.user.roles_changed.v1"):
        before = announced.get(message["user_id"], {"roles_version": 0})
        assert message["roles_version"] == before["roles_version"] + 1
        announced[message["user_id"]] = message
    with world.reading() as session:
        for user in session.scalars(select(User)):
            known = announced.get(user.id, {"roles_version": 0, "roles": {}})
            assert known["roles_version"] == user.roles_version
            assert known["roles"] == roles_of(session, user.id)
            assert known.get("permissions", {}) == custom_permissions_of(session, user.id)


def as_told(world: World, account_id: str) -> Told:
    told = Told()
    stream = [e for e in world.envelopes() if e.subject == f"account/{account_id}"]
    assert [e.version for e in stream] == list(range(1, len(stream) + 1))
    for envelope in stream:
        told.apply(envelope.type.split(".")[2], envelope.data)
    return told
