"""An operator gave an account back to its bureau, and mailed offers stand for longer."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.accounts import (
    BureauUnlinked,
    OwnerChanged,
    TransferAccepted,
    TransferOffered,
)

CLIENTS = "/v1/bureaus/biuro500/clients"
EMAIL = {"email": "firma@nowa.example"}
LATER = (datetime.now(UTC) + timedelta(days=20)).isoformat(timespec="microseconds")


def offer(stage, owner):
    return stage.post(f"{CLIENTS}/nowa/handover", owner, EMAIL)


def transfer_of(answer, account_id):
    handover = answer.json["handover"]
    return {
        "transfer_id": handover["transfer_id"],
        "account_id": account_id,
        "email": handover["email"],
        "expires_at": handover["expires_at"],
    }


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    return owner


@pytest.fixture
def returned(stage, owner):
    """The bureau got `nowa` back after it had been handed over."""
    stage.hear(TransferAccepted(**transfer_of(offer(stage, owner), stage.accounts["nowa"])))
    stage.change_owner("nowa")
    account, bureau = stage.accounts["nowa"], stage.accounts["biuro500"]
    stage.hear(
        BureauUnlinked(account_id=account, link_id=stage.links["nowa"], bureau_id=bureau),
    )
    stage.hear(
        OwnerChanged(account_id=account, owner_kind="bureau", owner_id=bureau, owner_version=99)
    )
    stage.link("nowa")
    stage.grant("nowa", role="owner")
    return owner


def test_an_account_that_came_back_is_an_active_client_of_the_bureau(stage, returned):
    seen = stage.seen("nowa", returned)

    assert (seen["state"], seen["ownership"]) == ("active", "bureau")
    assert seen["allowed"] == ["handover"]
    assert stage.post(f"{CLIENTS}/nowa/detach", returned).json["code"] == "owner_is_bureau"


def test_an_account_that_came_back_may_be_offered_again(stage, returned):
    again = offer(stage, returned)

    assert again.status_code == 202, again.text
    assert again.json["handover"]["state"] == "offered"


def test_an_offer_that_was_mailed_again_shows_its_new_end(stage, owner):
    transfer = transfer_of(offer(stage, owner), stage.accounts["nowa"])

    stage.hear(TransferOffered(**transfer | {"expires_at": LATER}))

    shown = stage.seen("nowa", owner)["handover"]
    assert shown["expires_at"][:16] == LATER[:16]


def test_late_news_of_the_first_mail_do_not_shorten_it(stage, owner):
    transfer = transfer_of(offer(stage, owner), stage.accounts["nowa"])
    stage.hear(TransferOffered(**transfer | {"expires_at": LATER}))

    stage.hear(TransferOffered(**transfer))

    assert stage.seen("nowa", owner)["handover"]["expires_at"][:16] == LATER[:16]
