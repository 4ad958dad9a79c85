"""Programs for Fakturownia against the running system: accounts, bureau and the bus between."""

import pytest

from tests.system.firms import PASSWORD, a_firm
from tests.system.person import Person
from tests.system.product import Product


@pytest.fixture(scope="session")
def small_bureau(operator: Person) -> Person:
    """A bureau whose package has two seats."""
    return operator.make_bureau(size=2)


def token_of(person: Person) -> str:
    answer = person.post(f"{person.account}/api_tokens", {"name": "shop"}).expect(201)
    return str(answer.json["token"])


def an_account(prefix: str, **user: str) -> dict:
    firm = a_firm()
    company = {name: firm.form["company"][name] for name in ("name", "tax_no", "post_code", "city")}
    company["street"] = "Prosta 1/10"
    person = {"email": firm.email, "password": PASSWORD} | user
    return {"account": {"prefix": prefix}, "user": person, "company": company}


def test_a_bureaus_program_adds_companies_until_the_package_is_full(
    product: Product, small_bureau: Person
) -> None:
    token, url = token_of(small_bureau), f"{product.accounts}/account.json"
    prefix = a_firm().prefix

    first, second, third = (
        product.post(url, body={"api_token": token} | an_account(prefix)) for _ in range(3)
    )

    assert first.expect(201).json["prefix"] == prefix
    assert second.expect(201).json["prefix"] == f"{prefix}-2"
    assert third.expect(422).json["message"].keys() == {"base"}
    small_bureau.wait_for(prefix, state="active")
    module = small_bureau.get(f"{small_bureau.bureau}/module").json
    assert module["package"]["used"] == 2
    documents = product.get(f"{product.accounts}/{prefix}/invoices.json?api_token={token}")
    assert documents.expect(200).json == []


def test_a_bureaus_program_lets_clients_go_and_not_those_that_the_bureau_owns(
    product: Product, bureau: Person
) -> None:
    token, own = token_of(bureau), a_firm()
    client = product.sign_up()
    client.link(bureau.prefix).expect(200)
    bureau.wait_for(client.prefix, state="linked")
    bureau.add_company(own).expect(201)

    answer = product.http.ask(
        "PATCH",
        f"{product.accounts}/account/unlink.json",
        body={"api_token": token, "prefix": [client.prefix, own.prefix]},
    )

    result = {"unlinked": [client.prefix], "not_unlinked": [own.prefix]}
    assert answer.expect(200).json["result"] == result
    bureau.wait_for(client.prefix, state="detached")


def test_a_token_of_no_bureau_adds_no_company(product: Product) -> None:
    token = token_of(product.sign_up())

    answer = product.post(
        f"{product.accounts}/account.json", body={"api_token": token} | an_account("nobodys")
    )

    assert "module" in answer.expect(422).json["message"]["base"][0]
