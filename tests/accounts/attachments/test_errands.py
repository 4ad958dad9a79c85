"""Exports fetches an attachment for somebody: what they may have, at one address, for a minute."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.accounts.config import Settings
from shared.auth import errands, signing
from shared.auth.caller import Caller
from shared.auth.errands import Errand
from shared.auth.knowledge import known_key
from shared.clock import now
from tests.accounts.attachments.test_attachments import PDF, an_address, attach
from tests.accounts.builders import Someone, World

KEY = "key-of-exports"


@dataclass
class Exports:
    """Goes on errands with a key that accounts knows."""

    nobody: Someone
    pem: str

    def token(self, address: str, who: Caller, **changes: Any) -> str:
        errand = Errand(sender="exports", receiver="accounts", address=address)
        claims = errands.claims_of(errand, who) | changes
        return signing.signed(claims, key_id=KEY, pem=self.pem, kind=errands.KIND)

    def fetch(self, address: str, who: Caller, method: str = "GET", **changes: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token(address, who, **changes)}"}
        return self.nobody.send(method, address, headers=headers)


@pytest.fixture
def exports(world: World) -> Exports:
    pem, x = signing.new_pair()
    with world.sessions.begin() as session:
        session.execute(known_key.insert().values(key_id=KEY, jwk=signing.as_jwk(KEY, x)))
    return Exports(world.nobody, pem)


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def address(owner: Someone) -> str:
    """Of a file that is attached to a document of acme."""
    place = an_address(owner)
    return f"{place}/{attach(owner, place).json['id']}"


def person(who: Someone) -> Caller:
    return Caller(id=who.id, kind="user")


def test_the_owner_gets_the_file_through_exports(exports, owner, address):
    answer = exports.fetch(address, person(owner))

    assert (answer.status_code, answer.data) == (200, PDF)


def test_a_bureau_gets_it_as_long_as_it_serves_the_client(world, exports):
    accountant = world.bureau()
    client = world.served("acme")
    place = an_address(client)
    address = f"{place}/{attach(client, place).json['id']}"

    before = exports.fetch(address, person(accountant))
    client.delete("/v1/accounts/acme/bureau")
    after = exports.fetch(address, person(accountant))

    assert (before.status_code, after.status_code) == (200, 404)


def test_strangers_get_nothing_through_exports_either(world, exports, owner, address):
    stranger = world.account("other")
    others = Caller(id=world.id_of("other"), kind="account")
    product = Caller(id=owner.id, kind="product")

    for who in (person(stranger), others, product):
        assert exports.fetch(address, who).status_code == 404


def test_an_account_itself_is_given_its_own(world, exports, owner, address):
    answer = exports.fetch(address, Caller(id=world.id_of("acme"), kind="account"))

    assert answer.status_code == 200


def test_nothing_but_attachments_is_given_to_exports(world, exports, owner, address):
    itself = Caller(id=world.id_of("acme"), kind="account")
    document = address.split("/attachments/")[0]

    for who in (person(owner), itself):
        for path in ("/v1/me", "/v1/accounts/acme", document, f"{document}/attachments"):
            assert exports.fetch(path, who).status_code == 401


def test_a_token_opens_its_own_address_alone(exports, owner, address):
    token = exports.token(address, person(owner))

    for path in ("/v1/me", "/v1/accounts/acme", address.rsplit("/", 1)[0]):
        answer = owner.send("GET", path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_a_token_changes_nothing(exports, owner, address):
    assert exports.fetch(address, person(owner), "DELETE").status_code == 401
    assert owner.get(address).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": int(now().timestamp()) - 1},
        {"aud": "bureau"},
        {"iss": "bureau"},
        {"kind": "nobody"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_token_that_is_not_quite_right_is_refused(exports, owner, address, wrong):
    assert exports.fetch(address, person(owner), **wrong).status_code == 401


def test_a_key_that_is_not_that_of_exports_is_refused(world, exports, owner, address):
    pem, _ = signing.new_pair()

    assert Exports(world.nobody, pem).fetch(address, person(owner)).status_code == 401


def test_a_file_that_is_damaged_here_says_so_to_a_program(exports, owner, address, settings):
    kept = settings.data_dir / "attachments"
    next(path for path in kept.rglob("*") if path.is_file()).write_bytes(b"broken")

    answer = exports.fetch(address, person(owner))

    assert (answer.status_code, answer.json["damaged"]) == (503, True)


def test_where_exports_is_can_be_set(tmp_path):
    env = {
        "DATABASE_URL": "sqlite://",
        "BUS_URL": "embedded:///b",
        "DATA_DIR": str(tmp_path),
        "PUBLIC_URL": "http://a",
        "EXPORTS_URL": "http://exports:8000/",
    }

    assert Settings.from_env(env).exports_url == "http://exports:8000"
