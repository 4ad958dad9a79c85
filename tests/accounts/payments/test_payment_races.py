"""Payments and changes of one document at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from services.accounts.config import Settings
from tests.accounts.documents.bodies import a_document

DOCUMENTS = "/v1/accounts/acme/documents"


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    return replace(settings, database_url=database_url)


def test_payments_and_changes_at_once_are_all_counted(world):
    owner = world.account("acme")
    document = owner.post(DOCUMENTS, a_document()).json
    address = f"{DOCUMENTS}/{document['id']}"

    def pay(no):
        if no % 4 == 0:
            return owner.patch(address, {"description": str(no)}).status_code
        return owner.post(f"{address}/payments", {"amount": "1.00"}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(pay, range(20)))

    assert set(statuses) == {200, 201}
    found = owner.get(address).json
    assert (found["payment_state"], found["paid"]) == ("partial", "15.00")
    told = [m["document"]["version"] for m in world.said("accounts.document.recorded.v1")]
    assert told == list(range(1, 22))
