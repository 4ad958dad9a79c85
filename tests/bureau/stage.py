"""The bureau service on a stage: tests play accounts, the operator and the people."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import inf
from typing import Any

from sqlalchemy import event, func, insert, select

from services.bureau.app import create_app
from services.bureau.bulk.work import work
from services.bureau.clients.models import Client
from services.bureau.config import Settings
from services.bureau.module.models import Module, SeatMovement
from services.bureau.months.actions import open_due
from shared.auth.knowledge import known_key
from shared.outbox import outbox
from tests.bureau.listener import COMPANY, Listener
from tests.bureau.person import JWK, Person


class Stage(Listener):
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
        super().__init__(self.app.extensions["writing"])
        self.operator = Person(operator=True)
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

    def add_company(
        self, prefix: str, who: Person, bureau: str = "biuro500", **company: Any
    ) -> str | None:
        """The bureau asks for a company; returns the request's id where it may."""
        body = {"prefix": prefix, "company": COMPANY | company}
        answer = self.post(f"/v1/bureaus/{bureau}/clients", who, body)
        return answer.json["id"] if answer.status_code == 202 else None

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

    # What its worker does.

    def open_months(self) -> None:
        """The worker opens the months that are due."""
        with self.sessions.begin() as session:
            open_due(session)

    def work(self, slices: int = 1) -> None:
        for _ in range(slices):
            with self.sessions.begin() as session:
                work(session, longest=inf)

    # What can be seen from outside, and in the books.

    def seen(self, prefix: str, who: Person, bureau: str = "biuro500") -> dict[str, Any]:
        answer = self.get(f"/v1/bureaus/{bureau}/clients/{prefix}", who)
        assert answer.status_code == 200, answer.json
        return answer.json

    def queries(self, look: Callable[[], object]) -> int:
        """How many statements it takes to look."""
        engine = self.sessions.kw["bind"]
        told: list[Any] = []

        def note(*statement: Any) -> None:
            told.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        look()
        event.remove(engine, "before_cursor_execute", note)
        return len(told)

    def said(self, name: str) -> list[dict[str, Any]]:
        """The bodies of the messages of this type that the service announced."""
        with self.sessions() as session:
            rows = session.scalars(
                select(outbox.c.body).where(outbox.c.name == name).order_by(outbox.c.id)
            )
            return [json.loads(row)["data"] for row in rows]

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
