"""Who waits for a hand-over package is mailed what became of it."""

from typing import Any

import pytest
from sqlalchemy import select

from services.accounts.mail.models import Mail
from services.accounts.mail.texts import subject_of, text_of
from shared.contracts.bureau_endings import HandoverPackageEnded
from shared.ids import new_id
from tests.accounts.builders import Someone, World


@pytest.fixture
def owner(world: World) -> Someone:
    """The client's owner; the bureau has a member as well."""
    bureau = world.bureau("biuro500")
    world.with_role(bureau, "biuro500", "member")
    return world.served("acme")


def mails(world: World, kind: str) -> dict[str, dict[str, Any]]:
    with world.reading() as session:
        rows = session.scalars(select(Mail).where(Mail.kind == kind)).all()
        return {row.recipient: row.facts for row in rows}


def ended(world: World, outcome: str, *user_ids: str, package_id: str = "") -> None:
    world.hear(
        HandoverPackageEnded(
            package_id=package_id or new_id(),
            client_id=new_id(),
            account_id=world.id_of("acme"),
            bureau_id=world.id_of("biuro500"),
            outcome=outcome,
            user_ids=list(user_ids),
        )
    )


def test_the_bureaus_people_are_mailed_what_they_asked_for(world: World, owner: Someone) -> None:
    member = world.sign_in("member.biuro500@example.com")

    ended(world, "verified", member.id)

    (facts,) = mails(world, "package_verified").values()
    assert mails(world, "package_verified").keys() == {member.email}
    text = text_of("package_verified", facts, "https://accounts.test")
    assert "acme" in text
    assert facts["bureau"] in text
    assert "gotowy" in subject_of("package_verified", facts)


def test_who_asked_for_the_client_hears_of_a_failure_beside_the_carer(
    world: World, owner: Someone
) -> None:
    member = world.sign_in("member.biuro500@example.com")
    package_id = owner.post("/v1/accounts/acme/handover_package").json["id"]

    ended(world, "failed", member.id, package_id=package_id)

    assert mails(world, "package_failed").keys() == {owner.email, member.email}


def test_whoever_has_no_role_any_more_is_not_mailed(world: World, owner: Someone) -> None:
    stranger = world.account("other")

    ended(world, "verified", stranger.id)

    assert mails(world, "package_verified") == {}
