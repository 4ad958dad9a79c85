"""A bureau hands an account over: offered and withdrawn over the bus, answered here."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now, rfc3339
from shared.contracts.bureau import CompanyRequested
from shared.contracts.bureau_endings import HandoverOffered, HandoverResent, HandoverWithdrawn
from shared.ids import new_id
from tests.accounts.builders import Someone, World, a_company

JAN = "jan@example.com"


@pytest.fixture
def bureau(world: World) -> Someone:
    """A bureau that owns the account `acme`."""
    bureau = world.bureau("biuro500")
    request = CompanyRequested(
        request_id=new_id(),
        bureau_id=world.id_of("biuro500"),
        prefix="acme",
        company=a_company(),
    )
    world.hear(request)
    return bureau


def an_offer(world: World, **changes: Any) -> HandoverOffered:
    given = {
        "transfer_id": new_id(),
        "account_id": world.id_of("acme"),
        "bureau_id": world.id_of("biuro500"),
        "email": JAN,
        "expires_at": rfc3339(now() + timedelta(days=14)),
    }
    return HandoverOffered(**(given | changes))


def withdrawn(offer: HandoverOffered) -> HandoverWithdrawn:
    return HandoverWithdrawn(
        transfer_id=offer.transfer_id, account_id=offer.account_id, bureau_id=offer.bureau_id
    )


def accept(world: World, email: str = JAN) -> Any:
    token = world.mailed(email, "ownership")["token"]
    body = {"name": "Jan", "password": "a new password"}
    return world.nobody.post(f"/v1/invitations/{token}/accept", body)


def test_the_hand_over_and_the_transfer_have_one_id(world: World, bureau: Someone) -> None:
    offer = an_offer(world)

    world.hear(offer, offer)

    offered = world.said("accounts.transfer.offered.v1")
    assert [m["transfer_id"] for m in offered] == [offer.transfer_id]
    assert offered[0]["expires_at"] == offer.expires_at


def test_a_newcomer_owns_the_account_by_the_link_in_the_mail(world: World, bureau: Someone) -> None:
    world.hear(an_offer(world))
    said = len(world.said())

    answer = accept(world)

    jan = world.sign_in(JAN, "a new password")
    account = jan.get("/v1/accounts/acme").json
    assert (answer.status_code, answer.json["state"]) == (200, "accepted")
    assert jan.get("/v1/me").json["email_verified"] is True
    assert account["owner"]["id"] == jan.id
    assert (account["bureau_prefix"], account["bureau_role"]) == ("biuro500", "accountant")
    assert account["payer"] == "bureau"
    assert world.names_since(said) == [
        "transfer.accepted",
        "user.roles_changed",
        "account.owner_changed",
    ]


def test_after_the_hand_over_the_bureau_may_be_left(world: World, bureau: Someone) -> None:
    world.hear(an_offer(world))
    accept(world)
    jan = world.sign_in(JAN, "a new password")

    left = jan.delete("/v1/accounts/acme/bureau")

    assert left.status_code == 204
    assert jan.get("/v1/accounts/acme").json["payer"] == "client"
    assert bureau.get("/v1/accounts/acme").status_code == 404


def test_a_bureau_that_handed_over_is_accountant(world: World, bureau: Someone) -> None:
    world.hear(an_offer(world))

    accept(world)

    assert bureau.get("/v1/accounts/acme").status_code == 200
    assert bureau.patch("/v1/accounts/acme", {"company": {"city": "Łódź"}}).status_code == 403


def test_a_withdrawn_offer_is_not_accepted(world: World, bureau: Someone) -> None:
    offer = an_offer(world)
    world.hear(offer, withdrawn(offer))

    answer = accept(world)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert [m["transfer_id"] for m in world.said("accounts.transfer.cancelled.v1")] == [
        offer.transfer_id
    ]


def test_an_accepted_offer_is_not_withdrawn(world: World, bureau: Someone) -> None:
    offer = an_offer(world)
    world.hear(offer)
    accept(world)

    world.hear(withdrawn(offer))

    jan = world.sign_in(JAN, "a new password")
    assert jan.get("/v1/accounts/acme").json["owner"]["id"] == jan.id
    assert world.said("accounts.transfer.cancelled.v1") == []


def test_withdrawing_what_was_refused_does_nothing(world: World, bureau: Someone) -> None:
    world.hear(an_offer(world))
    second = an_offer(world)
    world.hear(second)
    said = len(world.said())

    world.hear(withdrawn(second))

    assert world.names_since(said) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"account_id": "nothing"}, "not_found"),
        ({"bureau_id": "another"}, "step_refused"),
    ],
)
def test_an_account_that_is_not_the_bureaus_is_not_handed_over(
    world: World, bureau: Someone, changes: dict[str, str], code: str
) -> None:
    offer = an_offer(world, **changes)

    world.hear(offer)

    refused = world.said("accounts.handover.refused.v1")
    assert [(m["transfer_id"], m["code"]) for m in refused] == [(offer.transfer_id, code)]


def test_a_second_hand_over_is_refused_while_the_first_is_open(
    world: World, bureau: Someone
) -> None:
    world.hear(an_offer(world))

    world.hear(an_offer(world, email="eve@example.com"))

    assert world.said("accounts.handover.refused.v1")[0]["code"] == "transfer_pending"


def test_whoever_is_invited_only_as_administrator_may_own_by_the_other_link(
    world: World, bureau: Someone
) -> None:
    bureau.post("/v1/accounts/acme/users", {"email": JAN, "role": "admin", "invite": True})
    place = world.mailed(JAN, "membership")["token"]
    world.hear(an_offer(world))

    accept(world)

    jan = world.sign_in(JAN, "a new password")
    assert jan.get("/v1/me").json["accounts"] == [
        {"prefix": "acme", "role": "owner", "via": "user"}
    ]
    assert world.nobody.get(f"/v1/invitations/{place}").json["state"] == "withdrawn"


def resent(offer: HandoverOffered) -> HandoverResent:
    return HandoverResent(
        transfer_id=offer.transfer_id, account_id=offer.account_id, bureau_id=offer.bureau_id
    )


def test_an_offer_that_is_mailed_again_stands_for_longer(world: World, bureau: Someone) -> None:
    offer = an_offer(world, expires_at=rfc3339(now() + timedelta(days=1)))
    world.hear(offer)
    first = world.mailed(JAN, "ownership")["token"]

    world.hear(resent(offer))

    before, after = world.said("accounts.transfer.offered.v1")
    assert after["expires_at"] > before["expires_at"]
    assert world.mailed(JAN, "ownership")["token"] != first
    assert accept(world).status_code == 200


def test_an_offer_that_ended_is_not_mailed_again(world: World, bureau: Someone) -> None:
    offer = an_offer(world)
    world.hear(offer, withdrawn(offer))

    world.hear(resent(offer), resent(an_offer(world)))

    assert len(world.said("accounts.transfer.offered.v1")) == 1


def test_an_offer_that_ran_out_is_told_so_instead(world: World, bureau: Someone) -> None:
    offer = an_offer(world, expires_at=rfc3339(now() - timedelta(seconds=1)))
    world.hear(offer)

    world.hear(resent(offer))

    assert len(world.said("accounts.transfer.offered.v1")) == 1
    assert len(world.said("accounts.transfer.expired.v1")) == 1
