"""Ownership first, detach after: every way out is closed while the bureau owns the account."""

import pytest

from tests.system.firms import Firm, a_firm
from tests.system.http import Answer
from tests.system.person import Person
from tests.system.product import Product
from tests.system.waiting import eventually


@pytest.fixture
def owned(bureau: Person) -> Firm:
    """A firm whose account the bureau owns."""
    firm = a_firm()
    bureau.add_company(firm).expect(201)
    return firm


def detach(bureau: Person, client: str) -> Answer:
    return bureau.detach(client)


def leave(bureau: Person, client: str) -> Answer:
    return bureau.ask("DELETE", f"{bureau.product.accounts}/v1/accounts/{client}/bureau")


def replace(bureau: Person, client: str) -> Answer:
    url = f"{bureau.product.accounts}/v1/accounts/{client}/bureau"
    return bureau.ask("PUT", url, body={"bureau_prefix": bureau.prefix})


@pytest.mark.parametrize("way", [detach, leave, replace])
def test_a_way_out_is_refused_with_the_way_to_go(way, bureau: Person, owned: Firm) -> None:
    refused = way(bureau, owned.prefix).expect(409)

    assert refused.code == "owner_is_bureau"
    bureau.post(refused.json["fix"], {"email": owned.email}).expect(201, 202)
    offered = bureau.product.eventually(lambda: offer_of(bureau, owned.prefix), "the offer")
    assert (offered["state"], offered["email"]) == ("offered", owned.email)


def test_the_preflight_names_the_blocker(bureau: Person, owned: Firm) -> None:
    url = f"{bureau.bureau}/clients/{owned.prefix}/preflight?action=detach"

    found = bureau.get(url).expect(200).json

    assert found["can_proceed"] is False
    assert [blocker["code"] for blocker in found["blockers"]] == ["owner_is_bureau"]


def test_in_bulk_it_is_refused_for_each(product: Product, bureau: Person, owned: Firm) -> None:
    body = {"action": "detach", "clients": [owned.prefix], "arguments": {}, "dry_run": False}

    job = bureau.post(f"{bureau.bureau}/bulk", body).expect(202).json["id"]

    url = f"{bureau.bureau}/bulk/{job}"
    done = eventually(lambda: _completed(bureau.get(url).expect(200).json))
    assert [(row["outcome"], row["code"]) for row in done["results"]] == [
        ("refused", "owner_is_bureau")
    ]
    assert bureau.client(owned.prefix).json["state"] == "active"


def test_an_offer_that_was_withdrawn_changes_nothing(
    product: Product, bureau: Person, owned: Firm
) -> None:
    person = product.sign_up()
    bureau.hand_over(owned.prefix, person.email).expect(202)
    offer = person.wait_for_offer()

    bureau.withdraw(owned.prefix).expect(200, 204)

    eventually(lambda: not person.open_offers())
    assert person.accept(offer).expect(409).code == "step_refused"
    assert bureau.detach(owned.prefix).expect(409).code == "owner_is_bureau"


def offer_of(bureau: Person, client: str) -> dict | None:
    return bureau.client(client).expect(200).json["handover"]


def _completed(job: dict) -> dict | None:
    return job if job["state"] == "completed" else None
