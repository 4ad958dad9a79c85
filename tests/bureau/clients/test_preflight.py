"""A preflight says what would stand in the way, by the rules of the step itself."""

import pytest
from sqlalchemy import func, select

from services.bureau.days import last_month, month_of, today
from shared.history import history
from shared.outbox import outbox

CLIENTS = "/v1/bureaus/biuro500/clients"


def preflight(stage, prefix, action, who):
    return stage.get(f"{CLIENTS}/{prefix}/preflight?action={action}", who).json


def test_detaching_is_blocked_by_ownership_and_the_way_out_is_named(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)

    found = preflight(stage, "nowa", "detach", owner)

    assert not found["can_proceed"]
    (blocker,) = found["blockers"]
    assert blocker["code"] == "owner_is_bureau"
    assert blocker["fix"] == f"https://bureau.example{CLIENTS}/nowa/handover"
    assert found["warnings"]


def test_a_free_way_is_said_to_be_free(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.created_client("nowa", owner)

    assert preflight(stage, "acme", "detach", owner)["can_proceed"]
    assert preflight(stage, "nowa", "handover", owner)["can_proceed"]


def test_before_leaving_the_bureau_is_told_what_it_can_do_no_more_afterwards(stage):
    owner = stage.bureau()
    stage.client("acme")
    stage.open_months()
    month, last = month_of(today()), last_month(month_of(today()))
    never = codes(preflight(stage, "acme", "detach", owner)["warnings"])
    document = stage.document("acme", issued=f"{last}-05")
    stage.exported("acme")
    stage.changed_after_export("acme", document)
    for step in ("complete", "take_up", "close"):
        stage.post(f"{CLIENTS}/acme/months/{last}/{step}", owner)

    warnings = preflight(stage, "acme", "detach", owner)["warnings"]

    assert never == ["documents_close", "months_open", "never_exported"]
    assert codes(warnings) == ["documents_close", "months_open", "changed_after_export"]
    texts = {each["code"]: each["detail"] for each in warnings}
    assert month in texts["months_open"]
    assert last not in texts["months_open"]
    assert last in texts["changed_after_export"]


@pytest.mark.parametrize("action", ["detach", "handover"])
def test_after_leaving_nothing_is_left_to_do(stage, action):
    owner = stage.bureau()
    stage.client("acme")
    stage.post(f"{CLIENTS}/acme/detach", owner)

    (blocker,) = preflight(stage, "acme", action, owner)["blockers"]

    assert blocker["detail"] == "The client is detached already; nothing is left to do."


def codes(warnings):
    return [each["code"] for each in warnings]


def test_an_offer_that_is_open_blocks_another(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)
    stage.post(f"{CLIENTS}/nowa/handover", owner, {"email": "jan@nowa.example"})

    (blocker,) = preflight(stage, "nowa", "handover", owner)["blockers"]

    assert blocker["code"] == "transfer_pending"
    assert blocker["fix"].endswith("/nowa/handover")


@pytest.mark.parametrize("action", ["detach", "handover"])
def test_a_request_blocks_every_step(stage, action):
    owner = stage.bureau()
    stage.add_company("nowa", owner)

    (blocker,) = preflight(stage, "nowa", action, owner)["blockers"]

    assert blocker["code"] == "step_refused"


def test_a_member_is_blocked_by_being_one(stage):
    owner = stage.bureau()
    stage.client("acme")
    member = stage.worker("biuro500", "member")
    stage.call("PUT", f"{CLIENTS}/acme/assignments", owner, {"user_ids": [member.id]})

    (blocker,) = preflight(stage, "acme", "detach", member)["blockers"]

    assert blocker["code"] == "forbidden"


def test_looking_ahead_changes_nothing(stage):
    owner = stage.bureau()
    stage.client("acme")
    before = stage.seen("acme", owner), rows(stage)

    preflight(stage, "acme", "detach", owner)

    assert (stage.seen("acme", owner), rows(stage)) == before


def test_an_unknown_action_is_refused(stage):
    owner = stage.bureau()
    stage.client("acme")

    answer = stage.get(f"{CLIENTS}/acme/preflight?action=explode", owner)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/action"


def test_polish_readers_are_told_in_polish(stage):
    owner = stage.bureau()
    stage.created_client("nowa", owner)

    english = stage.post(f"{CLIENTS}/nowa/detach", owner).json["detail"]
    polish = stage.post(f"{CLIENTS}/nowa/detach", owner, Accept_Language="pl").json["detail"]

    assert english != polish


def rows(stage):
    with stage.sessions() as session:
        return [session.scalar(select(func.count()).select_from(t)) for t in (history, outbox)]
