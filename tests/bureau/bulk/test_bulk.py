from math import inf

import pytest
from sqlalchemy import event, update

from services.bureau.bulk.models import BulkJob
from services.bureau.bulk.work import SLICE, work

BULK = "/v1/bureaus/biuro500/bulk"

EXPORT = {"format": "jpk_fa_4", "period": {"from": "2026-10-01", "to": "2026-10-31"}}


def start(stage, who, action, clients, dry_run=False, **arguments):
    body = {"action": action, "clients": clients, "arguments": arguments, "dry_run": dry_run}
    answer = stage.post(BULK, who, body)
    assert answer.status_code == 202, answer.json
    return f"{BULK}/{answer.json['id']}"


def outcomes(stage, who, job):
    return [(r["prefix"], r["outcome"], r["code"]) for r in stage.get(job, who).json["results"]]


@pytest.fixture
def owner(stage):
    """The owner of a bureau with two clients of their own and one that it owns."""
    owner = stage.bureau()
    stage.client("pierwsza")
    stage.client("druga")
    stage.created_client("nasza", owner)
    return owner


def test_a_job_waits_runs_and_ends(stage, owner):
    job = start(stage, owner, "detach", ["Pierwsza", "nasza", "obca", "druga", "pierwsza"])
    queued = stage.get(job, owner).json

    stage.work()

    done = stage.get(job, owner).json
    assert (queued["state"], queued["done"], queued["total"]) == ("queued", 0, 4)
    assert (done["state"], done["done"], done["total"]) == ("completed", 4, 4)
    assert outcomes(stage, owner, job) == [
        ("pierwsza", "done", None),
        ("nasza", "refused", "owner_is_bureau"),
        ("obca", "refused", "not_found"),
        ("druga", "done", None),
    ]
    assert stage.seen("pierwsza", owner)["state"] == "detached"
    assert stage.seen("nasza", owner)["state"] == "active"


def test_history_names_who_started_the_job(stage, owner):
    job = start(stage, owner, "detach", ["pierwsza"])
    stage.work()

    last = stage.get("/v1/bureaus/biuro500/clients/pierwsza/history", owner).json["items"][-1]

    assert last["actor"] == f"user/{owner.id}"
    assert job.endswith(last["cause"])


def test_a_dry_run_says_what_would_come_of_it_and_changes_nothing(stage, owner):
    before = stage.get("/v1/bureaus/biuro500/clients", owner).json

    job = start(stage, owner, "detach", ["pierwsza", "nasza"], dry_run=True)
    stage.work()

    assert outcomes(stage, owner, job) == [
        ("pierwsza", "would_do", None),
        ("nasza", "would_refuse", "owner_is_bureau"),
    ]
    assert stage.get("/v1/bureaus/biuro500/clients", owner).json == before
    assert stage.said("bureau.client.detached.v1") == []


def test_accounts_are_offered_to_each_clients_own_person(stage, owner):
    stage.created_client("inna", owner)

    job = start(
        stage,
        owner,
        "handover",
        ["nasza", "inna", "pierwsza"],
        email="wszyscy@klient.example",
        emails={"inna": "ewa@inna.example"},
    )
    stage.work()

    assert [o for _, o, _ in outcomes(stage, owner, job)] == ["done", "done", "refused"]
    assert stage.seen("nasza", owner)["handover"]["email"] == "wszyscy@klient.example"
    assert stage.seen("inna", owner)["handover"]["email"] == "ewa@inna.example"


def test_a_client_without_an_e_mail_is_refused(stage, owner):
    job = start(stage, owner, "handover", ["nasza"], emails={"inna": "ewa@inna.example"})
    stage.work()

    assert outcomes(stage, owner, job) == [("nasza", "refused", "invalid")]


def test_people_are_assigned_to_many_clients(stage, owner):
    member = stage.worker("biuro500", "member")

    start(stage, owner, "assign", ["pierwsza", "nasza"], user_ids=[member.id])
    stage.work()

    items = stage.get("/v1/bureaus/biuro500/clients", member).json["items"]
    assert sorted(item["prefix"] for item in items) == ["nasza", "pierwsza"]


def test_one_export_is_asked_for_of_all_clients_whose_documents_are_open(stage, owner):
    stage.open_account("podpieta")
    stage.link("podpieta")
    wanted = {
        "format": "jpk_v7m_3",
        "period": {"from": "2026-10-01", "to": "2026-10-31"},
        "only": "new_and_changed",
        "mark_booked": True,
    }

    job = start(stage, owner, "export", ["pierwsza", "podpieta", "nasza"], **wanted)
    stage.work()

    assert outcomes(stage, owner, job) == [
        ("pierwsza", "done", None),
        ("podpieta", "refused", "step_refused"),
        ("nasza", "done", None),
    ]
    (said,) = stage.said("bureau.export.requested.v1")
    assert said["accounts"] == [stage.accounts["pierwsza"], stage.accounts["nasza"]]
    assert said["arguments"] == wanted
    assert said["export_id"] == stage.get(job, owner).json["export_id"]
    assert said["requested_by"] == owner.id


