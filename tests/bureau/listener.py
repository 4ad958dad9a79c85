"""A bureau service that is told what happened elsewhere; tests speak for accounts and exports."""

import itertools
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from services.bureau.handlers import HANDLERS
from shared.context import Context, act_as
from shared.contracts.accounts import (
    AccountOpened,
    BureauLinked,
    BureauRoleGranted,
    CompanyRefused,
    DocumentRecorded,
    OwnerChanged,
    RolesChanged,
)
from shared.contracts.exports import DocumentChangedAfterExport, ExportCompleted
from shared.ids import new_id
from shared.message import Message
from tests.bureau.person import Person

COMPANY = {
    "name": "Próbna Spółka z o.o.",
    "tax_no": "5260250274",
    "street": "Prosta",
    "house_number": "1",
    "post_code": "00-001",
    "city": "Warszawa",
    "country": "PL",
    "email": "biuro@probna.example",
}


class Listener:
    """Hears messages at once, and remembers whom and what they were about."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions
        self.accounts: dict[str, str] = {}  # prefix → id
        self.owners: dict[str, Person] = {}
        self.links: dict[str, str] = {}  # prefix → the newest link's id
        self._count = itertools.count(2)

    def hear(self, message: Message, actor: str = "accounts") -> None:
        with self.sessions.begin() as session:
            act_as(session, Context(actor=actor, cause=new_id()))
            HANDLERS[type(message)](session, message)

    def open_account(self, prefix: str, **company: Any) -> Person:
        """A firm signs up; returns its owner."""
        account_id = self.accounts[prefix] = new_id()
        owner = self.owners[prefix] = Person(roles={account_id: "owner"})
        self.hear(
            AccountOpened(
                account_id=account_id,
                prefix=prefix,
                company=COMPANY | company,
                owner_kind="user",
                owner_id=owner.id,
                owner_version=1,
            )
        )
        self.hear_roles(owner, "Owner")
        return owner

    def hear_roles(self, person: Person, name: str, version: int = 1) -> None:
        """Accounts says who a person is, and what roles it has."""
        self.hear(
            RolesChanged(
                user_id=person.id,
                roles_version=version,
                roles=person.roles,
                person_name=name,
                email=f"{person.id}@osoba.example",
            )
        )

    def link(self, prefix: str, bureau: str = "biuro500", request_id: str | None = None) -> str:
        """The account names the bureau."""
        link_id = self.links[prefix] = new_id()
        self.hear(
            BureauLinked(
                account_id=self.accounts[prefix],
                link_id=link_id,
                bureau_id=self.accounts[bureau],
                request_id=request_id,
            )
        )
        return link_id

    def grant(self, prefix: str, bureau: str = "biuro500", role: str = "accountant") -> None:
        self.hear(
            BureauRoleGranted(
                account_id=self.accounts[prefix],
                link_id=self.links[prefix],
                bureau_id=self.accounts[bureau],
                role=role,
            )
        )

    def document(self, prefix: str, *, issued: str, id: str | None = None, **content: Any) -> str:
        """The account has a new document, or a new version of one; returns its id."""
        document_id = id or new_id()
        content = {"kind": "vat", "income": True, "issue_date": issued} | content
        document: Any = {"id": document_id, **content}
        self.hear(DocumentRecorded(account_id=self.accounts[prefix], document=document))
        return document_id

    def exported(self, *prefixes: str) -> None:
        """An export of these accounts is ready."""
        self.hear(
            ExportCompleted(
                job_id=new_id(),
                format="jpk_v7m_3",
                accounts=[self.accounts[prefix] for prefix in prefixes],
                requested_by=new_id(),
            )
        )

    def changed_after_export(self, prefix: str, document_id: str) -> None:
        self.hear(
            DocumentChangedAfterExport(
                document_id=document_id,
                account_id=self.accounts[prefix],
                number="FV 1",
                version=2,
                exports=[],
            )
        )

    def change_owner(self, prefix: str) -> None:
        """The account went to a person."""
        self.hear(
            OwnerChanged(
                account_id=self.accounts[prefix],
                owner_kind="user",
                owner_id=new_id(),
                owner_version=next(self._count),
            )
        )

    def client(self, prefix: str = "acme", bureau: str = "biuro500", **company: Any) -> str:
        """A firm that owns its account and lets the bureau in; returns the client's id."""
        if prefix not in self.accounts:
            self.open_account(prefix, **company)
        link_id = self.link(prefix, bureau)
        self.grant(prefix, bureau)
        return link_id

    def open_requested(self, prefix: str, request_id: str, bureau: str = "biuro500") -> str:
        """Accounts opens the account that the bureau asked for; returns the client's id."""
        account_id = self.accounts[prefix] = new_id()
        self.hear(
            AccountOpened(
                account_id=account_id,
                prefix=prefix,
                company=COMPANY,
                owner_kind="bureau",
                owner_id=self.accounts[bureau],
                owner_version=1,
                request_id=request_id,
            )
        )
        link_id = self.link(prefix, bureau, request_id)
        self.grant(prefix, bureau, role="owner")
        return link_id

    def refuse(self, request_id: str, prefix: str, bureau: str = "biuro500") -> None:
        self.hear(
            CompanyRefused(
                request_id=request_id,
                bureau_id=self.accounts[bureau],
                prefix=prefix,
                code="prefix_taken",
                detail="Another account has this prefix.",
            )
        )
