"""Packages by the calendar and by their seats: warnings once, an end, and a smaller size."""

from datetime import timedelta

import pytest

from services.bureau.days import today
from services.bureau.module.packages import look_after
from tests.bureau.listener import COMPANY
from tests.bureau.person import Person

ADDRESS = "/v1/bureaus/biuro500/module"
CLIENTS = "/v1/bureaus/biuro500/clients"


def put(stage, size=5, days=None, **more):
    until = (today() + timedelta(days=days)).isoformat() if days is not None else None
    body = {"package_size": size, "valid_until": until, **more}
    return stage.call("PUT", ADDRESS, stage.operator, body)


def a_day_passes(stage, times=1, later=0):
    for _ in range(times):
        with stage.sessions.begin() as session:
            look_after(session, today() + timedelta(days=later))


def reminders(stage):
    return [message["days_left"] for message in stage.said("bureau.module.expiry_near.v1")]


@pytest.mark.parametrize(("days", "said"), [(31, []), (30, [30]), (7, [7]), (1, [1]), (0, [0])])
def test_a_bureau_is_reminded_once_before_its_package_ends(stage, days, said):
    stage.open_account("biuro500")
    put(stage, days=days)

    a_day_passes(stage, times=2)

    assert reminders(stage) == said


def test_each_reminder_is_given_as_the_end_comes_near(stage):
    stage.open_account("biuro500")
    put(stage, days=31)

    for later in range(34):
        a_day_passes(stage, times=2, later=later)

    assert reminders(stage) == [30, 7, 1]
    assert stage.get(ADDRESS, stage.operator).json["state"] == "suspended"


def test_after_a_standstill_only_the_nearest_reminder_is_given(stage):
    stage.open_account("biuro500")
    put(stage, days=40)

    a_day_passes(stage, later=37)

    assert reminders(stage) == [3]


def test_a_later_end_is_one_to_be_reminded_of_again(stage):
    stage.open_account("biuro500")
    for days in (30, 29):
        put(stage, days=days)
        a_day_passes(stage)

    assert reminders(stage) == [30, 29]


def test_after_the_last_day_the_module_rests_and_the_clients_stay(stage):
    stage.open_account("biuro500")
    put(stage)
    owner = stage.owners["biuro500"]
    stage.created_client("nasza", owner)
    put(stage, days=-1)

    a_day_passes(stage, times=2)

    assert stage.get(ADDRESS, owner).json["state"] == "suspended"
    assert len(stage.said("bureau.module.suspended.v1")) == 1
    assert stage.seen("nasza", owner)["state"] == "active"
    assert stage.package() == (1, 1, 5)
    newest = stage.get(f"{ADDRESS}/history", owner).json["items"][0]
    assert (newest["action"], newest["actor"]) == ("expire", "system")


def test_on_its_last_day_the_module_still_works(stage):
    stage.open_account("biuro500")
    put(stage, days=0)

    a_day_passes(stage)

    assert stage.get(ADDRESS, stage.operator).json["state"] == "active"


def test_what_has_run_out_is_resumed_only_with_a_later_last_day(stage):
    stage.open_account("biuro500")
    put(stage, days=-1)
    a_day_passes(stage)

    early = stage.post(f"{ADDRESS}/resume", stage.operator)
    put(stage, days=365)
    resumed = stage.post(f"{ADDRESS}/resume", stage.operator)

    assert (early.status_code, early.json["code"]) == (409, "step_refused")
    assert (resumed.status_code, resumed.json["state"]) == (200, "active")


def test_the_seats_run_short_at_80_and_at_95_percent_and_it_is_said_once(stage):
    owner = stage.bureau(size=10)
    for number in range(8):
        stage.created_client(f"firma{number}", owner)
    (first,) = stage.said("bureau.module.package_filling.v1")
    stage.refuse(stage.add_company("dziewiata", owner), "dziewiata")
    for prefix in ("inna", "ostatnia"):
        stage.add_company(prefix, owner)

    said = stage.said("bureau.module.package_filling.v1")

    assert (first["percent"], first["used"]) == (80, 8)
    assert [(m["percent"], m["used"]) for m in said] == [(80, 8), (95, 10)]


def test_the_module_shows_what_there_is_to_warn_of(stage):
    stage.open_account("biuro500")
    put(stage, size=1, days=3)
    owner = stage.owners["biuro500"]
    before = stage.get(ADDRESS, owner).json["warnings"]
    stage.created_client("nasza", owner)

    after = stage.get(ADDRESS, owner, Accept_Language="pl").json["warnings"]

    assert [warning["kind"] for warning in before] == ["expiry"]
    assert [warning["kind"] for warning in after] == ["seats", "expiry"]
    assert after[0]["detail"] == "Zajęto 1 z 1 subkont. Poproś w porę o większą paczkę."


def test_in_a_smaller_package_the_newest_wait_stay_and_stop_the_bureau_from_adding(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=3)
    for prefix in ("pierwsza", "druga", "trzecia"):
        stage.created_client(prefix, owner)

    look = stage.get(f"{ADDRESS}/preflight?package_size=1", owner).json
    small = put(stage, size=1).json["package"]
    added = stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY})

    assert (look["fits"], look["used"]) == (False, 3)
    assert sorted(row["prefix"] for row in look["would_wait"]) == ["druga", "trzecia"]
    assert small == {"size": 1, "used": 1, "waiting": 2}
    assert stage.package() == (1, 1, 1)
    assert [stage.seen(p, owner)["state"] for p in ("druga", "trzecia")] == ["active"] * 2
    assert (added.status_code, added.json["code"]) == (409, "package_full")


def test_a_seat_that_a_smaller_package_took_comes_back_and_is_freed_once(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau(size=2)
    for prefix in ("pierwsza", "druga"):
        stage.created_client(prefix, owner)
    for size in (1, 2, 1, 2):
        put(stage, size=size)
    back = stage.package()

    stage.change_owner("druga")
    for _ in range(2):
        stage.post(f"{CLIENTS}/druga/detach", owner)

    assert back == (2, 2, 2)
    assert stage.package() == (1, 1, 2)


def test_a_look_at_a_smaller_package_changes_nothing(stage):
    owner = stage.bureau(size=2)
    stage.created_client("nasza", owner)
    before = stage.get(ADDRESS, owner).json

    roomy = stage.get(f"{ADDRESS}/preflight?package_size=1", owner).json
    stage.get(f"{ADDRESS}/preflight?package_size=0", owner)

    assert roomy == {"package_size": 1, "used": 1, "fits": True, "would_wait": []}
    assert stage.get(ADDRESS, owner).json == before


def test_each_change_is_kept_with_its_reason_and_who_did_it(stage):
    owner = stage.bureau(size=3)
    put(stage, size=9, reason="aneks 2")
    for step in ("suspend", "resume"):
        stage.post(f"{ADDRESS}/{step}", stage.operator, {"reason": f"prosba: {step}"})

    items = stage.get(f"{ADDRESS}/history", owner).json["items"]

    assert [(item["action"], item["reason"]) for item in items] == [
        ("resume", "prosba: resume"),
        ("suspend", "prosba: suspend"),
        ("resize", "aneks 2"),
        ("activate", None),
    ]
    assert {item["actor"] for item in items} == {f"operator/{stage.operator.id}"}


def test_strangers_see_neither_the_record_nor_the_look_ahead(stage):
    stage.bureau()
    stranger = Person(roles={"another": "owner"})

    assert stage.get(f"{ADDRESS}/history", stranger).status_code == 404
    assert stage.get(f"{ADDRESS}/preflight?package_size=1", stranger).status_code == 404
