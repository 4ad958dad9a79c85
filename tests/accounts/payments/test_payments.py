"""Payments of documents: paid in part, in full, and not after all."""

import pytest

from tests.accounts.documents.bodies import a_document, a_row

DOCUMENTS = "/v1/accounts/acme/documents"


@pytest.fixture
def owner(world):
    return world.account("acme")


@pytest.fixture
def document(owner):
    return owner.post(DOCUMENTS, a_document()).json


def state_of(owner, document):
    found = owner.get(f"{DOCUMENTS}/{document['id']}").json
    return found["payment_state"], found["paid"], found["paid_date"]


def test_a_document_is_paid_in_part_and_then_in_full(owner, document):
    payments = f"{DOCUMENTS}/{document['id']}/payments"

    owner.post(payments, {"amount": "23.00", "paid_on": "2026-04-10"})
    assert state_of(owner, document) == ("partial", "23.00", None)
    rest = owner.post(payments, {"paid_on": "2026-04-12", "form": "card"})

    assert (rest.status_code, rest.json["amount"]) == (201, "100.00")
    assert state_of(owner, document) == ("paid", "123.00", "2026-04-12")
    listed = owner.get(payments).json["items"]
    assert [each["amount"] for each in listed] == ["23.00", "100.00"]


def test_a_payment_that_is_taken_back_never_was(owner, document):
    payments = f"{DOCUMENTS}/{document['id']}/payments"
    id = owner.post(payments).json["id"]

    assert owner.delete(f"{payments}/{id}").status_code == 204

    assert state_of(owner, document) == ("unpaid", "0.00", None)
    assert owner.delete(f"{payments}/{id}").status_code == 404


def test_a_payment_is_found_under_its_own_document_only(owner, document):
    other = owner.post(DOCUMENTS, a_document()).json
    id = owner.post(f"{DOCUMENTS}/{document['id']}/payments").json["id"]

    assert owner.delete(f"{DOCUMENTS}/{other['id']}/payments/{id}").status_code == 404
    assert state_of(owner, document)[0] == "paid"


def test_a_change_of_the_amount_tells_anew_whether_it_is_paid(owner, document):
    owner.post(f"{DOCUMENTS}/{document['id']}/payments")

    changed = owner.patch(f"{DOCUMENTS}/{document['id']}", {"positions": [a_row(quantity="2")]})

    assert changed.json["payment_state"] == "partial"


def test_money_of_a_correction_goes_back(owner, document):
    body = {"reason": "Zwrot", "positions": [{"no": 1, "quantity": "0"}]}
    correction = owner.post(f"{DOCUMENTS}/{document['id']}/correct", body).json

    payment = owner.post(f"{DOCUMENTS}/{correction['id']}/payments").json

    assert payment["amount"] == "-123.00"
    assert state_of(owner, correction)[0] == "paid"


def test_a_booked_document_can_still_be_paid_and_a_cancelled_one_can_not(owner, document):
    owner.post(f"{DOCUMENTS}/{document['id']}/book")
    cancelled = owner.post(DOCUMENTS, a_document()).json
    owner.post(f"{DOCUMENTS}/{cancelled['id']}/cancel")

    booked = owner.post(f"{DOCUMENTS}/{document['id']}/payments")
    refused = owner.post(f"{DOCUMENTS}/{cancelled['id']}/payments")

    assert booked.status_code == 201
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_each_payment_is_told_with_the_documents_next_version(world, owner, document):
    owner.post(f"{DOCUMENTS}/{document['id']}/payments")

    told = [m["document"] for m in world.said("accounts.document.recorded.v1")]

    assert [(each["version"], each["payment_state"]) for each in told] == [
        (1, "unpaid"),
        (2, "paid"),
    ]
    assert owner.get(f"{DOCUMENTS}/{document['id']}").json["version"] == 2


def test_who_may_not_change_documents_may_not_pay_them(world, owner, document):
    accountant = world.with_role(owner, "acme", "accountant")
    stranger = world.account("other")
    payments = f"{DOCUMENTS}/{document['id']}/payments"

    assert accountant.post(payments).status_code == 403
    assert accountant.get(payments).status_code == 200
    assert stranger.get(payments).status_code == 404
