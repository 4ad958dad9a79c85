import pytest

from shared.contracts.accounts import (
    HandoverRefused,
    TransferAccepted,
    TransferCancelled,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from shared.ids import new_id

ADDRESS = "/v1/bureaus/biuro500/clients/nowa/handover"
EMAIL = {"email": "Jan@Nowa.example"}


@pytest.fixture
def owner(stage):
    """The owner of a bureau that owns the account `nowa`."""
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    return owner


def tell(stage, kind, transfer_id):
    stage.hear(
        kind(
            transfer_id=transfer_id,
            account_id=stage.accounts["nowa"],
            email="jan@nowa.example",
            expires_at="2026-12-24T10:00:00.000000Z",
        )
    )


def offer(stage, owner):
    return stage.post(ADDRESS, owner, EMAIL).json["handover"]["transfer_id"]


def test_an_offer_is_shown_and_told_to_accounts(stage, owner):
    answer = stage.post(ADDRESS, owner, EMAIL)

    assert answer.status_code == 202
    assert answer.headers["Location"] == f"https://bureau.example{ADDRESS}"
    shown = answer.json["handover"]
    assert (shown["state"], shown["email"]) == ("offered", "jan@nowa.example")
    assert answer.json["state"] == "active"
    (said,) = stage.said("bureau.handover.offered.v1")
    assert said["transfer_id"] == shown["transfer_id"]
    assert said["expires_at"] == shown["expires_at"]
    assert stage.get(ADDRESS, owner).json == shown


def test_nothing_is_offered_twice(stage, owner):
    offer(stage, owner)

    answer = stage.post(ADDRESS, owner, {"email": "ewa@nowa.example"})

    assert (answer.status_code, answer.json["code"]) == (409, "transfer_pending")
    assert answer.json["fix"] == f"https://bureau.example{ADDRESS}"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (TransferDeclined, "declined"),
        (TransferExpired, "expired"),
        (TransferCancelled, "cancelled"),
    ],
)
def test_after_a_no_the_account_may_be_offered_again(stage, owner, kind, state):
    transfer_id = offer(stage, owner)

    for _ in range(2):
        tell(stage, kind, transfer_id)

    assert stage.seen("nowa", owner)["handover"]["state"] == state
    assert stage.get(ADDRESS, owner).status_code == 404
    assert stage.post(ADDRESS, owner, EMAIL).status_code == 202


def test_an_offer_that_accounts_refused_says_why(stage, owner):
    transfer_id = offer(stage, owner)

    stage.hear(
        HandoverRefused(
            transfer_id=transfer_id,
            account_id=stage.accounts["nowa"],
            code="transfer_pending",
            detail="The account is being offered to somebody already.",
        )
    )

    shown = stage.seen("nowa", owner)["handover"]
    assert (shown["state"], shown["reason"]) == ("refused", "transfer_pending")


def test_acceptance_and_the_new_owner_may_come_in_any_order(stage, owner):
    transfer_id = offer(stage, owner)

    tell(stage, TransferAccepted, transfer_id)
    between = stage.seen("nowa", owner)
    again = stage.post(ADDRESS, owner, EMAIL)
    stage.change_owner("nowa")

    assert (between["state"], between["handover"]["state"]) == ("active", "accepted")
    assert (again.status_code, again.json["code"]) == (409, "transfer_pending")
    after = stage.seen("nowa", owner)
    assert (after["state"], after["handover"]["state"]) == ("handed_over", "accepted")


def test_the_new_owner_may_be_known_before_the_acceptance(stage, owner):
    transfer_id = offer(stage, owner)

    stage.change_owner("nowa")
    tell(stage, TransferAccepted, transfer_id)

    client = stage.seen("nowa", owner)
    assert (client["state"], client["handover"]["state"]) == ("handed_over", "accepted")


def test_an_offer_is_taken_back_and_another_may_follow(stage, owner):
    first = offer(stage, owner)

    answer = stage.call("DELETE", ADDRESS, owner)
    second = offer(stage, owner)
    tell(stage, TransferCancelled, first)

    assert answer.status_code == 204
    assert [said["transfer_id"] for said in stage.said("bureau.handover.withdrawn.v1")] == [first]
    assert stage.get(ADDRESS, owner).json["transfer_id"] == second


