"""A hand-over package on its way: from client or bureau to exports, and back as a guard."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.bureau.days import day_of, today
from shared.contracts.accounts import (
    BureauUnlinked,
    ClientAskedForPackage,
    ClientWaivedPackage,
    RolesChanged,
)
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.ids import new_id

CLIENT = "/v1/bureaus/biuro500/clients/acme"
PACKAGE = f"{CLIENT}/handover_package"
REQUESTED = "bureau.handover_package.requested.v1"
WITHDRAWN = "bureau.handover_package.withdrawn.v1"


@pytest.fixture
def owner(stage):
    found = stage.bureau()
    stage.client("acme")
    return found


def of_link(stage, package_id, link_id=None):
    return {
        "package_id": package_id,
        "account_id": stage.accounts["acme"],
        "link_id": link_id or stage.links["acme"],
        "bureau_id": stage.accounts["biuro500"],
    }


def client_asks(stage, link_id=None):
    package_id = new_id()
    stage.hear(ClientAskedForPackage(**of_link(stage, package_id, link_id)))
    return package_id


def client_waives(stage, package_id):
    stage.hear(ClientWaivedPackage(**of_link(stage, package_id)))


def ids(stage, package_id):
    return {
        "package_id": package_id,
        "client_id": stage.links["acme"],
        "account_id": stage.accounts["acme"],
        "bureau_id": stage.accounts["biuro500"],
        "asked_by": "client",
    }


def verified(stage, package_id):
    stage.hear(HandoverPackageVerified(**ids(stage, package_id), documents=1, sha256="ab" * 32))


def failed(stage, package_id):
    stage.hear(HandoverPackageFailed(**ids(stage, package_id), differences=1))


def detach(stage, who):
    answer = stage.post(f"{CLIENT}/detach", who)
    return answer.status_code, answer.json.get("code")


def unlinked(stage):
    link = of_link(stage, "")
    link.pop("package_id")
    stage.hear(BureauUnlinked(**link))


def test_exports_is_asked_for_the_period_since_the_link(stage, owner):
    package_id = client_asks(stage)

    (request,) = stage.said(REQUESTED)
    since = day_of(stage.row(stage.links["acme"]).since)
    assert request["package_id"] == package_id
    assert (request["asked_by"], request["client_id"]) == ("client", stage.links["acme"])
    assert (request["served_from"], request["served_to"]) == (str(since), str(today()))
    assert request["bureau"] == {"name": "Próbna Spółka z o.o.", "tax_no": "5260250274"}


def test_nobody_detaches_the_client_before_its_package_is_ready(stage, owner):
    package_id = client_asks(stage)

    refused = stage.post(f"{CLIENT}/detach", owner)
    seen = stage.seen("acme", owner)

    assert (refused.status_code, refused.json["code"]) == (409, "package_not_ready")
    assert refused.json["fix"] == f"https://bureau.example{PACKAGE}"
    assert (seen["awaited_package"], seen["allowed"], seen["state"]) == (package_id, [], "active")
    assert stage.said("bureau.client.detached.v1") == []


def test_a_bulk_job_does_not_either(stage, owner):
    client_asks(stage)

    body = {"action": "detach", "clients": ["acme"]}
    job = stage.post("/v1/bureaus/biuro500/bulk", owner, body).json["id"]
    stage.work()

    (row,) = stage.get(f"/v1/bureaus/biuro500/bulk/{job}", owner).json["results"]
    assert (row["outcome"], row["code"]) == ("refused", "package_not_ready")


def test_the_preflight_tells_every_guard_that_says_no(stage):
    owner = stage.bureau()
    stage.created_client("acme", owner)
    client_asks(stage)

    answer = stage.get(f"{CLIENT}/preflight?action=detach", owner).json

    assert not answer["can_proceed"]
    fixes = {each["code"]: each["fix"] for each in answer["blockers"]}
    assert fixes == {
        "owner_is_bureau": f"https://bureau.example{CLIENT}/handover",
        "package_not_ready": f"https://bureau.example{PACKAGE}",
    }


def test_a_verified_package_lets_the_client_go(stage, owner):
    package_id = client_asks(stage)

    verified(stage, package_id)

    assert stage.get(PACKAGE, owner).json["state"] == "verified"
    assert detach(stage, owner) == (200, None)


def test_a_waived_one_does_too_and_exports_stops_making_it(stage, owner):
    package_id = client_asks(stage)

    client_waives(stage, package_id)

    assert [each["package_id"] for each in stage.said(WITHDRAWN)] == [package_id]
    assert detach(stage, owner) == (200, None)


def test_a_failed_one_holds_the_client_up_until_a_new_one_is_verified(stage, owner):
    first = client_asks(stage)
    failed(stage, first)
    after_first = detach(stage, owner)
    second = client_asks(stage)
    failed(stage, first)  # It comes again.
    verified(stage, second)

    assert after_first == (409, "package_not_ready")
    assert detach(stage, owner) == (200, None)


def test_an_old_one_that_is_verified_late_does_not_stand_in_for_the_new_one(stage, owner):
    first = client_asks(stage)
    failed(stage, first)
    second = client_asks(stage)

    client_waives(stage, first)

    assert detach(stage, owner) == (409, "package_not_ready")
    assert stage.get(PACKAGE, owner).json["id"] == second


def test_the_same_request_twice_is_one(stage, owner):
    package_id = client_asks(stage)

    stage.hear(ClientAskedForPackage(**of_link(stage, package_id)))

    assert len(stage.said(REQUESTED)) == 1


def test_accounts_lets_the_client_go_before_exports_told_here(stage, owner):
    client_asks(stage)

    unlinked(stage)

    assert stage.row(stage.links["acme"]).state.value == "detached"


def test_a_client_that_was_detached_just_before_gets_its_package_all_the_same(stage, owner):
    link_id = stage.links["acme"]
    assert detach(stage, owner) == (200, None)

    package_id = client_asks(stage)
    verified(stage, package_id)

    (request,) = stage.said(REQUESTED)
    assert (request["package_id"], request["client_id"]) == (package_id, link_id)
    assert stage.row(link_id).awaited_package is None


def test_a_package_of_an_old_lifecycle_holds_the_new_one_up_no_more(stage, owner):
    old = stage.links["acme"]
    client_asks(stage)
    unlinked(stage)
    stage.client("acme")

    late = client_asks(stage, link_id=old)

    assert detach(stage, owner) == (200, None)
    assert late in [each["package_id"] for each in stage.said(REQUESTED)]


def test_a_link_that_the_bureau_refused_has_nothing_to_hand_over(stage, owner):
    client_asks(stage, link_id=new_id())

    assert stage.said(REQUESTED) == []


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
    client_asks(stage)

    answer = stage.post(f"{PACKAGE}/waive", owner)

    assert answer.status_code == 404
    assert detach(stage, owner) == (409, "package_not_ready")


def test_a_verified_package_of_the_bureau_is_not_waived(stage, owner):
    verified(stage, stage.post(PACKAGE, owner).json["id"])

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
    client_asks(stage)

    assert stage.get(PACKAGE, member).status_code == 200
    assert stage.post(PACKAGE, member).status_code == 403
    assert stage.post(f"{PACKAGE}/waive", member).status_code == 403


def test_without_a_package_there_is_none(stage, owner):
    assert stage.get(PACKAGE, owner).status_code == 404


def test_a_request_and_a_detach_at_once_are_one_after_the_other(stage, owner):
    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            asked = threads.submit(client_asks, stage)
            left = threads.submit(detach, stage, owner)
        package_id, code = asked.result(), left.result()[0]

        state = stage.row(stage.links["acme"]).state.value
        assert (code, state) in ((200, "detached"), (409, "active"))
        if code == 409:
            client_waives(stage, package_id)
            assert detach(stage, owner) == (200, None)
        stage.client("acme")

    assert len(stage.said(REQUESTED)) == 5


ENDED = "bureau.handover_package.ended.v1"


def care(stage, owner, person):
    path = f"{CLIENT}/assignments"
    assert (
        stage.call("PUT", path, owner, {"user_ids": [person], "carer": person}).status_code == 200
    )


@pytest.mark.parametrize(("end", "outcome"), [(verified, "verified"), (failed, "failed")])
def test_the_carer_is_told_of_what_the_client_asked_for(stage, owner, end, outcome):
    member = stage.worker("biuro500", "member")
    care(stage, owner, member.id)
    package_id = client_asks(stage)

    end(stage, package_id)

    (told,) = stage.said(ENDED)
    assert (told["package_id"], told["outcome"]) == (package_id, outcome)
    assert told["user_ids"] == [member.id]


def test_whoever_asked_for_the_bureau_is_told_beside_the_carer(stage, owner):
    member = stage.worker("biuro500", "member")
    care(stage, owner, member.id)
    package_id = stage.post(PACKAGE, owner).json["id"]

    verified(stage, package_id)

    (told,) = stage.said(ENDED)
    assert told["user_ids"] == sorted([member.id, owner.id])


def test_who_left_the_bureau_meanwhile_is_not_told(stage, owner):
    admin = stage.worker("biuro500", "admin")
    package_id = stage.post(PACKAGE, admin).json["id"]
    stage.hear(RolesChanged(user_id=admin.id, roles_version=2, roles={}))

    verified(stage, package_id)

    assert stage.said(ENDED)[0]["user_ids"] == []


def test_nobody_is_told_of_what_was_waived(stage, owner):
    package_id = client_asks(stage)
    client_waives(stage, package_id)

    verified(stage, package_id)

    assert stage.said(ENDED) == []
