"""Documents that an export put into the books are locked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.accounts.models import Account
from services.accounts.documents.issuing.handlers import HANDLERS
from shared.context import Context, act_as
from shared.contracts.exports import DocumentsBooked
from tests.accounts.documents.bodies import a_document
from tests.accounts.documents.conftest import ACCOUNT, DOCUMENTS, OTHER_ACCOUNT


@pytest.fixture
def issued(client: FlaskClient) -> dict[str, Any]:
    return client.post(DOCUMENTS, json=a_document()).json


@pytest.fixture
def hear(sessions: sessionmaker[Session]) -> Callable[..., None]:
    """An export says which documents it put into the books of an account."""

    def hear(*documents: dict[str, Any], prefix: str = ACCOUNT) -> None:
        with sessions.begin() as session:
            act_as(session, Context("exports", "message-1", "message-1"))
            account_id = session.scalars(select(Account.id).where(Account.prefix == prefix)).one()
            message = DocumentsBooked(
                account_id=account_id,
                job_id="job",
                format="symfonia_fk",
                requested_by="accountant",
                documents=[{"id": each["id"], "version": each["version"]} for each in documents],
            )
            HANDLERS[DocumentsBooked](session, message)

    return hear


def shown(client: FlaskClient, document: dict[str, Any]) -> Any:
    return client.get(f"{DOCUMENTS}/{document['id']}").json


def test_what_an_export_booked_is_corrected_and_not_changed(
    client: FlaskClient, issued: dict[str, Any], hear: Callable[..., None]
) -> None:
    hear(issued)

    address = f"{DOCUMENTS}/{issued['id']}"
    refused = client.patch(address, json={"description": "x"})
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert refused.json["fix"].endswith(f"{address}/correct")
    for answer in (client.post(f"{address}/cancel"), client.delete(address)):
        assert (answer.status_code, answer.json["fix"]) == (409, refused.json["fix"])
    corrected = client.post(f"{address}/correct", json={"reason": "cena", "positions": []})
    assert corrected.status_code == 201, corrected.text
    assert shown(client, issued)["state"] == "booked"


def test_booking_twice_is_booking_once(
    client: FlaskClient, issued: dict[str, Any], hear: Callable[..., None]
) -> None:
    hear(issued)
    once = shown(client, issued)

    hear(issued)

    assert shown(client, issued) == once


def test_what_was_changed_after_it_went_out_is_not_locked(
    client: FlaskClient, issued: dict[str, Any], hear: Callable[..., None]
) -> None:
    changed = client.patch(f"{DOCUMENTS}/{issued['id']}", json={"description": "x"})
    assert changed.status_code == 200

    hear(issued)

    assert shown(client, issued)["state"] == "issued"
    hear(changed.json)
    assert shown(client, issued)["state"] == "booked"


def test_what_was_unlocked_and_booked_again_by_hand_may_be_locked_by_an_older_export(
    client: FlaskClient, issued: dict[str, Any], hear: Callable[..., None]
) -> None:
    address = f"{DOCUMENTS}/{issued['id']}"
    client.post(f"{address}/book", json={})
    client.post(f"{address}/unbook")

    hear(issued)

    assert shown(client, issued)["state"] == "booked"


def test_cancelled_documents_and_those_of_other_accounts_stay_as_they_are(
    client: FlaskClient, issued: dict[str, Any], hear: Callable[..., None]
) -> None:
    hear(issued, prefix=OTHER_ACCOUNT)
    assert shown(client, issued)["state"] == "issued"

    client.post(f"{DOCUMENTS}/{issued['id']}/cancel")
    hear(issued, {"id": "nobody", "version": 1})

    assert shown(client, issued)["state"] == "cancelled"