def test_a_stopped_job_does_no_more(stage, owner):
    job = start(stage, owner, "detach", ["pierwsza", "druga"])

    answer = stage.post(f"{job}/stop", owner)
    stage.work()
    again = stage.post(f"{job}/stop", owner)

    assert (answer.status_code, answer.json["state"]) == (200, "stopped")
    assert stage.seen("pierwsza", owner)["state"] == "active"
    assert (again.status_code, again.json["code"]) == (409, "step_refused")


def test_a_long_job_goes_on_slice_by_slice(stage, owner):
    job = start(stage, owner, "detach", [f"firma{n}" for n in range(SLICE)] + ["pierwsza"])

    stage.work()
    running = stage.get(job, owner).json
    stage.work()

    assert (running["state"], running["done"]) == ("running", SLICE)
    assert stage.get(job, owner).json["state"] == "completed"
    assert stage.seen("pierwsza", owner)["state"] == "detached"


def test_a_slice_ends_when_its_time_is_over_and_the_next_goes_on(stage, owner):
    job = start(stage, owner, "detach", ["pierwsza", "druga"])

    with stage.sessions.begin() as session:
        assert work(session, longest=0.0) is True

    assert stage.get(job, owner).json["done"] == 1
    stage.work()
    assert stage.get(job, owner).json["state"] == "completed"
    with stage.sessions.begin() as session:
        assert work(session) is False


def test_jobs_take_turns(stage, owner):
    long = start(stage, owner, "detach", [f"firma{n}" for n in range(3 * SLICE)])
    short = start(stage, owner, "detach", ["pierwsza"])

    stage.work(2)

    assert stage.get(long, owner).json["state"] == "running"
    assert stage.get(short, owner).json["state"] == "completed"


def test_a_bureau_with_many_jobs_keeps_no_other_bureau_waiting(stage, owner):
    many = [start(stage, owner, "tag", ["pierwsza"], add=[f"nr-{n}"]) for n in range(6)]
    other = stage.bureau("biuro600")
    stage.client("obca", "biuro600")
    body = {"action": "detach", "clients": ["obca"]}
    theirs = stage.post("/v1/bureaus/biuro600/bulk", other, body).json["id"]

    stage.work(2)

    waits = [stage.get(job, owner).json["state"] for job in many]
    assert waits.count("completed") == 1
    done = stage.get(f"/v1/bureaus/biuro600/bulk/{theirs}", other).json
    assert done["state"] == "completed"


def test_a_crash_in_the_middle_of_a_slice_does_no_row_twice(stage, owner):
    job = start(stage, owner, "detach", ["pierwsza", "druga"])

    class Crash(BaseException):
        """The process dies just before it commits."""

    def die(session):
        raise Crash

    event.listen(stage.sessions, "before_commit", die)
    with pytest.raises(Crash), stage.sessions.begin() as session:
        work(session, longest=inf)
    event.remove(stage.sessions, "before_commit", die)
    between = stage.get(job, owner).json
    stage.work()

    assert (between["state"], between["done"]) == ("queued", 0)
    assert stage.get(job, owner).json["done"] == 2
    assert len(stage.said("bureau.client.detached.v1")) == 2


def test_a_job_that_breaks_is_ended_and_keeps_no_other_waiting(stage, owner):
    broken = start(stage, owner, "assign", ["pierwsza", "obca"], user_ids=[])
    with stage.sessions.begin() as session:
        session.execute(update(BulkJob).values(arguments={}))
    sound = start(stage, owner, "detach", ["druga"])

    stage.work(2)

    assert outcomes(stage, owner, broken) == [
        ("pierwsza", "failed", "unavailable"),
        ("obca", "refused", "not_found"),
    ]
    assert stage.get(sound, owner).json["state"] == "completed"


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("/action", {"action": "explode"}),
        ("/clients", {"clients": []}),
        ("/clients/0", {"clients": ["a b"]}),
        ("/arguments/colour", {"arguments": {"colour": "red"}}),
        ("/arguments", {"action": "handover"}),
        ("/arguments/email", {"action": "handover", "arguments": {"email": "nobody"}}),
        ("/arguments/user_ids", {"action": "assign"}),
        ("/arguments/period", {"action": "export", "arguments": {"format": "jpk_fa_4"}}),
        ("/arguments/only", {"action": "export", "arguments": EXPORT | {"only": "old"}}),
        (
            "/arguments/mark_booked",
            {"action": "export", "arguments": EXPORT | {"mark_booked": "yes"}},
        ),
    ],
)
def test_a_job_that_makes_no_sense_is_refused(stage, pointer, change):
    owner = stage.bureau()
    body = {"action": "detach", "clients": ["acme"], "arguments": {}, "dry_run": False}

    answer = stage.post(BULK, owner, body | change)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_members_start_no_jobs_and_see_none(stage, owner):
    member = stage.worker("biuro500", "member")
    job = start(stage, owner, "detach", ["pierwsza"])

    body = {"action": "detach", "clients": ["pierwsza"]}
    assert stage.post(BULK, member, body).status_code == 403
    assert stage.get(job, member).status_code == 404
    assert stage.post(f"{job}/stop", member).status_code == 404
