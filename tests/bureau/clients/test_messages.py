"""What accounts says moves clients: once, in order, and never against the rules."""

import pytest

from services.bureau.clients.models import Client
from shared.contracts.accounts import (
    BureauLinked,
    BureauRoleRevoked,
    BureauUnlinked,
    CompanyChanged,
    OwnerChanged,
)
from shared.errors import Missing
from shared.ids import new_id
from tests.bureau.listener import COMPANY


def revoke(stage, prefix="acme"):
    stage.hear(
        BureauRoleRevoked(
            account_id=stage.accounts[prefix],
            link_id=stage.links[prefix],
            bureau_id=stage.accounts["biuro500"],
        )
    )


def unlink(stage, prefix="acme", link_id=None):
    stage.hear(
        BureauUnlinked(
            account_id=stage.accounts[prefix],
            link_id=link_id or stage.links[prefix],
            bureau_id=stage.accounts["biuro500"],
        )
    )


def test_a_linked_client_shows_its_name_and_tax_number_and_nothing_else(stage):
    owner = stage.bureau()
    stage.open_account("acme")

    stage.link("acme")

    client = stage.seen("acme", owner)
    assert client["state"] == "linked"
    assert client["company"] == {"name": COMPANY["name"], "tax_no": COMPANY["tax_no"]}
    assert (client["ownership"], client["payer"]) == ("client", "client")


def test_every_step_names_the_client_the_account_and_the_bureau(stage):
    owner = stage.bureau()
    client_id = stage.created_client("nowa", owner)
    stage.change_owner("nowa")
    unlink(stage, "nowa")

    names = ("linked", "activated", "handed_over", "detached")
    said = [stage.said(f"bureau.client.{name}.v1") for name in names]

    ids = {
        "client_id": client_id,
        "account_id": stage.accounts["nowa"],
        "bureau_id": stage.accounts["biuro500"],
    }
    assert said == [[ids]] * 4


def test_the_role_opens_the_client_and_its_end_closes_it(stage):
    owner = stage.bureau()
    stage.client("acme")
    opened = stage.seen("acme", owner)

    revoke(stage)

    closed = stage.seen("acme", owner)
    assert (opened["state"], opened["company"]["city"]) == ("active", "Warszawa")
    assert (closed["state"], closed["company"].keys()) == ("linked", {"name", "tax_no"})
    stage.grant("acme")
    assert stage.seen("acme", owner)["state"] == "active"


def test_a_link_to_a_bureau_without_an_active_module_is_refused(stage):
    owner = stage.bureau()
    stage.post("/v1/bureaus/biuro500/module/suspend", stage.operator)
    stage.open_account("acme")

    link_id = stage.link("acme")
    stage.grant("acme")
    unlink(stage)

    assert stage.get("/v1/bureaus/biuro500/clients/acme", owner).status_code == 404
    assert stage.said("bureau.link.refused.v1") == [
        {
            "link_id": link_id,
            "account_id": stage.accounts["acme"],
            "bureau_id": stage.accounts["biuro500"],
            "code": "module_inactive",
        }
    ]


def test_a_link_to_an_account_that_is_no_bureau_is_refused(stage):
    stage.open_account("acme")
    stage.open_account("sklep")

    stage.link("acme", "sklep")

    assert [said["code"] for said in stage.said("bureau.link.refused.v1")] == ["module_inactive"]


def test_everything_told_twice_counts_once(stage):
    owner = stage.bureau()
    stage.open_account("acme")
    link_id = stage.link("acme")
    again = BureauLinked(
        account_id=stage.accounts["acme"], link_id=link_id, bureau_id=stage.accounts["biuro500"]
    )

    stage.hear(again)
    for _ in range(2):
        stage.grant("acme")
    for _ in range(2):
        unlink(stage)
    stage.hear(again)
    revoke(stage)

    assert stage.seen("acme", owner)["state"] == "detached"
    for name in ("linked", "activated", "detached"):
        assert len(stage.said(f"bureau.client.{name}.v1")) == 1
    assert stage.said("bureau.client.deactivated.v1") == []


def test_an_account_is_handed_over_when_it_goes_from_the_bureau_to_a_person(stage):
    owner = stage.bureau()
    client_id = stage.created_client("nowa", owner)

    stage.change_owner("nowa")

    client = stage.seen("nowa", owner)
    assert (client["state"], client["ownership"]) == ("handed_over", "client")
    assert client["payer"] == "bureau"
    assert client["allowed"] == ["detach"]
    assert stage.row(client_id).bureau_role == "accountant"


def test_an_account_that_goes_from_person_to_person_is_not_handed_over(stage):
    owner = stage.bureau()
    stage.client("acme")

    stage.change_owner("acme")

    assert stage.seen("acme", owner)["state"] == "active"
    assert stage.said("bureau.client.handed_over.v1") == []


def test_old_news_of_an_owner_is_dropped(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")

    stage.hear(
        OwnerChanged(
            account_id=stage.accounts["nowa"],
            owner_kind="bureau",
            owner_id=stage.accounts["biuro500"],
            owner_version=1,
        )
    )

    assert stage.seen("nowa", owner)["ownership"] == "client"


def test_a_handed_over_client_that_takes_the_role_away_shows_its_name_only(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")

    revoke(stage, "nowa")

    client = stage.seen("nowa", owner)
    assert client["state"] == "handed_over"
    assert client["company"].keys() == {"name", "tax_no"}


def test_a_client_that_ends_it_is_detached_and_its_seat_is_free(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.change_owner("nowa")

    unlink(stage, "nowa")

    client = stage.seen("nowa", owner)
    assert (client["state"], client["payer"], client["allowed"]) == ("detached", "client", [])
    assert stage.package() == (0, 0, 5)


def test_news_of_a_firm_reaches_its_bureau_and_not_the_one_it_left(stage):
    first, second = stage.bureau("biuro500"), stage.bureau("biuro600")
    stage.client("acme", "biuro500")
    unlink(stage)
    stage.client("acme", "biuro600")

    news = COMPANY | {"name": "Nowa Nazwa S.A."}
    stage.hear(CompanyChanged(account_id=stage.accounts["acme"], prefix="acme", company=news))

    assert stage.seen("acme", first, "biuro500")["company"]["name"] == COMPANY["name"]
    assert stage.seen("acme", second, "biuro600")["company"]["name"] == "Nowa Nazwa S.A."


def test_another_bureaus_prefix_ends_the_first_co_operation(stage):
    first, second = stage.bureau("biuro500"), stage.bureau("biuro600")
    stage.client("acme", "biuro500")

    stage.link("acme", "biuro600")

    assert stage.seen("acme", first, "biuro500")["state"] == "detached"
    assert stage.seen("acme", second, "biuro600")["state"] == "linked"


def test_linking_again_after_leaving_starts_a_new_row(stage):
    owner = stage.bureau()
    first = stage.client("acme")
    before = stage.seen("acme", owner)["version"]
    unlink(stage)

    second = stage.client("acme")

    client = stage.seen("acme", owner)
    assert first != second
    assert (client["id"], client["state"]) == (second, "active")
    assert client["version"] > before + 1
    assert [i["id"] for i in stage.get("/v1/bureaus/biuro500/clients", owner).json["items"]] == [
        second
    ]
    unlink(stage, link_id=first)
    assert stage.seen("acme", owner)["state"] == "active"


def test_a_link_of_an_account_that_is_not_known_yet_comes_again_later(stage):
    stage.bureau()
    stage.accounts["acme"] = new_id()

    with pytest.raises(Missing):
        stage.link("acme")

    with stage.sessions() as session:
        assert session.query(Client).count() == 0
