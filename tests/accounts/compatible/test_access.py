"""Who gets in at the compatible addresses, into which account, and what the others are told."""

import pytest

from tests.accounts.builders import PASSWORD
from tests.accounts.compatible.conftest import Program, a_token, an_invoice

LOGIN = "You must be logged in to gain access to the site"


@pytest.fixture
def client(app):
    return app.test_client()


def test_the_token_is_taken_from_query_body_and_header(client, token):
    bearer = {"Authorization": f"Bearer {token}"}
    body = {"api_token": token, "client": {"name": "x"}}

    assert client.get(f"/invoices.json?api_token={token}").status_code == 200
    assert client.post("/clients.json", json=body).status_code == 201
    assert client.get("/invoices.json", headers=bearer).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "x/acme", "a.b.c"])
def test_without_a_token_that_is_known_nobody_gets_in(client, owner, token):
    response = client.get("/invoices.json", query_string={"api_token": token})

    assert response.status_code == 401
    assert response.json == {"code": "error", "message": LOGIN}
    assert response.mimetype == "application/json"


def test_a_token_with_another_accounts_prefix_or_revoked_is_none(client, world, owner, token):
    world.account("other")
    secret = token.partition("/")[0]
    bare = client.get("/account.json", query_string={"api_token": secret})
    wrong = client.get("/account.json", query_string={"api_token": f"{secret}/other"})
    (kept,) = owner.get("/v1/accounts/acme/api_tokens").json["items"]
    owner.delete(f"/v1/accounts/acme/api_tokens/{kept['id']}")
    revoked = client.get("/account.json", query_string={"api_token": token})

    assert (bare.status_code, wrong.status_code, revoked.status_code) == (200, 401, 401)


def test_the_path_names_the_account_and_a_foreign_one_is_not_found(app, world, token):
    world.account("other")

    assert Program(app, token, "/ACME").get("/invoices.json").status_code == 200
    for place in ("/other", "/nobody"):
        response = Program(app, token, place).get("/invoices.json")
        assert response.status_code == 404
        assert response.json == {"code": "error", "message": "Not Found"}


def test_the_bureaus_program_reaches_its_clients_by_path_or_host(app, world):
    bureau = world.bureau("biuro500")
    client = world.served("acme")
    Program(app, a_token(client, "acme")).invoice(buyer_name="Klient klienta")
    token = a_token(bureau, "biuro500")

    by_path = Program(app, token, "/acme").get("/invoices.json")
    by_host = app.test_client().get(
        f"/invoices.json?api_token={token}", headers={"Host": "acme.example.pl:8001"}
    )
    own = Program(app, token).get("/invoices.json")

    assert [each["buyer_name"] for each in by_path.json] == ["Klient klienta"]
    assert by_host.json == by_path.json
    assert own.json == []
    refused = Program(app, token, "/acme").post("/invoices.json", {"invoice": an_invoice()})
    assert refused.status_code == 403


def test_a_host_that_is_a_strangers_account_changes_nothing(app, world, token):
    world.account("example")

    response = app.test_client().get(
        f"/account.json?api_token={token}", headers={"Host": "example.pl"}
    )

    assert response.json["prefix"] == "acme"


def test_an_accountants_token_reads_and_does_not_write(app, owner):
    program = Program(app, a_token(owner, "acme", role="accountant"))

    assert program.get("/invoices.json").status_code == 200
    assert program.post("/clients.json", {"client": {"name": "x"}}).status_code == 403


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff"])
def test_a_body_that_is_no_object_is_told_so(client, token, body):
    response = client.post(
        f"/invoices.json?api_token={token}", data=body, content_type="application/json"
    )

    assert response.status_code == 400
    assert response.json["code"] == "error"


@pytest.mark.parametrize("path", ["/invoices", "/clients", "/products", "/banking/payments"])
def test_what_is_not_there_is_not_found(program, path):
    for method in ("GET", "DELETE"):
        response = program.send(method, f"{path}/4711.json")
        assert (response.status_code, response.json["message"]) == (404, "Not Found")


def test_login_gives_a_token_that_works(client, app, owner):
    body = {"login": "ACME@example.com", "password": PASSWORD, "integration_token": ""}

    response = client.post("/login.json", json=body)

    assert response.status_code == 200
    assert (response.json["prefix"], response.json["email"]) == ("acme", "acme@example.com")
    assert Program(app, response.json["api_token"]).get("/account.json").json["prefix"] == "acme"
    wrong = client.post("/login.json", json=body | {"password": "wrong password"})
    assert (wrong.status_code, wrong.json["message"]) == (401, LOGIN)


def test_the_account_tells_who_it_is(program, token):
    account = program.get("/account.json").json

    assert (account["prefix"], account["api_token"]) == ("acme", token)
    assert account["url"] == "https://accounts.test/acme"
    assert account["tax_no"] == "5261040828"
