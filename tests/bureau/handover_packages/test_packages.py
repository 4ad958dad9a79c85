"""A hand-over package that the client asks for: from it to exports, and back as a guard."""

from concurrent.futures import ThreadPoolExecutor

from services.bureau.days import day_of, today
from shared.contracts.accounts import BureauUnlinked
from shared.ids import new_id
from tests.bureau.handover_packages import package
from tests.bureau.handover_packages.conftest import CLIENT, PACKAGE, REQUESTED, WITHDRAWN, detach


def unlinked(stage):
    stage.hear(BureauUnlinked(**package.of_link(stage)))


def test_exports_is_asked_for_the_period_since_the_link(stage, owner):
    package_id = package.asked(stage)

    (request,) = stage.said(REQUESTED)
    since = day_of(stage.row(stage.links["acme"]).since)
    assert request["package_id"] == package_id
    assert (request["asked_by"], request["client_id"]) == ("client", stage.links["acme"])
    assert (request["served_from"], request["served_to"]) == (str(since), str(today()))
    assert request["bureau"] == {"name": "Próbna Spółka z o.o.", "tax_no": "5260250274"}


def test_nobody_detaches_the_client_before_its_package_is_ready(stage, owner):
    package_id = package.asked(stage)

    refused = stage.post(f"{CLIENT}/detach", owner)
    seen = stage.seen("acme", owner)

    assert (refused.status_code, refused.json["code"]) == (409, "package_not_ready")
    assert refused.json["fix"] == f"https://bureau.example{PACKAGE}"
    assert (seen["awaited_package"], seen["allowed"], seen["state"]) == (package_id, [], "active")
    assert stage.said("bureau.client.detached.v1") == []


def test_a_bulk_job_does_not_either(stage, owner):
    package.asked(stage)

    body = {"action": "detach", "clients": ["acme"]}
    job = stage.post("/v1/bureaus/biuro500/bulk", owner, body).json["id"]
    stage.work()

    (row,) = stage.get(f"/v1/bureaus/biuro500/bulk/{job}", owner).json["results"]
    assert (row["outcome"], row["code"]) == ("refused", "package_not_ready")


def test_the_preflight_tells_every_guard_that_says_no(stage):
    owner = stage.bureau()
    stage.created_client("acme", owner)
    package.asked(stage)

    answer = stage.get(f"{CLIENT}/preflight?action=detach", owner).json

    assert not answer["can_proceed"]
    fixes = {each["code"]: each["fix"] for each in answer["blockers"]}
    assert fixes == {
        "owner_is_bureau": f"https://bureau.example{CLIENT}/handover",
        "package_not_ready": f"https://bureau.example{PACKAGE}",
    }


def test_a_verified_package_lets_the_client_go(stage, owner):
    package_id = package.asked(stage)

    package.verified(stage, package_id)

    assert stage.get(PACKAGE, owner).json["state"] == "verified"
    assert detach(stage, owner) == (200, None)


def test_a_waived_one_does_too_and_exports_stops_making_it(stage, owner):
    package_id = package.asked(stage)

    package.waived(stage, package_id)

    assert [each["package_id"] for each in stage.said(WITHDRAWN)] == [package_id]
    assert detach(stage, owner) == (200, None)


def test_a_failed_one_holds_the_client_up_until_a_new_one_is_verified(stage, owner):
    first = package.asked(stage)
    package.failed(stage, first)
    after_first = detach(stage, owner)
    second = package.asked(stage)
    package.failed(stage, first)  # It comes again.
    package.verified(stage, second)

    assert after_first == (409, "package_not_ready")
    assert detach(stage, owner) == (200, None)


def test_an_old_one_that_is_verified_late_does_not_stand_in_for_the_new_one(stage, owner):
    first = package.asked(stage)
    package.failed(stage, first)
    second = package.asked(stage)

    package.waived(stage, first)

    assert detach(stage, owner) == (409, "package_not_ready")
    assert stage.get(PACKAGE, owner).json["id"] == second


def test_the_same_request_twice_is_one(stage, owner):
    package_id = package.asked(stage)

    package.asked(stage, package_id=package_id)

    assert len(stage.said(REQUESTED)) == 1


def test_accounts_lets_the_client_go_before_exports_told_here(stage, owner):
    package.asked(stage)

    unlinked(stage)

    assert stage.row(stage.links["acme"]).state.value == "detached"


def test_a_client_that_was_detached_just_before_gets_its_package_all_the_same(stage, owner):
    link_id = stage.links["acme"]
    assert detach(stage, owner) == (200, None)

    package_id = package.asked(stage)
    package.verified(stage, package_id)

    (request,) = stage.said(REQUESTED)
    assert (request["package_id"], request["client_id"]) == (package_id, link_id)
    assert stage.row(link_id).awaited_package is None


def test_a_package_of_an_old_lifecycle_holds_the_new_one_up_no_more(stage, owner):
    old = stage.links["acme"]
    package.asked(stage)
    unlinked(stage)
    stage.client("acme")

    late = package.asked(stage, link_id=old)

    assert detach(stage, owner) == (200, None)
    assert late in [each["package_id"] for each in stage.said(REQUESTED)]


def test_a_link_that_the_bureau_refused_has_nothing_to_hand_over(stage, owner):
    package.asked(stage, link_id=new_id())

    assert stage.said(REQUESTED) == []


def test_a_request_and_a_detach_at_once_are_one_after_the_other(stage, owner):
    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            asked = threads.submit(package.asked, stage)
            left = threads.submit(detach, stage, owner)
        package_id, code = asked.result(), left.result()[0]

        state = stage.row(stage.links["acme"]).state.value
        assert (code, state) in ((200, "detached"), (409, "active"))
        if code == 409:
            package.waived(stage, package_id)
            assert detach(stage, owner) == (200, None)
        stage.client("acme")

    assert len(stage.said(REQUESTED)) == 5
