import pytest

from services.bureau.module.lifecycle import ACTIVE, CLOSED, INACTIVE, LIFECYCLE, SUSPENDED
from services.bureau.module.models import Module
from shared.lifecycle import StepRefused
from tests.bureau.person import Person

ADDRESS = "/v1/bureaus/biuro500/module"
FACTS = {"bureau_id": "b", "prefix": "biuro500", "package_size": 5}


@pytest.mark.parametrize(
    ("trigger", "source", "dest"),
    [
        ("activate", INACTIVE, ACTIVE),
        ("suspend", ACTIVE, SUSPENDED),
        ("resume", SUSPENDED, ACTIVE),
        ("close", ACTIVE, CLOSED),
        ("close", SUSPENDED, CLOSED),
    ],
)
def test_each_step_of_the_table_leads_where_it_says(trigger, source, dest):
    module = Module(state=source)

    LIFECYCLE.fire(module, trigger, **FACTS)

    assert module.state is dest


@pytest.mark.parametrize("trigger", ["activate", "suspend", "resume", "close"])
def test_a_closed_module_goes_nowhere(trigger):
    with pytest.raises(StepRefused):
        LIFECYCLE.fire(Module(state=CLOSED), trigger, **FACTS)


def test_an_operator_switches_the_module_on_with_a_package(stage):
    stage.open_account("biuro500")

    body = {"package_size": 3, "valid_until": "2099-12-31"}
    answer = stage.call("PUT", ADDRESS, stage.operator, body)

    assert answer.status_code == 201
    assert answer.json["state"] == "active"
    assert answer.json["package"] == {"size": 3, "used": 0, "waiting": 0}
    (said,) = stage.said("bureau.module.activated.v1")
    assert said == {
        "bureau_id": stage.accounts["biuro500"],
        "prefix": "biuro500",
        "package_size": 3,
        "valid_until": "2099-12-31",
    }


def test_putting_it_again_changes_the_package_and_is_announced_once(stage):
    stage.bureau(size=3)

    answer = stage.call("PUT", ADDRESS, stage.operator, {"package_size": 7})

    assert answer.status_code == 200
    assert answer.json["package"]["size"] == 7
    assert len(stage.said("bureau.module.activated.v1")) == 1


def test_a_module_is_suspended_resumed_and_closed(stage):
    stage.bureau()

    states = [
        stage.post(f"{ADDRESS}/{step}", stage.operator).json["state"]
        for step in ("suspend", "resume", "close")
    ]

    assert states == ["suspended", "active", "closed"]
    for name in ("suspended", "resumed", "closed"):
        assert len(stage.said(f"bureau.module.{name}.v1")) == 1


def test_what_is_closed_is_not_switched_on_again(stage):
    stage.bureau()
    stage.post(f"{ADDRESS}/close", stage.operator)

    put = stage.call("PUT", ADDRESS, stage.operator, {"package_size": 9})
    resume = stage.post(f"{ADDRESS}/resume", stage.operator)

    assert (put.status_code, put.json["code"]) == (409, "step_refused")
    assert (resume.status_code, resume.json["code"]) == (409, "step_refused")


def test_an_account_that_never_had_the_module_shows_it_as_inactive(stage):
    owner = stage.open_account("acme")

    shown = stage.get("/v1/bureaus/acme/module", owner)
    suspend = stage.post("/v1/bureaus/acme/module/suspend", stage.operator)

    assert (shown.status_code, shown.json["state"]) == (200, "inactive")
    assert (suspend.status_code, suspend.json["code"]) == (409, "step_refused")


def test_the_bureaus_own_people_see_the_module_and_may_not_move_it(stage):
    owner = stage.bureau()
    member = stage.worker("biuro500", "member")

    for person in (owner, member):
        assert stage.get(ADDRESS, person).status_code == 200
        put = stage.call("PUT", ADDRESS, person, {"package_size": 1})
        close = stage.post(f"{ADDRESS}/close", person)
        assert (put.status_code, put.json["code"]) == (403, "forbidden")
        assert (close.status_code, close.json["code"]) == (403, "forbidden")


def test_a_stranger_is_told_that_there_is_nothing(stage):
    stage.bureau()
    stranger = Person(roles={"another": "owner"})

    put = stage.call("PUT", ADDRESS, stranger, {"package_size": 1})

    assert (put.status_code, put.json["code"]) == (404, "not_found")
    assert stage.get(ADDRESS, stranger).status_code == 404


def test_an_operator_waits_for_an_account_that_is_on_its_way_and_no_longer(stage):
    answer = stage.call("PUT", "/v1/bureaus/nobody/module", stage.operator, {"package_size": 1})

    assert answer.status_code == 404


@pytest.mark.parametrize("size", [-1, "3", 2.5, True, None, 100_001])
def test_a_package_is_a_whole_number_of_seats(stage, size):
    stage.open_account("biuro500")

    answer = stage.call("PUT", ADDRESS, stage.operator, {"package_size": size})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/package_size"


def test_a_module_that_changed_meanwhile_is_not_overwritten(stage):
    stage.bureau()

    answer = stage.call("PUT", ADDRESS, stage.operator, {"package_size": 9}, If_Match='"7"')

    assert (answer.status_code, answer.json["code"]) == (412, "version_conflict")
