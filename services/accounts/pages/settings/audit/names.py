"""Whose ids stand in the audit: people, firms, roles and programs by their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.audit.models import AuditRow
from services.accounts.mail.texts import ROLES
from services.accounts.roles.models import CustomRole
from services.accounts.sightings.actions import Looker, lookers_of
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import User
from shared.texts import N_, say
from shared.web.problems import language

NOBODY = N_("somebody who was not signed in")
OPERATOR = N_("an operator")
ITSELF = N_("Biurko, by itself")
GONE = N_("somebody who is not here any more")
PROGRAM = N_("the program “%(name)s”")
OWN_ROLE = N_("an own role")


@dataclass(frozen=True)
class Names:
    """By their ids."""

    people: dict[str, str]
    firms: dict[str, str]
    roles: dict[str, str]
    programs: dict[str, str]

    def person(self, id_: Any) -> str:
        return self.people.get(str(id_)) or _said(GONE)

    def firm(self, id_: Any) -> str:
        return self.firms.get(str(id_)) or _said(GONE)

    def owner(self, id_: Any) -> str:
        """A person or a bureau."""
        return self.people.get(str(id_)) or self.firm(id_)

    def role(self, values: dict[str, Any]) -> str:
        """The role in a row's values, an own one by its name."""
        own = self.roles.get(str(values.get("role_id")))
        if values.get("role") == "custom":
            return own or _said(OWN_ROLE)
        return _said(ROLES[values["role"]])


def names_in(session: Session, rows: Iterable[AuditRow]) -> Names:
    """The names of all that the rows are about; four queries."""
    ids: set[str] = set()
    for row in rows:
        ids |= {row.subject, *_ids(row.before), *_ids(row.after)}
    people = select(User.id, User.email).where(User.id.in_(ids))
    firms = select(Account.id, Account.company["name"].as_string().label("name"))
    roles = select(CustomRole.id, CustomRole.name).where(CustomRole.id.in_(ids))
    programs = select(ApiToken.id, ApiToken.name).where(ApiToken.id.in_(ids))
    return Names(
        {row.id: row.email for row in session.execute(people)},
        {row.id: row.name for row in session.execute(firms.where(Account.id.in_(ids)))},
        {row.id: row.name for row in session.execute(roles)},
        {row.id: row.name for row in session.execute(programs)},
    )


def actors_named(session: Session, actors: set[str]) -> dict[str, str]:
    """What those who act, or look, are called on a page."""
    lookers = lookers_of(session, actors)
    return {actor: _actor(actor, lookers.get(actor)) for actor in actors}


def _actor(actor: str, looker: Looker | None) -> str:
    kind, _, id_ = actor.partition("/")
    if kind == "operator":
        return _said(OPERATOR)
    if kind == "nobody":
        return _said(NOBODY)
    if not id_:
        return _said(ITSELF)
    if looker is None:
        return _said(GONE)
    return looker.email or say(PROGRAM, language(), {"name": looker.name})


def _ids(values: dict[str, Any] | None) -> list[str]:
    found = (values or {}).items()
    return [value for name, value in found if name.endswith("_id") and isinstance(value, str)]


def _said(text: str) -> str:
    return say(text, language())
