"""What a bulk job wrote down can be taken back, where nobody wrote over it since."""

import pytest

from tests.bureau.bulk.test_bulk import BULK, outcomes, start

CLIENTS = "/v1/bureaus/biuro500/clients"


@pytest.fixture
def owner(stage):
    owner = stage.bureau()
    stage.client("pierwsza")
    stage.client("druga")
    return owner


def write(stage, who, client, **body):
    assert stage.call("PUT", f"{CLIENTS}/{client}/desk", who, body).status_code == 200


def desk(stage, who, client):
    return stage.get(f"{CLIENTS}/{client}/desk", who).json


def undo(stage, who, job):
    answer = stage.post(f"{job}/undo", who)
    assert answer.status_code == 202, answer.json
    stage.work()
    return f"{BULK}/{answer.json['id']}"


def test_tags_are_added_and_taken_back_but_not_those_that_were_there(stage, owner):
    write(stage, owner, "pierwsza", tags=["vat", "stary"])
    job = start(
        stage, owner, "tag", ["pierwsza", "druga", "obca"], add=["vat", "nowy"], remove=["stary"]
    )
    stage.work()
    after = [desk(stage, owner, client)["tags"] for client in ("pierwsza", "druga")]

    undone = undo(stage, owner, job)

    assert after == [["nowy", "vat"], ["nowy", "vat"]]
    before = [desk(stage, owner, client)["tags"] for client in ("pierwsza", "druga")]
    assert before == [["stary", "vat"], []]
    assert [outcome for _, outcome, _ in outcomes(stage, owner, undone)] == ["done", "done"]
    assert job.endswith(stage.get(undone, owner).json["undoes"])


def test_a_note_comes_back_unless_somebody_wrote_another(stage, owner):
    write(stage, owner, "pierwsza", note="stara")
    job = start(stage, owner, "note", ["pierwsza", "druga"], note="nowa")
    stage.work()
    write(stage, owner, "druga", note="ważna")

    undone = undo(stage, owner, job)

    assert desk(stage, owner, "pierwsza")["note"] == "stara"
    assert desk(stage, owner, "druga")["note"] == "ważna"
    assert outcomes(stage, owner, undone) == [
        ("pierwsza", "done", None),
        ("druga", "refused", "step_refused"),
    ]


def test_people_and_their_duties_come_back(stage, owner):
    first, second = (stage.worker("biuro500", "member").id for _ in range(2))
    address = f"{CLIENTS}/pierwsza/assignments"
    before = {"user_ids": sorted([first, second]), "carer": first, "deputy": second}
    stage.call("PUT", address, owner, before)
    job = start(stage, owner, "assign", ["pierwsza"], user_ids=[second])
    stage.work()
    between = stage.get(address, owner).json

    undo(stage, owner, job)

    assert between == {"user_ids": [second], "carer": None, "deputy": second}
    assert stage.get(address, owner).json == before


def test_a_job_is_undone_once(stage, owner):
    job = start(stage, owner, "note", ["pierwsza"], note="nowa")
    early = stage.post(f"{job}/undo", owner)
    stage.work()
    undo(stage, owner, job)

    again = stage.post(f"{job}/undo", owner)

    assert (early.status_code, early.json["code"]) == (409, "step_refused")
    assert (again.status_code, again.json["code"]) == (409, "step_refused")


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_has_no_way_back_says_so(stage, owner, dry_run):
    action = "note" if dry_run else "detach"
    arguments = {"note": "x"} if dry_run else {}
    job = start(stage, owner, action, ["pierwsza"], dry_run=dry_run, **arguments)
    stage.work()

    shown = stage.get(job, owner).json

    assert (shown["state"], shown["can_undo"]) == ("completed", False)
    assert stage.post(f"{job}/undo", owner).status_code == 409


@pytest.mark.parametrize(
    ("action", "arguments"), [("tag", {}), ("tag", {"add": [""]}), ("note", {"note": ""})]
)
def test_arguments_that_make_no_sense_are_refused(stage, owner, action, arguments):
    body = {"action": action, "clients": ["pierwsza"], "arguments": arguments}

    assert stage.post(BULK, owner, body).status_code == 422
