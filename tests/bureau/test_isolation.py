"""To everybody else a bureau does not exist: every address, every foreign identity."""

import pytest

from services.bureau.app import APIS
from shared.ids import new_id
from shared.web.api import Access
from tests.bureau.listener import COMPANY
from tests.bureau.person import Person

CLOSED = [
    endpoint for api in APIS for endpoint in api.endpoints if endpoint.access is Access.SIGNED_IN
]

BODIES = {
    "put_module": {"package_size": 1},
    "add_company": {"prefix": "nowa", "company": COMPANY},
    "offer_handover": {"email": "jan@nowa.example"},
    "put_assignments": {"user_ids": []},
    "reopen_month": {"reason": "doszła faktura"},
    "save_view": {"name": "Moje", "query": {}},
    "replace_person": {"carers": {}},
    "put_successor": {"carers": {}},
    "put_desk": {"note": "tajne"},
    "start_bulk": {"action": "detach", "clients": ["acme"]},
    "replay": {"reason": "mended"},
    "drop": {"reason": "a wrong one"},
    "skip": {"reason": "it never comes"},
}

QUERIES = {
    "get_preflight": "?action=detach",
    "get_module_preflight": "?package_size=1",
    "list_prefixes": "?name=Nowa",
}

MEDIA_TYPES = {"import_companies": "text/plain"}

# A client's own people say themselves that a month is complete.
OF_THE_CLIENT = ("complete_month", "owner of the client")

# Operators switch modules on and off, and settle what is stuck; clients are none of their business.
OPERATORS = {
    "list_bureaus",
    "get_module",
    "get_module_history",
    "get_module_preflight",
    "get_seats",
    "put_module",
    "suspend_module",
    "resume_module",
    "close_module",
    "list_stuck",
    "list_decisions",
    "get_stuck",
    "replay",
    "drop",
    "skip",
}


def strangers(stage):
    """Everybody who has nothing to do with the bureau `biuro500`, by who they are."""
    stage.bureau("biuro600")
    return {
        "nobody's": Person(),
        "owner of another bureau": stage.owners["biuro600"],
        "owner of the client": stage.owners["acme"],
        "accountant invited into the bureau's own account": Person(
            roles={stage.accounts["biuro500"]: "accountant"}
        ),
        "owner of nothing that is known": Person(roles={new_id(): "owner"}),
    }


@pytest.fixture
def job(stage):
    """A job of a bureau with a client; gives its id."""
    owner = stage.bureau("biuro500")
    stage.client("acme")
    return stage.post("/v1/bureaus/biuro500/bulk", owner, BODIES["start_bulk"]).json["id"]


def ask(stage, endpoint, path, who):
    """Call the endpoint as somebody who knows how to."""
    name = endpoint.view.__name__
    media_type = {"Content_Type": MEDIA_TYPES[name]} if name in MEDIA_TYPES else {}
    return stage.call(endpoint.method, path, who, BODIES.get(name), **media_type)


def address(endpoint, job, bureau="biuro500", client="acme"):
    name = endpoint.view.__name__
    path = endpoint.rule.replace("<bureau>", bureau).replace("<client>", client)
    path = path.replace("<person>", new_id()).replace("<month>", "2026-01")
    path = path.replace("<view>", new_id()).replace("<stuck>", "1")
    return path.replace("<job_id>", job) + QUERIES.get(name, "")


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda e: f"{e.method} {e.rule}")
def test_a_stranger_is_told_that_there_is_nothing(stage, job, endpoint):
    name = endpoint.view.__name__
    for who, stranger in strangers(stage).items():
        if (name, who) == OF_THE_CLIENT:
            continue
        answer = ask(stage, endpoint, address(endpoint, job), stranger)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), who


@pytest.mark.parametrize(
    "endpoint",
    [e for e in CLOSED if e.view.__name__ not in OPERATORS],
    ids=lambda e: f"{e.method} {e.rule}",
)
def test_an_operator_sees_no_clients(stage, job, endpoint):
    answer = ask(stage, endpoint, address(endpoint, job), stage.operator)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    [e for e in CLOSED if "<client>" in e.rule or "<job_id>" in e.rule],
    ids=lambda e: f"{e.method} {e.rule}",
)
def test_one_bureau_does_not_reach_into_another(stage, job, endpoint):
    other = stage.bureau("biuro600")

    answer = ask(stage, endpoint, address(endpoint, job, bureau="biuro600"), other)

    assert answer.status_code == 404


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda e: f"{e.method} {e.rule}")
def test_without_a_token_nothing_is_told(stage, endpoint):
    path = address(endpoint, new_id())
    with stage.app.test_client() as http:
        answer = http.open(path, method=endpoint.method, json=BODIES.get(endpoint.view.__name__))

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")


def test_the_lifecycle_is_open_to_all(stage):
    with stage.app.test_client() as http:
        answer = http.get("/v1/lifecycle")

    assert answer.status_code == 200
    assert answer.json["states"] == ["linked", "active", "handed_over", "detached"]
    assert answer.json["diagram"].startswith("stateDiagram-v2")
    assert "handed_over --> detached" in answer.json["diagram"]
    assert [other["name"] for other in answer.json["others"]] == ["company", "module", "month"]
    rules = {guard["name"]: guard["rule"] for guard in answer.json["guards"]}
    assert "Ownership first" in rules["client_owns_account"]
