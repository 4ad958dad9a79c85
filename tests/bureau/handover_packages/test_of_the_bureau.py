"""A hand-over package that the bureau asks for itself, and what it may do about the client's."""

from tests.bureau.handover_packages import package
from tests.bureau.handover_packages.conftest import CLIENT, PACKAGE, REQUESTED, WITHDRAWN, detach


def test_what_the_bureau_asks_for_holds_up_nobody(stage, owner):
    answer = stage.post(PACKAGE, owner)

    (request,) = stage.said(REQUESTED)
    assert (answer.status_code, answer.json["state"]) == (202, "asked")
    assert answer.headers["Location"] == f"https://bureau.example{PACKAGE}"
    assert (request["package_id"], request["asked_by"]) == (answer.json["id"], "bureau")
    assert detach(stage, owner) == (200, None)


def test_the_bureau_asks_once_and_may_go_without_it(stage, owner):
    first, second = (stage.post(PACKAGE, owner).json["id"] for _ in range(2))
    waived = [stage.post(f"{PACKAGE}/waive", owner).json["state"] for _ in range(2)]

    assert first == second
    assert waived == ["waived", "waived"]
    assert [each["package_id"] for each in stage.said(WITHDRAWN)] == [first]


def test_the_bureau_does_not_waive_what_the_client_asked_for(stage, owner):
    package.asked(stage)

    answer = stage.post(f"{PACKAGE}/waive", owner)

    assert answer.status_code == 404
    assert detach(stage, owner) == (409, "package_not_ready")


def test_a_verified_package_of_the_bureau_is_not_waived(stage, owner):
    package.verified(stage, stage.post(PACKAGE, owner).json["id"])

    answer = stage.post(f"{PACKAGE}/waive", owner)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")


def test_a_bureau_asks_for_no_package_of_documents_that_are_closed_to_it(stage):
    owner = stage.bureau()
    stage.open_account("acme")
    stage.link("acme")

    answer = stage.post(PACKAGE, owner)

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert stage.said(REQUESTED) == []


def test_members_see_the_package_of_their_client_and_do_not_ask_for_it(stage, owner):
    member = stage.worker("biuro500", "member")
    stage.call("PUT", f"{CLIENT}/assignments", owner, {"user_ids": [member.id]})
    package.asked(stage)

    assert stage.get(PACKAGE, member).status_code == 200
    assert stage.post(PACKAGE, member).status_code == 403
    assert stage.post(f"{PACKAGE}/waive", member).status_code == 403


def test_without_a_package_there_is_none(stage, owner):
    assert stage.get(PACKAGE, owner).status_code == 404
