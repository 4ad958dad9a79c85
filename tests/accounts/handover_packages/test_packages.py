"""A client asks for a hand-over package, and is held up until it is verified or waived."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from services.accounts.config import Settings
from shared.contracts.bureau import ClientDetached
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.ids import new_id
from tests.accounts.builders import Someone, World
from tests.accounts.conftest import an_app, close

PACKAGE = "/v1/accounts/acme/handover_package"
BUREAU = "/v1/accounts/acme/bureau"
ASKED = "accounts.account.handover_package_asked.v1"
WAIVED = "accounts.account.handover_package_waived.v1"


@pytest.fixture
def world(database_url: str, settings: Settings) -> Any:
    app = an_app(replace(settings, database_url=database_url))
    yield World(app)
    close(app)


@pytest.fixture
def owner(world: World) -> Someone:
    world.bureau("biuro500")
    world.bureau("biuro600")
    return world.served("acme")


def ended(kind: Any, package_id: str, **facts: Any) -> Any:
    ids = {"client_id": new_id(), "account_id": new_id(), "bureau_id": new_id()}
    return kind(package_id=package_id, asked_by="client", **ids, **facts)


def verified(package_id: str) -> Any:
    return ended(HandoverPackageVerified, package_id, documents=1, sha256="ab" * 32)


def failed(package_id: str) -> Any:
    return ended(HandoverPackageFailed, package_id, differences=1)


def ask(owner: Someone) -> str:
    answer = owner.post(PACKAGE)
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def test_the_bureau_is_told_that_the_client_asked(world: World, owner: Someone) -> None:
    answer = owner.post(PACKAGE)

    (linked,) = world.said("accounts.account.bureau_linked.v1")
    (asked,) = world.said(ASKED)
    assert (answer.status_code, answer.json["state"]) == (202, "asked")
    assert answer.headers["Location"] == f"https://accounts.test{PACKAGE}"
    assert asked == {
        "package_id": answer.json["id"],
        "account_id": linked["account_id"],
        "link_id": linked["link_id"],
        "bureau_id": world.id_of("biuro500"),
    }


def test_asked_twice_it_is_the_same_package(world: World, owner: Someone) -> None:
    first, second = ask(owner), ask(owner)

    assert first == second
    assert len(world.said(ASKED)) == 1


def test_without_a_bureau_there_is_nothing_to_ask_for(world: World, owner: Someone) -> None:
    owner.delete(BUREAU)

    assert owner.post(PACKAGE).json["code"] == "step_refused"
    assert owner.get(PACKAGE).status_code == 404


@pytest.mark.parametrize("leave", ["unlink", "link another", "link the same"])
def test_nobody_leaves_before_the_package_is_ready(
    world: World, owner: Someone, leave: str
) -> None:
    ask(owner)
    said = len(world.said())

    answer = {
        "unlink": lambda: owner.delete(BUREAU),
        "link another": lambda: owner.put(BUREAU, {"bureau_prefix": "biuro600"}),
        "link the same": lambda: owner.put(BUREAU, {"bureau_prefix": "biuro500"}),
    }[leave]()

    if leave == "link the same":
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json["code"]) == (409, "package_not_ready")
        assert answer.json["fix"] == f"https://accounts.test{PACKAGE}/waive"
    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] == "biuro500"
    assert len(world.said()) == said


def test_a_verified_package_lets_the_client_go(world: World, owner: Someone) -> None:
    package_id = ask(owner)

    world.hear(verified(package_id))

    assert owner.get(PACKAGE).json["state"] == "verified"
    assert owner.delete(BUREAU).status_code == 204


def test_a_failed_one_does_not_and_a_new_one_or_a_waiver_does(world: World, owner: Someone) -> None:
    first = ask(owner)
    world.hear(failed(first))
    refused = owner.delete(BUREAU)
    second = ask(owner)
    world.hear(verified(second))

    assert refused.json["code"] == "package_not_ready"
    assert first != second
    assert owner.delete(BUREAU).status_code == 204


def test_a_waived_package_lets_the_client_go_and_the_bureau_is_told_once(
    world: World, owner: Someone
) -> None:
    package_id = ask(owner)

    answers = [owner.post(f"{PACKAGE}/waive") for _ in range(2)]
    world.hear(failed(package_id))

    assert [(a.status_code, a.json["state"]) for a in answers] == [(200, "waived")] * 2
    assert [each["package_id"] for each in world.said(WAIVED)] == [package_id]
    assert owner.get(PACKAGE).json["state"] == "waived"
    assert owner.delete(BUREAU).status_code == 204


def test_a_verified_package_is_not_waived(world: World, owner: Someone) -> None:
    world.hear(verified(ask(owner)))

    assert owner.post(f"{PACKAGE}/waive").json["code"] == "step_refused"
    assert world.said(WAIVED) == []


def test_what_nobody_asked_for_can_not_be_waived(owner: Someone) -> None:
    assert owner.post(f"{PACKAGE}/waive").status_code == 404


def test_a_package_holds_up_the_co_operation_that_it_was_asked_in_and_no_other(
    world: World, owner: Someone
) -> None:
    ask(owner)
    (linked,) = world.said("accounts.account.bureau_linked.v1")
    ids = {"account_id": linked["account_id"], "bureau_id": linked["bureau_id"]}
    world.hear(ClientDetached(client_id=linked["link_id"], **ids))

    again = owner.put(BUREAU, {"bureau_prefix": "biuro600"})
    waived = owner.post(f"{PACKAGE}/waive")

    assert (again.status_code, waived.status_code) == (200, 404)
    assert owner.delete(BUREAU).status_code == 204


@pytest.mark.parametrize("role", ["member", "accountant"])
def test_only_who_holds_the_settings_asks_and_waives(
    world: World, owner: Someone, role: str
) -> None:
    someone = world.with_role(owner, "acme", role)
    ask(owner)

    asked, waived, seen = (
        someone.post(PACKAGE),
        someone.post(f"{PACKAGE}/waive"),
        someone.get(PACKAGE),
    )

    assert (asked.status_code, waived.status_code, seen.status_code) == (403, 403, 200)


def test_the_bureau_does_not_decide_for_the_client(world: World, owner: Someone) -> None:
    ask(owner)
    bureau = world.sign_in("biuro500@example.com")
    owner.post("/v1/accounts/acme/users", {"email": bureau.email, "role": "admin"})

    asked, waived = bureau.post(PACKAGE), bureau.post(f"{PACKAGE}/waive")

    assert (asked.status_code, waived.status_code) == (403, 403)


def test_a_product_does_not_decide_for_the_client(world: World, owner: Someone) -> None:
    ask(owner)
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    form = {"grant_type": "client_credentials"}
    answer = world.nobody.send(
        "POST", "/v1/oauth/token", data=form, auth=(given["id"], given["token"])
    )
    product = Someone(world.app, {"Authorization": f"Bearer {answer.json['access_token']}"})

    assert product.get(PACKAGE).status_code == 200
    assert product.post(f"{PACKAGE}/waive").status_code == 403


def test_a_request_and_a_departure_at_once_never_pass_each_other(
    world: World, owner: Someone
) -> None:
    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            asked = threads.submit(owner.post, PACKAGE)
            left = threads.submit(owner.delete, BUREAU)
        codes = (asked.result().status_code, left.result().status_code)

        assert codes in ((202, 409), (409, 204))
        if codes[0] == 202:
            owner.post(f"{PACKAGE}/waive")
            owner.delete(BUREAU)
        owner.put(BUREAU, {"bureau_prefix": "biuro500"})


def test_news_of_a_package_that_a_bureau_asked_for_is_nothing_here(
    world: World, owner: Someone
) -> None:
    world.hear(verified(new_id()))

    assert owner.get(PACKAGE).status_code == 404
