"""Through a bureau its own people act: owner and admins everywhere, members where assigned."""

import pytest

from shared.contracts.bureau import ClientAssigned, ClientDetached, CompanyRequested
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company

ACME = "/v1/accounts/acme"


@pytest.fixture
def bureau(world: World) -> Someone:
    return world.bureau("biuro500")


def assign(world: World, *people: Someone, prefix: str = "acme") -> None:
    links = world.said("accounts.account.bureau_linked.v1")
    link = next(m for m in reversed(links) if m["account_id"] == world.id_of(prefix))
    world.hear(
        ClientAssigned(
            client_id=link["link_id"],
            account_id=link["account_id"],
            bureau_id=link["bureau_id"],
            user_ids=[person.id for person in people],
        )
    )


def reach(someone: Someone) -> dict[str, str]:
    rows = someone.get("/v1/me").json["accounts"]
    return {row["prefix"]: row["role"] for row in rows if row["via"] == "bureau"}


def test_owner_and_admins_of_a_bureau_reach_every_client(world: World, bureau: Someone) -> None:
    world.served("acme")
    admin = world.with_role(bureau, "biuro500", "admin")

    for person in (bureau, admin):
        assert person.get(ACME).status_code == 200
        assert reach(person) == {"acme": "accountant"}


def test_a_member_reaches_only_the_clients_assigned_to_them(world: World, bureau: Someone) -> None:
    world.served("acme")
    world.served("other")
    member = world.with_role(bureau, "biuro500", "member")
    before = member.get(ACME).status_code

    assign(world, member)

    assert before == 404
    assert member.get(ACME).status_code == 200
    assert member.get("/v1/accounts/other").status_code == 404
    assert reach(member) == {"acme": "accountant"}


def test_an_assignment_is_the_whole_list(world: World, bureau: Someone) -> None:
    world.served("acme")
    first = world.with_role(bureau, "biuro500", "member", "first@example.com")
    second = world.with_role(bureau, "biuro500", "member", "second@example.com")
    assign(world, first)

    assign(world, second)

    assert first.get(ACME).status_code == 404
    assert second.get(ACME).status_code == 200


def test_the_accountant_of_a_bureau_reaches_none_of_its_clients(
    world: World, bureau: Someone
) -> None:
    world.served("acme")
    accountant = world.with_role(bureau, "biuro500", "accountant")
    assign(world, accountant)

    assert accountant.get(ACME).status_code == 404


def test_an_assignment_ends_with_the_link(world: World, bureau: Someone) -> None:
    owner = world.served("acme")
    member = world.with_role(bureau, "biuro500", "member")
    assign(world, member)
    link = world.said("accounts.account.bureau_linked.v1")[0]

    world.hear(
        ClientDetached(
            client_id=link["link_id"],
            account_id=link["account_id"],
            bureau_id=link["bureau_id"],
        )
    )
    owner.put(f"{ACME}/bureau", {"bureau_prefix": "biuro500"})
    owner.post(f"{ACME}/users", {"bureau_prefix": "biuro500", "role": "accountant"})

    assert member.get(ACME).status_code == 404
    assert bureau.get(ACME).status_code == 200


def test_an_accountant_bureau_may_not_change_the_settings(world: World, bureau: Someone) -> None:
    world.served("acme")

    answer = bureau.patch(ACME, {"company": {"city": "Łódź"}})

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_in_an_account_that_the_bureau_owns_a_member_works_and_does_not_give_it_away(
    world: World, bureau: Someone
) -> None:
    world.hear(
        CompanyRequested(
            request_id=new_id(),
            bureau_id=world.id_of("biuro500"),
            prefix="acme",
            company=a_company(),
        )
    )
    member = world.with_role(bureau, "biuro500", "member")
    assign(world, member)

    changed = member.patch(ACME, {"company": {"city": "Łódź"}})
    given = member.post(f"{ACME}/ownership_transfers", {"email": "jan@example.com"})

    assert changed.status_code == 200
    assert given.status_code == 403
    assert reach(bureau) == {"acme": "owner"}
