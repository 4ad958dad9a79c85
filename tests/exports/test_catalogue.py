"""What exports tells everybody: its formats, its lifecycle, its API, its health."""

from services.exports.formats.problems import CODES
from services.exports.formats.registry import FORMATS
from services.exports.jobs.lifecycle import LIFECYCLE
from shared.bus.heartbeat import beat


def test_the_formats_are_listed_with_all_that_a_program_needs_to_ask_for_them(world):
    answer = world.http.get("/v1/formats")

    assert answer.status_code == 200
    assert [item["id"] for item in answer.json["items"]] == list(FORMATS)
    for item in answer.json["items"]:
        assert item.keys() >= {
            "name", "program", "media_type", "encoding", "extension", "carries",
        }  # fmt: skip
        assert item["options"]["type"] == item["settings"]["type"] == "object"


def test_the_lifecycle_is_printed_from_the_table_that_runs(world):
    shown = world.http.get("/v1/lifecycle").json

    assert shown["diagram"] == LIFECYCLE.diagram()
    assert shown["steps"][0] == {
        "trigger": "queue",
        "from": None,
        "to": "queued",
        "guard": None,
        "rule": None,
        "announces": "exports.job.queued.v1",
    }
    assert shown["states"] == [state.value for state in LIFECYCLE.states]


def test_the_codes_of_problems_are_listed_in_the_api(world):
    schemas = world.http.get("/openapi.json").json["components"]["schemas"]

    assert schemas["ExportProblem"]["properties"]["code"]["enum"] == list(CODES)


def test_it_is_ready_when_worker_relay_and_runner_are(world):
    missing = world.http.get("/readyz")

    with world.sessions.begin() as session:
        for process in ("worker", "relay", "runner"):
            beat(session, process)

    assert (missing.status_code, set(missing.json["missing"])) == (503, {"relay", "runner"})
    assert world.http.get("/readyz").status_code == 200
