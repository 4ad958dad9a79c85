"""Who in the bureau is told how a hand-over package ended."""

import pytest

from shared.contracts.accounts import RolesChanged
from tests.bureau.handover_packages import package
from tests.bureau.handover_packages.conftest import CLIENT, PACKAGE

ENDED = "bureau.handover_package.ended.v1"


def care(stage, owner, person):
    path = f"{CLIENT}/assignments"
    assert (
        stage.call("PUT", path, owner, {"user_ids": [person], "carer": person}).status_code == 200
    )


@pytest.mark.parametrize(
    ("end", "outcome"), [(package.verified, "verified"), (package.failed, "failed")]
)
def test_the_carer_is_told_of_what_the_client_asked_for(stage, owner, end, outcome):
    member = stage.worker("biuro500", "member")
    care(stage, owner, member.id)
    package_id = package.asked(stage)

    end(stage, package_id)

    (told,) = stage.said(ENDED)
    assert (told["package_id"], told["outcome"]) == (package_id, outcome)
    assert told["user_ids"] == [member.id]


def test_whoever_asked_for_the_bureau_is_told_beside_the_carer(stage, owner):
    member = stage.worker("biuro500", "member")
    care(stage, owner, member.id)
    package_id = stage.post(PACKAGE, owner).json["id"]

    package.verified(stage, package_id)

    (told,) = stage.said(ENDED)
    assert told["user_ids"] == sorted([member.id, owner.id])


def test_who_left_the_bureau_meanwhile_is_not_told(stage, owner):
    admin = stage.worker("biuro500", "admin")
    package_id = stage.post(PACKAGE, admin).json["id"]
    stage.hear(RolesChanged(user_id=admin.id, roles_version=2, roles={}))

    package.verified(stage, package_id)

    assert stage.said(ENDED)[0]["user_ids"] == []


def test_nobody_is_told_of_what_was_waived(stage, owner):
    package_id = package.asked(stage)
    package.waived(stage, package_id)

    package.verified(stage, package_id)

    assert stage.said(ENDED) == []
