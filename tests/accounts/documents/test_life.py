"""What becomes of an issued document: changed, cancelled, deleted, booked, locked."""

import pytest
from sqlalchemy import select

from services.accounts.documents.lifecycle import LIFECYCLE
from shared.history import history
from tests.accounts.documents.answers import messages, refused
from tests.accounts.documents.bodies import a_document, a_row
from tests.accounts.documents.conftest import DOCUMENTS, as_role
from tests.accounts.documents.einvoices import an_einvoice


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


KSEF_NUMBER = "5260250274-20260407-0123456789AB-CD"


@pytest.fixture
def in_ksef(send):
    """An imported invoice that KSeF gave a number."""
    answer = send(an_einvoice(), query_string={"ksef_number": KSEF_NUMBER})
    return answer.json["imported"][0]["id"]


def test_a_change_computes_anew_and_announces_the_next_version(issue, client, sessions):
    document = issue()
    address = f"{DOCUMENTS}/{document['id']}"

    changed = client.patch(
        address, json={"positions": [a_row(quantity="3")]}, headers={"If-Match": '"1"'}
    )

    assert changed.status_code == 200, changed.text
    assert changed.headers["ETag"] == '"2"'
    assert (changed.json["gross"], changed.json["number"]) == ("369.00", document["number"])
    sent = messages(sessions, document["id"])
    assert [each["document"]["version"] for each in sent] == [1, 2]
    assert sent[1]["document"]["gross"] == "369.00"
    assert client.get(address).json == changed.json


def test_members_that_are_left_out_of_a_change_stay(issue, client):
    document = issue(description="Uwagi", due_date="2026-04-21", procedures=["TP"])

    changed = client.patch(f"{DOCUMENTS}/{document['id']}", json={"due_date": None}).json

    expected = document | {"due_date": None, "version": 2}
    assert changed == expected


def test_a_change_of_strategy_or_rate_of_exchange_computes_from_the_same_rows(issue, client):
    rows = [a_row(unit_net="0.11") for _ in range(3)]
    document = issue(*rows, currency="EUR", exchange_rate="4.00")

    body = {"vat_strategy": "per_sum", "exchange_rate": "5.00"}
    changed = client.patch(f"{DOCUMENTS}/{document['id']}", json=body).json

    assert (document["vat"], changed["vat"]) == ("0.09", "0.08")
    assert changed["vat_summary"][0]["vat_pln"] == "0.40"


def test_a_lost_race_and_an_old_version_are_told(issue, client):
    address = f"{DOCUMENTS}/{issue()['id']}"
    client.patch(address, json={"description": "one"})

    late = client.patch(address, json={"description": "two"}, headers={"If-Match": '"1"'})

    assert (late.status_code, late.json["code"]) == (412, "version_conflict")


def test_a_cancelled_document_stays_and_counts_no_more(issue, client, sessions):
    document = issue()

    cancelled = client.post(f"{DOCUMENTS}/{document['id']}/cancel").json

    assert (cancelled["state"], cancelled["kind"]) == ("cancelled", "canceled")
    assert cancelled["number"] == document["number"]
    assert messages(sessions, document["id"])[-1]["document"]["kind"] == "canceled"
    again = client.post(f"{DOCUMENTS}/{document['id']}/cancel")
    assert refused(again, "step_refused") == 409


def test_a_deleted_document_is_found_no_more_and_exports_are_told(issue, client, sessions):
    document = issue()
    address = f"{DOCUMENTS}/{document['id']}"

    assert client.delete(address).status_code == 204

    assert client.get(address).status_code == 404
    assert client.get(DOCUMENTS).json["items"] == []
    assert messages(sessions, document["id"])[-1]["document"]["kind"] == "canceled"
    assert client.delete(address).status_code == 404


def test_a_booked_document_is_locked_until_it_is_taken_out_of_the_books(issue, client):
    address = f"{DOCUMENTS}/{issue()['id']}"
    days = {"vat_date": "2026-05-01", "income_tax_date": "2026-04-30"}

    booked = client.post(f"{address}/book", json=days, headers=as_role("accountant"))

    assert booked.status_code == 200, booked.text
    assert {name: booked.json[name] for name in days} == days
    assert refused(client.patch(address, json={"description": "x"}), "step_refused") == 409
    assert refused(client.post(f"{address}/cancel"), "step_refused") == 409
    assert refused(client.delete(address), "step_refused") == 409
    assert client.post(f"{address}/unbook", headers=as_role("accountant")).status_code == 200
    assert client.patch(address, json={"description": "x"}).json["vat_date"] is None


def test_a_document_in_ksef_is_corrected_and_never_changed(client, in_ksef):
    address = f"{DOCUMENTS}/{in_ksef}"

    assert refused(client.patch(address, json={"description": "x"}), "step_refused") == 409
    assert refused(client.post(f"{address}/cancel"), "step_refused") == 409
    assert refused(client.delete(address), "step_refused") == 409
    body = {"reason": "Zwrot", "positions": [{"no": 1, "quantity": "0"}]}
    correction = client.post(f"{address}/correct", json=body)
    assert correction.status_code == 201, correction.text
    assert correction.json["gross"] == "-123.00"
    assert correction.json["corrected"][0]["ksef_number"] == KSEF_NUMBER


def test_each_step_leaves_a_row_of_history(issue, client, sessions):
    id = issue()["id"]
    client.patch(f"{DOCUMENTS}/{id}", json={"description": "x"})
    client.post(f"{DOCUMENTS}/{id}/cancel")

    with sessions() as session:
        query = select(history.c.trigger, history.c.dest, history.c.actor)
        rows = session.execute(query.where(history.c.entity_id == id).order_by("position")).all()

    assert [tuple(row) for row in rows] == [
        ("change", "issued", "user/owner"),
        ("cancel", "cancelled", "user/owner"),
    ]


def test_a_stranger_finds_no_document_to_do_anything_to(client, issue):
    address = f"{DOCUMENTS}/{issue()['id']}"
    stranger = {"headers": as_role("stranger")}

    answers = [
        client.post(DOCUMENTS, json=a_document(), **stranger),
        client.patch(address, json={}, **stranger),
        client.delete(address, **stranger),
        client.post(f"{address}/cancel", **stranger),
        client.post(f"{address}/correct", json={"reason": "x"}, **stranger),
        client.post(f"{address}/book", json={}, **stranger),
    ]
    elsewhere = address.replace("/acme/", "/other/")
    answers.append(client.patch(elsewhere, json={}, **stranger))

    assert {answer.status_code for answer in answers} == {404}


def test_every_step_of_the_table_is_taken_here():
    taken = {
        "issue",
        "change",
        "settle",
        "book",
        "unbook",
        "cancel",
        "delete",
        "attach",
        "unattach",
    }

    assert {step.trigger for step in LIFECYCLE.steps} == taken


@pytest.mark.parametrize("step", ["book", "cancel"])
def test_a_step_counts_one_version_in_the_answer_and_in_what_is_announced(
    issue, client, sessions, step
):
    id = issue()["id"]

    client.post(f"{DOCUMENTS}/{id}/{step}", json={})

    assert client.get(f"{DOCUMENTS}/{id}").json["version"] == 2
    assert messages(sessions, id)[-1]["document"]["version"] == 2
