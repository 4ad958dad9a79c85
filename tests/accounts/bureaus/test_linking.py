"""An account names a bureau, gives it a role, and leaves it again."""

from typing import Any

import pytest

from shared.contracts.bureau import (
    ClientDetached,
    LinkRefused,
    ModuleActivated,
    ModuleClosed,
    ModuleResumed,
    ModuleSuspended,
)
from tests.accounts.builders import Someone, World, a_module

BUREAU = "/v1/accounts/acme/bureau"
USERS = "/v1/accounts/acme/users"
ACCOUNTANT = {"bureau_prefix": "biuro500", "role": "accountant"}


@pytest.fixture
def owner(world: World) -> Someone:
    world.bureau("biuro500")
    return world.account("acme")


def link(owner: Someone, bureau: str = "biuro500") -> Any:
    return owner.put(BUREAU, {"bureau_prefix": bureau})


def detached(world: World, link_id: str) -> ClientDetached:
    return ClientDetached(
        client_id=link_id, account_id=world.id_of("acme"), bureau_id=world.id_of("biuro500")
    )


def test_a_linked_bureau_is_announced_and_sees_nothing_yet(world: World, owner: Someone) -> None:
    answer = link(owner, "BIURO500")

    linked = world.said("accounts.account.bureau_linked.v1")[0]
    assert answer.status_code == 200
    assert (answer.json["bureau_prefix"], answer.json["bureau_role"]) == ("biuro500", None)
    assert linked["bureau_id"] == world.id_of("biuro500")
    assert world.sign_in("biuro500@example.com").get("/v1/accounts/acme").status_code == 404


def test_linking_the_same_bureau_again_changes_nothing(world: World, owner: Someone) -> None:
    link(owner)
    said = len(world.said())

    again = link(owner)

    assert again.status_code == 200
    assert world.names_since(said) == []


def test_another_bureau_replaces_the_first_in_one_step(world: World, owner: Someone) -> None:
    world.bureau("biuro600")
    link(owner)
    owner.post(USERS, ACCOUNTANT)
    said = len(world.said())

    answer = link(owner, "biuro600")

    assert (answer.json["bureau_prefix"], answer.json["bureau_role"]) == ("biuro600", None)
    assert world.names_since(said) == ["account.bureau_unlinked", "account.bureau_linked"]
    links = [m["link_id"] for m in world.said("accounts.account.bureau_linked.v1")]
    assert len(set(links)) == 2


def test_a_prefix_of_nobody_is_no_bureau(world: World, owner: Someone) -> None:
    answer = link(owner, "nobody")

    assert (answer.status_code, answer.json["code"]) == (422, "bureau_unknown")
    assert answer.json["errors"][0]["pointer"] == "/bureau_prefix"


def test_an_account_without_a_module_serves_nobody(world: World, owner: Someone) -> None:
    world.account("other")

    answer = link(owner, "other")

    assert (answer.status_code, answer.json["code"]) == (409, "module_inactive")


def test_only_while_its_module_is_active_may_a_bureau_be_linked(
    world: World, owner: Someone
) -> None:
    bureau_id = world.id_of("biuro500")
    world.hear(a_module(ModuleSuspended, bureau_id, "biuro500"))
    suspended = link(owner)
    world.hear(a_module(ModuleResumed, bureau_id, "biuro500"))
    resumed = link(owner)
    owner.delete(BUREAU)
    world.hear(a_module(ModuleClosed, bureau_id, "biuro500"))
    closed = link(owner)

    codes = [answer.status_code for answer in (suspended, resumed, closed)]
    assert codes == [409, 200, 409]


def test_clients_stay_while_a_module_is_suspended(world: World, owner: Someone) -> None:
    link(owner)

    world.hear(a_module(ModuleSuspended, world.id_of("biuro500"), "biuro500"))

    assert link(owner).status_code == 200
    assert owner.post(USERS, ACCOUNTANT).status_code == 201


def test_a_bureau_does_not_serve_itself(world: World, owner: Someone) -> None:
    bureau = world.sign_in("biuro500@example.com")

    answer = bureau.put("/v1/accounts/biuro500/bureau", {"bureau_prefix": "biuro500"})

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_a_bureau_opens_the_account_once_it_is_accountant(world: World, owner: Someone) -> None:
    link(owner)

    answer = owner.post(USERS, ACCOUNTANT)

    bureau = world.sign_in("biuro500@example.com")
    assert answer.status_code == 201
    assert answer.json["id"] == world.id_of("biuro500")
    assert (answer.json["kind"], answer.json["bureau_prefix"]) == ("bureau", "biuro500")
    assert world.said("accounts.account.bureau_role_granted.v1")[0]["role"] == "accountant"
    assert bureau.get("/v1/accounts/acme").status_code == 200


