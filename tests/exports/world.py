"""exports as a test sees it: its API, what the bus tells it, and a runner that takes a step."""

import base64
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from services.exports.app import create_app, storage
from services.exports.config import Settings
from services.exports.handlers import HANDLERS
from services.exports.jobs.models import Job
from services.exports.migrations import METADATA
from services.exports.runner.process import Runner
from shared.auth.knowledge import known_key
from shared.bus.heartbeat import beat
from shared.bus.process import Stop
from shared.clock import now
from shared.contracts.accounts import (
    AccountOpened,
    BureauLinked,
    BureauRoleGranted,
    DocumentRecorded,
)
from shared.contracts.bureau import ClientActivated, ClientLinked
from shared.contracts.document import Document, Original
from shared.database import engine_for, writing
from shared.ids import new_id
from shared.message import Message
from shared.upsert import upsert
from tests.exports.formats.documents import COMPANY, document
from tests.quicker import create_tables

NOWHERE = "http://127.0.0.1:9"
OCTOBER = {"from": "2026-10-01", "to": "2026-10-31"}


@dataclass(frozen=True)
class Person:
    """Somebody with a token."""

    id: str
    headers: dict[str, str]


@dataclass(frozen=True)
class World:
    """One exports service on a database of its own."""

    http: FlaskClient
    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    runner: Runner
    key: Ed25519PrivateKey

    # What the bus tells.

    def hears(self, *messages: Message) -> None:
        """Handle messages as the worker does, each in a transaction."""
        for message in messages:
            with self.sessions.begin() as session:
                HANDLERS[type(message)](session, message)

    def has_account(self, prefix: str = "acme", **company: Any) -> str:
        """An account that exports knows for a while; its id."""
        account_id = new_id()
        self.hears(an_account(account_id, prefix, **company))
        self.make_time_pass()
        return account_id

    def has_client(self, account_id: str, bureau_id: str) -> str:
        """The account is the bureau's active client; the link's id."""
        link_id = new_id()
        ids = {"account_id": account_id, "bureau_id": bureau_id}
        self.hears(
            BureauLinked(link_id=link_id, **ids),
            ClientLinked(client_id=link_id, **ids),
            BureauRoleGranted(link_id=link_id, role="accountant", **ids),
            ClientActivated(client_id=link_id, **ids),
        )
        return link_id

    def has_documents(self, account_id: str, count: int = 1, **changes: Any) -> list[Document]:
        made = [a_document(number=f"FV {n}/10/2026", **changes) for n in range(1, count + 1)]
        for each in made:
            self.hears(recorded(account_id, each))
        self.make_time_pass()
        return made

    def make_time_pass(self) -> None:
        """Nothing that came so far is fresh any more."""
        from services.exports.copies.models import Account, Document

        with self.sessions.begin() as session:
            for column in (Account.known_at, Document.recorded_at):
                session.query(column.class_).update({column: now() - timedelta(seconds=30)})

    def bus_is_heard(self, *, ago: timedelta = timedelta()) -> None:
        from shared.bus.heartbeat import heartbeat

        with self.sessions.begin() as session:
            beat(session, "worker")
            session.execute(heartbeat.update().values(connected_at=now() - ago))

    # What people ask.

    def person(
        self, roles: Mapping[str, str] | None = None, *, id: str | None = None, **claims: Any
    ) -> Person:
        """Somebody with these roles by account id."""
        user = id or new_id()
        issued = int(now().timestamp())
        payload = {
            "iss": "biurko",
            "aud": "biurko",
            "sub": user,
            "sid": new_id(),
            "jti": new_id(),
            "iat": issued,
            "exp": issued + 300,
            "kind": "user",
            "rv": 1,
            "roles": dict(roles or {}),
        }
        token = jwt.encode(payload | claims, self.key, "EdDSA", headers={"kid": "key-1"})
        return Person(user, {"Authorization": f"Bearer {token}"})

    def get(self, who: Person, path: str, **headers: str) -> TestResponse:
        return self.http.get(path, headers=who.headers | headers)

    def post(self, who: Person, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.http.post(path, json=body, headers=who.headers | headers)

    def put(self, who: Person, path: str, body: Any, **headers: str) -> TestResponse:
        return self.http.put(path, json=body, headers=who.headers | headers)

    def export(self, who: Person, *prefixes: str, **more: Any) -> TestResponse:
        return self.post(who, "/v1/exports", a_request(*prefixes, **more))

    def exported(self, who: Person, *prefixes: str, **more: Any) -> dict[str, Any]:
        """An export as it is after a runner had it."""
        answer = self.export(who, *prefixes, **more)
        assert answer.status_code == 202, answer.text
        self.run()
        return self.shown(who, answer.json["id"])

    def shown(self, who: Person, export_id: str) -> dict[str, Any]:
        answer = self.get(who, f"/v1/exports/{export_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def file(self, who: Person, export: Mapping[str, Any], **headers: str) -> TestResponse:
        path = f"/v1/exports/{export['id']}/file"
        return self.http.get(path, headers=who.headers | headers, buffered=True)

    # What happens besides.

    def run(self, runner: Runner | None = None) -> int:
        """Let a runner end all that waits; how many exports it took."""
        stop, taken = Stop(), 0
        while (runner or self.runner).step(stop):
            taken += 1
        return taken

    def age(self, export_id: str, **spans: timedelta) -> None:
        """Move times of an export into the past."""
        with self.sessions.begin() as session:
            job = session.get_one(Job, export_id)
            for name, span in spans.items():
                setattr(job, name, getattr(job, name) - span)


def a_world(folder: Path, database_url: str) -> World:
    settings = Settings(
        database_url=database_url,
        bus_url=f"embedded:///{folder}/bus.db",
        data_dir=folder,
        public_url="http://exports.example",
        accounts_url=NOWHERE,  # Nobody answers there: exports has to know the key by itself.
        web_threads=12,
    )
    engine = engine_for(database_url)
    create_tables(database_url, METADATA)
    sessions = writing(engine)
    key = Ed25519PrivateKey.generate()
    public = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    with sessions.begin() as session:
        row = {"key_id": "key-1", "jwk": public | {"kid": "key-1"}}
        session.execute(upsert(session, known_key, row, keys=["key_id"]))
    app = create_app(settings)
    runner = Runner(engine, storage(settings), accounts_url=settings.accounts_url)
    world = World(app.test_client(), settings, engine, sessions, runner, key)
    world.bus_is_heard()
    return world


def a_request(*prefixes: str, **more: Any) -> dict[str, Any]:
    return {
        "accounts": list(prefixes),
        "format": "vat_register_csv",
        "period": OCTOBER,
        "date_basis": "issue",
        **more,
    }


def an_account(account_id: str, prefix: str = "acme", **company: Any) -> AccountOpened:
    return AccountOpened(
        account_id=account_id,
        prefix=prefix,
        company=COMPANY | company,
        owner_kind="user",
        owner_id=new_id(),
        owner_version=1,
    )


def a_document(**changes: Any) -> Document:
    return document(**({"id": new_id()} | changes))


def recorded(
    account_id: str, document: Document, original: Original | None = None
) -> DocumentRecorded:
    return DocumentRecorded(account_id=account_id, document=document, original=original)


def an_original(file: bytes = b"<Faktura/>", **changes: Any) -> Original:
    values: Any = {
        "name": "faktura.xml",
        "media_type": "application/xml",
        "sha256": hashlib.sha256(file).hexdigest(),
        "content": base64.b64encode(zlib.compress(file)).decode(),
    }
    return values | changes


def another_runner(world: World) -> Runner:
    return Runner(
        world.engine,
        storage(replace(world.settings)),
        accounts_url=world.settings.accounts_url,
    )


def codes(export: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The problems of an export: of which account, and which."""
    return [(problem["account"], problem["code"]) for problem in export["problems"]]