def test_an_acceptance_counts_even_after_a_withdrawal(stage, owner):
    transfer_id = offer(stage, owner)
    stage.call("DELETE", ADDRESS, owner)

    tell(stage, TransferAccepted, transfer_id)
    tell(stage, TransferCancelled, transfer_id)

    assert stage.seen("nowa", owner)["handover"]["state"] == "accepted"


def test_where_nothing_is_open_there_is_nothing_to_take_back(stage, owner):
    assert stage.get(ADDRESS, owner).status_code == 404
    assert stage.call("DELETE", ADDRESS, owner).status_code == 404


def test_an_offer_made_in_accounts_is_shown_too(stage, owner):
    transfer_id = new_id()

    for _ in range(2):
        tell(stage, TransferOffered, transfer_id)

    assert stage.get(ADDRESS, owner).json["transfer_id"] == transfer_id
    assert stage.post(ADDRESS, owner, EMAIL).json["code"] == "transfer_pending"


def test_an_offer_of_ours_that_accounts_confirms_stays_one_offer(stage, owner):
    transfer_id = offer(stage, owner)

    tell(stage, TransferOffered, transfer_id)

    assert stage.get(ADDRESS, owner).json["transfer_id"] == transfer_id


def test_old_news_of_another_offer_does_not_close_the_open_one(stage, owner):
    old = new_id()
    mine = offer(stage, owner)

    tell(stage, TransferOffered, old)
    tell(stage, TransferCancelled, old)

    assert stage.get(ADDRESS, owner).json["transfer_id"] == mine


def test_what_a_clients_own_person_offers_is_none_of_the_bureaus_business(stage, owner):
    stage.client("acme")

    stage.hear(
        TransferOffered(
            transfer_id=new_id(),
            account_id=stage.accounts["acme"],
            email="corka@acme.example",
            expires_at="2026-12-24T10:00:00.000000Z",
        )
    )

    assert stage.seen("acme", owner)["handover"] is None


def test_an_account_that_the_client_owns_is_not_offered(stage, owner):
    stage.client("acme")

    answer = stage.post("/v1/bureaus/biuro500/clients/acme/handover", owner, EMAIL)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_an_account_that_is_not_there_yet_is_not_offered(stage, owner):
    stage.add_company("czeka", owner)

    answer = stage.post("/v1/bureaus/biuro500/clients/czeka/handover", owner, EMAIL)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_members_may_not_offer(stage, owner):
    member = stage.worker("biuro500", "member")
    assignments = "/v1/bureaus/biuro500/clients/nowa/assignments"
    stage.call("PUT", assignments, owner, {"user_ids": [member.id]})

    assert stage.post(ADDRESS, member, EMAIL).status_code == 403
    assert stage.call("DELETE", ADDRESS, member).status_code == 403
    assert stage.get(ADDRESS, member).status_code == 404


def test_an_offer_needs_an_e_mail(stage, owner):
    answer = stage.post(ADDRESS, owner, {"email": "nobody"})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/email"


def test_an_open_offer_is_mailed_again_and_stands_until_accounts_says(stage, owner):
    transfer_id = offer(stage, owner)

    answer = stage.post(f"{ADDRESS}/resend", owner)
    tell(stage, TransferOffered, transfer_id)

    assert (answer.status_code, answer.json["transfer_id"]) == (202, transfer_id)
    (said,) = stage.said("bureau.handover.resent.v1")
    assert (said["transfer_id"], said["account_id"]) == (transfer_id, stage.accounts["nowa"])
    assert stage.get(ADDRESS, owner).json["expires_at"] == "2026-12-24T10:00:00.000000Z"


def test_without_an_open_offer_nothing_is_mailed_again(stage, owner):
    transfer_id = offer(stage, owner)
    tell(stage, TransferDeclined, transfer_id)

    assert stage.post(f"{ADDRESS}/resend", owner).status_code == 404
    assert stage.said("bureau.handover.resent.v1") == []


def test_a_member_has_no_offer_mailed_again(stage, owner):
    offer(stage, owner)
    member = stage.worker("biuro500", "member")
    path = "/v1/bureaus/biuro500/clients/nowa/assignments"
    stage.call("PUT", path, owner, {"user_ids": [member.id]})

    assert stage.post(f"{ADDRESS}/resend", member).status_code == 403
