"""Who leads a bureau is mailed about its module and its package."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.accounts.mail.models import Mail
from services.accounts.mail.texts import subject_of, text_of
from shared.clock import now
from shared.contracts.bureau import ModuleExpiryNear, ModulePackageFilling, ModuleSuspended
from tests.accounts.builders import World


def told(world: World, kind: str) -> dict[str, dict[str, Any]]:
    """The facts of the mails of a kind, by recipient."""
    with world.reading() as session:
        rows = session.scalars(select(Mail).where(Mail.kind == kind)).all()
        return {row.recipient: row.facts for row in rows}


def a_bureau(world: World) -> dict[str, Any]:
    """A bureau with one person in each role; gives what its messages say."""
    owner = world.bureau("biuro500")
    for role in ("admin", "member"):
        world.with_role(owner, "biuro500", role)
    return {"bureau_id": world.id_of("biuro500"), "prefix": "biuro500", "package_size": 20}


LEADERS = {"biuro500@example.com", "admin.biuro500@example.com"}


def test_owner_and_administrators_hear_that_the_module_ends_soon(world: World) -> None:
    bureau = a_bureau(world)

    world.hear(ModuleExpiryNear(**bureau, valid_until="2026-12-31", days_left=7))

    mails = told(world, "module_expiry")
    assert mails.keys() == LEADERS
    facts = mails["biuro500@example.com"]
    assert "31 grudnia 2026" in subject_of("module_expiry", facts)
    assert "pozostało dni: 7" in text_of("module_expiry", facts, "https://accounts.test")


def test_they_hear_that_it_was_suspended_by_its_date(world: World) -> None:
    bureau = a_bureau(world)
    yesterday = (now() - timedelta(days=2)).date().isoformat()

    world.hear(ModuleSuspended(**bureau, valid_until=yesterday))

    assert told(world, "module_suspended").keys() == LEADERS


def test_what_an_operator_suspends_before_its_date_is_not_mailed(world: World) -> None:
    bureau = a_bureau(world)
    tomorrow = (now() + timedelta(days=2)).date().isoformat()

    world.hear(ModuleSuspended(**bureau, valid_until=tomorrow), ModuleSuspended(**bureau))

    assert told(world, "module_suspended") == {}


def test_they_hear_that_the_package_fills(world: World) -> None:
    bureau = a_bureau(world)

    world.hear(ModulePackageFilling(**bureau, used=16, percent=80))

    mails = told(world, "package_filling")
    assert mails.keys() == LEADERS
    text = text_of("package_filling", mails["biuro500@example.com"], "https://accounts.test")
    assert "16 z 20" in text
    subject = subject_of("package_filling", mails["biuro500@example.com"])
    assert subject == "Wykorzystano 80% pakietu subkont / 80% of your package is used"