def test_adding_the_bureau_twice_is_adding_it_once(world: World, owner: Someone) -> None:
    link(owner)

    answers = [owner.post(USERS, ACCOUNTANT) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(world.said("accounts.account.bureau_role_granted.v1")) == 1


def test_a_bureau_is_linked_before_it_gets_a_role(world: World, owner: Someone) -> None:
    answer = owner.post(USERS, ACCOUNTANT)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert answer.json["fix"] == "https://accounts.test/v1/accounts/acme/bureau"


def test_a_bureau_that_lost_its_role_is_out_and_stays_linked(world: World, owner: Someone) -> None:
    link(owner)
    bureau_id = owner.post(USERS, ACCOUNTANT).json["id"]

    answer = owner.delete(f"{USERS}/{bureau_id}")

    assert answer.status_code == 204
    assert world.said("accounts.account.bureau_role_revoked.v1")[0]["bureau_id"] == bureau_id
    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] == "biuro500"
    assert world.sign_in("biuro500@example.com").get("/v1/accounts/acme").status_code == 404


def test_a_bureau_is_nothing_but_accountant(world: World, owner: Someone) -> None:
    link(owner)
    bureau_id = owner.post(USERS, ACCOUNTANT).json["id"]

    as_admin = owner.patch(f"{USERS}/{bureau_id}", {"role": "admin"})
    added_as_admin = owner.post(USERS, ACCOUNTANT | {"role": "admin"})

    assert as_admin.status_code == 409
    assert added_as_admin.status_code == 422


def test_a_client_that_leaves_closes_its_account_at_once(world: World, owner: Someone) -> None:
    link(owner)
    owner.post(USERS, ACCOUNTANT)
    said = len(world.said())

    left = owner.delete(BUREAU)
    again = owner.delete(BUREAU)

    assert (left.status_code, again.status_code) == (204, 204)
    assert world.names_since(said) == ["account.bureau_unlinked"]
    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] is None
    assert world.sign_in("biuro500@example.com").get("/v1/accounts/acme").status_code == 404


def test_a_bureau_that_detaches_is_out(world: World, owner: Someone) -> None:
    link(owner)
    owner.post(USERS, ACCOUNTANT)
    link_id = world.said("accounts.account.bureau_linked.v1")[0]["link_id"]

    world.hear(detached(world, link_id), detached(world, link_id))

    account = owner.get("/v1/accounts/acme").json
    assert (account["bureau_prefix"], account["bureau_role"]) == (None, None)


def test_old_news_of_a_detached_link_leaves_the_new_one_alone(world: World, owner: Someone) -> None:
    link(owner)
    old_link = world.said("accounts.account.bureau_linked.v1")[0]["link_id"]
    owner.delete(BUREAU)
    link(owner)

    world.hear(detached(world, old_link))

    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] == "biuro500"


def test_a_link_that_the_bureau_refuses_is_taken_away(world: World, owner: Someone) -> None:
    link(owner)
    link_id = world.said("accounts.account.bureau_linked.v1")[0]["link_id"]

    world.hear(
        LinkRefused(
            link_id=link_id,
            account_id=world.id_of("acme"),
            bureau_id=world.id_of("biuro500"),
            code="module_inactive",
        )
    )

    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] is None


def test_a_module_on_its_way_over_the_bus_is_waited_for(world: World) -> None:
    from threading import Timer

    owner = world.account("acme")
    world.account("fresh")
    activated = a_module(ModuleActivated, world.id_of("fresh"), "fresh")
    coming = Timer(0.2, world.hear, [activated])
    coming.start()

    answer = link(owner, "fresh")

    coming.join()
    assert answer.status_code == 200


def test_a_change_on_an_old_version_is_refused(world: World, owner: Someone) -> None:
    old = {"If-Match": owner.get("/v1/accounts/acme").headers["ETag"]}
    link(owner)

    answer = owner.delete(BUREAU, headers=old)

    assert answer.status_code == 412
    assert owner.get("/v1/accounts/acme").json["bureau_prefix"] == "biuro500"
