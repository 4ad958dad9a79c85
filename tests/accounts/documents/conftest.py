"""An accounts service with documents only, and people in every role of one account."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.accounts.models import Account
from services.accounts.bureaus.models import Assignment
from services.accounts.database import Base
from services.accounts.documents.issuing.routes import api as issuing
from services.accounts.documents.numbering.routes import api as numbering
from services.accounts.documents.routes import api
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import Membership, User
from shared.auth.caller import Caller
from shared.clock import now
from shared.database import technical
from shared.errors import Unauthenticated
from shared.ids import new_id
from shared.web.app import Service, make_app
from tests.accounts.documents.bodies import a_document
from tests.accounts.documents.einvoices import SELLER, an_einvoice
from tests.quicker import create_tables

ROLES = ("owner", "admin", "member", "accountant")
ACCOUNT, OTHER_ACCOUNT = "acme", "other"
IMPORT = f"/v1/accounts/{ACCOUNT}/documents/import"
DOCUMENTS = f"/v1/accounts/{ACCOUNT}/documents"
LOADED = (ApiToken, Assignment)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    create_tables(database_url, (technical, Base.metadata))
    service = Service(
        name="accounts",
        title="accounts",
        description="",
        database_url=database_url,
        apis=[api, issuing, numbering],
    )
    app = make_app(service, lambda _: _authenticate)
    with app.extensions["writing"].begin() as session:
        _add_people(session)
    yield app
    for name in ("writing", "reading"):
        app.extensions[name].kw["bind"].dispose()


@pytest.fixture
def sessions(app: Flask) -> sessionmaker[Session]:
    return app.extensions["writing"]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer owner"
    return client


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., Any]:
    """Send one XML, or with `files` a ZIP of them, to the import."""

    def send(xml: bytes = b"", *, files: dict[str, bytes] | None = None, **options: Any) -> Any:
        media_type, body = "application/xml", xml
        if files is not None:
            media_type, body = "application/zip", a_zip(files)
        return client.post(IMPORT, data=body, content_type=media_type, **options)

    return send


@pytest.fixture
def imported(send: Callable[..., Any]) -> Callable[..., str]:
    """Import an invoice and give its id."""

    def one(**facts: Any) -> str:
        return str(send(an_einvoice(**facts)).json["imported"][0]["id"])

    return one


def a_zip(files: dict[str, bytes]) -> bytes:
    """The same bytes whenever it is made: its files have no time of their own."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return target.getvalue()


def count(sessions: sessionmaker[Session], table: Any) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def as_role(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {role}"}


def _authenticate(_: Session, token: str) -> Caller:
    if token not in (*ROLES, "stranger"):
        raise Unauthenticated("no")
    return Caller(id=token, kind="user")


def _add_people(session: Session) -> None:
    accounts = [_account(ACCOUNT, SELLER), _account(OTHER_ACCOUNT, "9999999999")]
    people = [_user(name) for name in (*ROLES, "stranger")]
    session.add_all(accounts + people)
    session.flush()
    acme, other = accounts
    session.add_all(_membership(acme, role, role) for role in ROLES)
    session.add(_membership(other, "stranger", "owner"))


def _account(prefix: str, tax_no: str) -> Account:
    return Account(
        id=new_id(),
        prefix=prefix,
        company={"name": prefix, "tax_no": tax_no},
        owner_kind="user",
        owner_id="owner",
        owner_version=1,
        payer="client",
        created_at=now(),
    )


def _user(name: str) -> User:
    return User(
        id=name,
        email=f"{name}@example.com",
        is_operator=False,
        roles_version=1,
        created_at=now(),
    )


def _membership(account: Account, user: str, role: str) -> Membership:
    return Membership(account_id=account.id, user_id=user, role=role, joined_at=now())


@pytest.fixture
def issue(client: FlaskClient) -> Callable[..., Any]:
    """Issues a document of these rows, with these changes."""

    def issue(*rows: dict[str, Any], **changes: Any) -> Any:
        response = client.post(DOCUMENTS, json=a_document(*rows, **changes))
        assert response.status_code == 201, response.text
        return response.json

    return issue
