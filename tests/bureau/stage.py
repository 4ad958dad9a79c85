"""The bureau service on a stage: tests play accounts, the operator and the people."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import inf
from typing import Any

from sqlalchemy import func, insert, select

from services.bureau.app import create_app
from services.bureau.bulk.work import work
from services.bureau.clients.models import Client
from services.bureau.config import Settings
from services.bureau.handlers import HANDLERS
from services.bureau.module.models import Module, SeatMovement
from services.bureau.months.actions import open_due
from shared.auth.knowledge import known_key
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
from shared.outbox import outbox
from tests.bureau.person import JWK, Person

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


class Stage:
    """One bureau service, and all that the world outside may do to it."""

    def __init__(self, database_url: str) -> None:
        settings = Settings(
            database_url=database_url,
            bus_url="embedded:////nowhere/bus.db",
            public_url="https://bureau.example",
            accounts_url="http://127.0.0.1:9",  # Nobody listens: the key below is remembered.
            company_time_limit=600,
        )
        self.app = create_app(settings)
        self.sessions = self.app.extensions["writing"]
        self.operator = Person(operator=True)
        self.accounts: dict[str, str] = {}  # prefix → id
        self.owners: dict[str, Person] = {}
        self.links: dict[str, str] = {}  # prefix → the newest link's id
        self._count = itertools.count(2)
        with self.sessions.begin() as session:
            session.execute(insert(known_key).values(key_id="test", jwk=JWK))

    def close(self) -> None:
        self.sessions.kw["bind"].dispose()

    # What people do.

    def call(self, method: str, path: str, who: Person, json: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.app.test_client() as http:
            return http.open(path, method=method, headers=who.headers | named, json=json)

    def get(self, path: str, who: Person, **headers: str) -> Any:
        return self.call("GET", path, who, **headers)

    def post(self, path: str, who: Person, json: Any = None, **headers: str) -> Any:
        return self.call("POST", path, who, json, **headers)

    def bureau(self, prefix: str = "biuro500", *, size: int = 5) -> Person:
        """An account with an active module; returns its owner."""
        owner = self.open_account(prefix)
        self.call("PUT", f"/v1/bureaus/{prefix}/module", self.operator, {"package_size": size})
        return owner

    def worker(self, bureau: str, role: str, **known: Any) -> Person:
        """Somebody with a role in the bureau, of whom the bus has told."""
        called = known.pop("name", role.capitalize())
        person = Person(roles={self.accounts[bureau]: role}, **known)
        self.hear_roles(person, called)
        return person

    # What accounts says.

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

    def open_months(self) -> None:
        """The worker opens the months that are due."""
        with self.sessions.begin() as session:
            open_due(session)

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

    def add_company(
        self, prefix: str, who: Person, bureau: str = "biuro500", **company: Any
    ) -> str | None:
        """The bureau asks for a company; returns the request's id where it may."""
        body = {"prefix": prefix, "company": COMPANY | company}
        answer = self.post(f"/v1/bureaus/{bureau}/clients", who, body)
        return answer.json["id"] if answer.status_code == 202 else None

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

    def created_client(self, prefix: str, who: Person, bureau: str = "biuro500") -> str:
        """A client whose account the bureau created and owns."""
        request_id = self.add_company(prefix, who, bureau)
        assert request_id
        return self.open_requested(prefix, request_id, bureau)

    @contextmanager
    def meanwhile(self, answer: Callable[[], None]) -> Iterator[None]:
        """Let accounts answer as soon as the bureau has asked for a company."""

        def wait_and_answer() -> None:
            while not self.said("bureau.company.requested.v1"):
                time.sleep(0.005)
            answer()

        with ThreadPoolExecutor(1) as bus:
            answered = bus.submit(wait_and_answer)
            yield
            answered.result()

    # What can be seen from outside, and in the books.

    def seen(self, prefix: str, who: Person, bureau: str = "biuro500") -> dict[str, Any]:
        answer = self.get(f"/v1/bureaus/{bureau}/clients/{prefix}", who)
        assert answer.status_code == 200, answer.json
        return answer.json

    def said(self, name: str) -> list[dict[str, Any]]:
        """The bodies of the messages of this type that the service announced."""
        with self.sessions() as session:
            rows = session.scalars(
                select(outbox.c.body).where(outbox.c.name == name).order_by(outbox.c.id)
            )
            return [json.loads(row)["data"] for row in rows]

    def work(self, slices: int = 1) -> None:
        for _ in range(slices):
            with self.sessions.begin() as session:
                work(session, longest=inf)

    def package(self, bureau: str = "biuro500") -> tuple[int, int, int]:
        """Seats used, the sum of the seat movements, and the size of the package."""
        with self.sessions() as session:
            module = session.get_one(Module, self.accounts[bureau])
            moved = select(func.coalesce(func.sum(SeatMovement.change), 0)).where(
                SeatMovement.bureau_id == module.id
            )
            return module.used, session.scalars(moved).one(), module.package_size

    def row(self, client_id: str) -> Client:
        with self.sessions() as session:
            return session.get_one(Client, client_id)
