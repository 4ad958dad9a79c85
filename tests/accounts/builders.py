"""Accounts, people and bureaus as tests want them: a test names only what matters."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.handlers import HANDLERS
from services.accounts.mail.models import Mail
from shared.bus.envelope import Envelope
from shared.context import Context, act_as
from shared.contracts.bureau import ModuleActivated
from shared.message import Message
from shared.outbox import outbox

PASSWORD = "correct horse battery"


def a_company(**changes: Any) -> dict[str, Any]:
    given = {
        "name": "Zażółć Gęślą Jaźń sp. z o.o.",
        "tax_no": "526-104-08-28",
        "street": "Świętokrzyska",
        "house_number": "12",
        "post_code": "00-916",
        "city": "Warszawa",
        "country": "PL",
        "email": "biuro@example.com",
    }
    return given | changes


def a_sign_up(prefix: str, email: str, **changes: Any) -> dict[str, Any]:
    owner = {"name": f"Owner of {prefix}", "email": email, "password": PASSWORD}
    return {"prefix": prefix, "company": a_company(), "owner": owner} | changes


@dataclass
class Someone:
    """Whoever sends requests: signed in, or nobody."""

    app: Flask
    headers: dict[str, str] = field(default_factory=dict)
    id: str = ""
    email: str = ""
    refresh_token: str = ""

    def send(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        headers = self.headers | options.pop("headers", {})
        if json is not None:
            options["json"] = json
        return self.app.test_client().open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.send("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.send("POST", path, {} if json is None else json, **options)

    def put(self, path: str, json: Any, **options: Any) -> Any:
        return self.send("PUT", path, json, **options)

    def patch(self, path: str, json: Any, **options: Any) -> Any:
        return self.send("PATCH", path, json, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self.send("DELETE", path, **options)


@dataclass
class World:
    """An accounts service with nothing in it yet, and what tests do to fill it."""

    app: Flask
    nobody: Someone = field(init=False)

    def __post_init__(self) -> None:
        self.nobody = Someone(self.app)

    @property
    def sessions(self) -> sessionmaker[Session]:
        sessions: sessionmaker[Session] = self.app.extensions["writing"]
        return sessions

    @property
    def reading(self) -> sessionmaker[Session]:
        sessions: sessionmaker[Session] = self.app.extensions["reading"]
        return sessions

    def sign_in(self, email: str, password: str = PASSWORD) -> Someone:
        answer = self.nobody.post("/v1/sessions", {"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        given = answer.json
        headers = {"Authorization": f"Bearer {given['access_token']}"}
        return Someone(self.app, headers, given["user"]["id"], email, given["refresh_token"])

    def account(self, prefix: str, email: str | None = None, **changes: Any) -> Someone:
        """Open an account; its owner is signed in."""
        email = email or f"{prefix}@example.com"
        answer = self.nobody.post("/v1/accounts", a_sign_up(prefix, email, **changes))
        assert answer.status_code == 201, answer.text
        return self.sign_in(email)

    def bureau(self, prefix: str = "biuro500") -> Someone:
        """Open an account whose module is active."""
        owner = self.account(prefix)
        self.hear(a_module(ModuleActivated, self.id_of(prefix), prefix))
        return owner

    def with_role(self, owner: Someone, prefix: str, role: str, email: str = "") -> Someone:
        """A person with this role in an account of `owner`, signed in."""
        email = email or f"{role}.{prefix}@example.com"
        body = {"email": email, "role": role, "password": PASSWORD}
        answer = owner.post(f"/v1/accounts/{prefix}/users", body)
        assert answer.status_code == 201, answer.text
        return self.sign_in(email)

    def served(self, prefix: str = "acme", bureau: str = "biuro500") -> Someone:
        """An account that has linked the bureau and made it accountant."""
        owner = self.account(prefix)
        linked = owner.put(f"/v1/accounts/{prefix}/bureau", {"bureau_prefix": bureau})
        assert linked.status_code == 200, linked.text
        body = {"bureau_prefix": bureau, "role": "accountant"}
        added = owner.post(f"/v1/accounts/{prefix}/users", body)
        assert added.status_code == 201, added.text
        return owner

    def verify(self, someone: Someone) -> None:
        token = self.mailed(someone.email, "verification")["token"]
        answer = someone.post("/v1/me/email_verification", {"token": token})
        assert answer.status_code == 200, answer.text

    def id_of(self, prefix: str) -> str:
        opened = [m for m in self.said("accounts.account.opened.v1") if m["prefix"] == prefix]
        return str(opened[0]["account_id"])

    def hear(self, *messages: Message) -> None:
        """Handle messages as the worker would, one transaction each."""
        for message in messages:
            with self.sessions.begin() as session:
                act_as(session, Context("bureau", "message-1", "message-1"))
                HANDLERS[type(message)](session, message)

    def said(self, name: str = "") -> list[dict[str, Any]]:
        """The bodies of the messages that accounts published, the oldest first."""
        return [e.data for e in self.envelopes() if not name or e.type == name]

    def envelopes(self) -> list[Envelope]:
        with self.reading() as session:
            bodies = session.scalars(select(outbox.c.body).order_by(outbox.c.id)).all()
        return [Envelope.from_json(body) for body in bodies]

    def names_since(self, count: int) -> list[str]:
        """What was said after the first `count` messages, by name without owner and version."""
        return [e.type.split(".", 1)[1].rsplit(".", 1)[0] for e in self.envelopes()[count:]]

    def mailed(self, email: str, kind: str) -> dict[str, Any]:
        """The facts of the newest mail of a kind to somebody."""
        with self.reading() as session:
            query = select(Mail).where(Mail.recipient == email, Mail.kind == kind)
            return session.scalars(query.order_by(Mail.id.desc())).all()[0].facts


def a_module(kind: Any, bureau_id: str, prefix: str) -> Any:
    return kind(bureau_id=bureau_id, prefix=prefix, package_size=10)
