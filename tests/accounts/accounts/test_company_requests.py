"""A bureau adds a company: the account is opened for it, or refused with the reason."""

from typing import Any

import pytest
from sqlalchemy import select

from services.accounts.mail.models import Mail
from shared.contracts.bureau import CompanyRequested
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company


@pytest.fixture
def bureau(world: World) -> Someone:
    return world.bureau("biuro500")


def a_request(world: World, **changes: Any) -> CompanyRequested:
    given: dict[str, Any] = {
        "request_id": new_id(),
        "bureau_id": world.id_of("biuro500"),
        "prefix": "acme",
        "company": a_company(),
    }
    return CompanyRequested(**(given | changes))


def refusal(world: World) -> dict[str, Any]:
    return world.said("accounts.company.refused.v1")[0]


def test_the_bureau_owns_the_account_that_it_asked_for(world: World, bureau: Someone) -> None:
    request = a_request(world, prefix="ACME")
    said = len(world.said())

    world.hear(request)

    account = bureau.get("/v1/accounts/acme").json
    assert account["owner"]["kind"] == "bureau"
    assert account["owner"]["prefix"] == "biuro500"
    assert (account["bureau_prefix"], account["payer"]) == ("biuro500", "bureau")
    assert world.names_since(said) == [
        "account.opened",
        "account.bureau_linked",
        "account.bureau_role_granted",
    ]
    opened, linked, granted = world.said()[said:]
    assert opened["request_id"] == linked["request_id"] == request.request_id
    assert granted["role"] == "owner"
    assert granted["link_id"] == linked["link_id"]


def test_one_request_opens_one_account(world: World, bureau: Someone) -> None:
    request = a_request(world)
    world.hear(request)
    said = len(world.said())

    world.hear(request)

    assert world.names_since(said) == []


def test_a_prefix_that_is_taken_is_refused(world: World, bureau: Someone) -> None:
    world.account("acme")

    world.hear(a_request(world))

    assert refusal(world)["code"] == "prefix_taken"
    assert world.envelopes()[-1].subject == f"company/{refusal(world)['request_id']}"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"prefix": "-"}, "prefix"),
        ({"company": a_company(tax_no="0000000000")}, "tax_no"),
        ({"company": {}}, "name"),
    ],
)
def test_a_company_that_breaks_a_rule_is_refused(
    world: World, bureau: Someone, changes: dict[str, Any], word: str
) -> None:
    world.hear(a_request(world, **changes))

    assert refusal(world)["code"] == "invalid"
    assert word in refusal(world)["detail"]


def test_nothing_is_mailed_to_the_firm_before_the_bureau_says_so(
    world: World, bureau: Someone
) -> None:
    world.hear(a_request(world, client_email="Jan@Firma.example.com"))

    with world.sessions() as session:
        assert session.scalars(select(Mail.recipient)).all() == [bureau.email]


def test_while_the_bureau_owns_the_account_it_is_left_on_no_way(
    world: World, bureau: Someone
) -> None:
    world.bureau("biuro600")
    world.hear(a_request(world))
    bureau_id = world.id_of("biuro500")

    refused = [
        bureau.delete("/v1/accounts/acme/bureau"),
        bureau.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro600"}),
        bureau.put("/v1/accounts/acme/bureau", {"bureau_prefix": "biuro500"}),
        bureau.delete(f"/v1/accounts/acme/users/{bureau_id}"),
        bureau.patch(f"/v1/accounts/acme/users/{bureau_id}", {"role": "accountant"}),
        bureau.post("/v1/accounts/acme/users", {"bureau_prefix": "biuro500", "role": "accountant"}),
    ]

    fix = "https://accounts.test/v1/accounts/acme/ownership_transfers"
    for answer in refused:
        assert (answer.status_code, answer.json["code"]) == (409, "owner_is_bureau")
        assert answer.json["fix"] == fix
