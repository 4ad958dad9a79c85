"""Custom roles in a bureau: with `see_documents` they count as a member's, and never lead."""

import pytest

from shared.contracts.accounts import RolesChanged
from tests.bureau.person import Person

CLIENTS = "/v1/bureaus/biuro500/clients"
EVERYTHING = ["see_documents", "change_documents", "export", "settings"]


def custom(stage, account: str, *permissions: str) -> Person:
    """Somebody with a custom role in an account, of whom the bus has told."""
    account_id = stage.accounts[account]
    person = Person(roles={account_id: "custom"}, permissions={account_id: list(permissions)})
    stage.hear(
        RolesChanged(
            user_id=person.id,
            roles_version=1,
            roles=person.roles,
            permissions=person.permissions,
        )
    )
    return person


def change(stage, account: str, person: Person, *permissions: str) -> None:
    stage.hear(
        RolesChanged(
            user_id=person.id,
            roles_version=2,
            roles=person.roles,
            permissions={stage.accounts[account]: list(permissions)},
        )
    )


def test_a_custom_role_sees_the_clients_that_are_assigned_to_it(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.client("sklep")
    person = custom(stage, "biuro500", "see_documents")

    stage.call("PUT", f"{CLIENTS}/acme/assignments", owner, {"user_ids": [person.id]})

    assert [i["prefix"] for i in stage.get(CLIENTS, person).json["items"]] == ["acme"]
    assert stage.get(f"{CLIENTS}/sklep", person).status_code == 404


def test_a_custom_role_that_does_not_see_documents_has_no_bureau(stage):
    stage.bureau()
    person = custom(stage, "biuro500", "export", "settings", "change_documents")

    assert stage.get(CLIENTS, person).status_code == 404


def test_a_role_that_changed_counts_at_once_whatever_the_token_says(stage):
    stage.bureau()
    person = custom(stage, "biuro500", "see_documents")
    before = stage.get(CLIENTS, person).status_code

    change(stage, "biuro500", person, "export")

    assert (before, stage.get(CLIENTS, person).status_code) == (200, 404)


def test_no_custom_role_leads_a_bureau(stage):
    owner = stage.bureau()
    stage.client("acme")
    person = custom(stage, "biuro500", *EVERYTHING)
    stage.call("PUT", f"{CLIENTS}/acme/assignments", owner, {"user_ids": [person.id]})

    detached = stage.post(f"{CLIENTS}/acme/detach", person)
    handed_over = stage.post(f"{CLIENTS}/acme/handover", person, {"email": "eve@osoba.example"})

    assert (detached.status_code, handed_over.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("permission", "status"), [("change_documents", 200), ("see_documents", 404)]
)
def test_a_clients_own_people_complete_its_months_if_they_change_documents(
    stage, permission, status
):
    stage.bureau()
    stage.client("acme")
    person = custom(stage, "acme", permission)

    answer = stage.post(f"{CLIENTS}/acme/months/2026-01/complete", person)

    assert answer.status_code == status, answer.text
