"""API tokens: access for products that have no person behind them."""

from typing import Any

import jwt
import pytest
from sqlalchemy import select

from services.accounts.tokens.models import ApiToken
from tests.accounts.builders import Someone, World

TOKENS = "/v1/accounts/acme/api_tokens"
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


def give(owner: Someone, **more: Any) -> dict[str, Any]:
    answer = owner.post(TOKENS, {"name": "shop"} | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def exchange(world: World, token_id: str, secret: str, **form: str) -> Any:
    return world.nobody.send("POST", "/v1/oauth/token", data=GRANT | form, auth=(token_id, secret))


def product(world: World, given: dict[str, Any]) -> Someone:
    answer = exchange(world, given["id"], given["token"])
    assert answer.status_code == 200, answer.text
    return Someone(world.app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def test_a_token_is_shown_once_and_kept_as_a_digest(world: World, owner: Someone) -> None:
    given = give(owner)

    secret, prefix = given["token"].split("/")
    listed = owner.get(TOKENS).json["items"]
    assert prefix == "acme"
    assert [row["id"] for row in listed] == [given["id"]]
    assert "token" not in listed[0]
    with world.sessions() as session:
        row = session.scalars(select(ApiToken)).one()
    assert secret not in repr(vars(row))


def test_a_repeat_does_not_show_the_token_again(owner: Someone) -> None:
    key = {"Idempotency-Key": "token-1"}

    first = owner.post(TOKENS, {"name": "shop"}, headers=key)
    again = owner.post(TOKENS, {"name": "shop"}, headers=key)

    assert again.status_code == 201
    assert again.json == first.json | {"token": None}
    assert len(owner.get(TOKENS).json["items"]) == 1


@pytest.mark.parametrize("whole", [True, False])
def test_a_product_gets_an_access_token_for_its_account(
    world: World, owner: Someone, whole: bool
) -> None:
    given = give(owner, role="accountant")
    secret = given["token"] if whole else given["token"].split("/")[0]

    answer = exchange(world, given["id"], secret)

    claims = jwt.decode(answer.json["access_token"], options={"verify_signature": False})
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 300)
    assert (claims["sub"], claims["kind"], claims["sid"]) == (given["id"], "product", given["id"])
    assert claims["roles"] == {world.id_of("acme"): "accountant"}


def test_a_product_may_what_its_role_may(world: World, owner: Someone) -> None:
    world.account("other")
    admin, member = (product(world, give(owner, role=role)) for role in ("admin", "member"))

    assert admin.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 200
    assert member.get("/v1/accounts/acme").status_code == 200
    assert member.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 403
    assert admin.get("/v1/accounts/other").status_code == 404
    assert admin.get("/v1/me").status_code == 403


def test_a_product_of_a_bureau_reaches_its_clients(world: World) -> None:
    bureau = world.bureau("biuro500")
    world.served("acme")
    answer = bureau.post("/v1/accounts/biuro500/api_tokens", {"name": "panel"})

    panel = product(world, answer.json)

    assert panel.get("/v1/accounts/acme").status_code == 200


def test_a_revoked_token_is_out_at_once_and_everywhere(world: World, owner: Someone) -> None:
    given = give(owner)
    shop = product(world, given)

    revoked = owner.delete(f"{TOKENS}/{given['id']}")

    assert revoked.status_code == 204
    assert shop.get("/v1/accounts/acme").status_code == 401
    assert exchange(world, given["id"], given["token"]).status_code == 401
    assert world.said("accounts.session.ended.v1") == [
        {"session_id": given["id"], "user_id": given["id"]}
    ]
    assert owner.get(TOKENS).json["items"] == []
    assert owner.delete(f"{TOKENS}/{given['id']}").status_code == 404


def test_a_token_is_revoked_by_its_own_account_only(world: World, owner: Someone) -> None:
    given = give(owner)
    other = world.account("other")

    refused = other.delete(f"/v1/accounts/other/api_tokens/{given['id']}")

    assert refused.status_code == 404
    assert exchange(world, given["id"], given["token"]).status_code == 200


def test_a_wrong_secret_gets_nothing(world: World, owner: Someone) -> None:
    given = give(owner)

    answers = [
        exchange(world, given["id"], "wrong"),
        exchange(world, "nothing", given["token"]),
        world.nobody.send("POST", "/v1/oauth/token", data=GRANT),
    ]

    assert {answer.status_code for answer in answers} == {401}


def test_there_is_one_grant(world: World, owner: Someone) -> None:
    given = give(owner)

    refused = exchange(world, given["id"], given["token"], grant_type="password")
    as_json = world.nobody.send("POST", "/v1/oauth/token", GRANT, auth=(given["id"], "x"))

    assert refused.json["errors"][0]["pointer"] == "/grant_type"
    assert as_json.status_code == 415


def test_a_token_has_no_more_than_an_administrator(owner: Someone) -> None:
    assert owner.post(TOKENS, {"name": "shop", "role": "owner"}).status_code == 422
