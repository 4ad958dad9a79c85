from datetime import timedelta

import pytest

from services.bureau.companies.actions import abandon_overdue
from services.bureau.companies.lifecycle import (
    ABANDONED,
    CREATED,
    LIFECYCLE,
    REJECTED,
    REQUESTED,
    START,
    bureau_may_add,
)
from services.bureau.companies.models import CompanyRequest
from services.bureau.days import today
from services.bureau.module.lifecycle import ACTIVE, CLOSED, SUSPENDED
from services.bureau.module.models import Module
from shared.lifecycle import StepRefused
from tests.bureau.listener import COMPANY

CLIENTS = "/v1/bureaus/biuro500/clients"
FACTS = {"request_id": "r", "bureau_id": "b", "prefix": "nowa"}
MORE = {"request": {"company": COMPANY}, "reject": {"code": "prefix_taken"}}


def a_request(state=START, module_state=ACTIVE, valid_until=None):
    module = Module(state=module_state, valid_until=valid_until)
    return CompanyRequest(state=state, module=module)


@pytest.mark.parametrize(
    ("trigger", "source", "dest"),
    [
        ("request", START, REQUESTED),
        ("create", REQUESTED, CREATED),
        ("create", ABANDONED, CREATED),
        ("reject", REQUESTED, REJECTED),
        ("abandon", REQUESTED, ABANDONED),
    ],
)
def test_each_step_of_the_table_leads_where_it_says(trigger, source, dest):
    request = a_request(source)

    LIFECYCLE.fire(request, trigger, **FACTS, **MORE.get(trigger, {}))

    assert request.state is dest


@pytest.mark.parametrize("state", [CREATED, REJECTED])
@pytest.mark.parametrize("trigger", ["create", "reject", "abandon"])
def test_what_was_answered_is_not_answered_again(state, trigger):
    with pytest.raises(StepRefused):
        LIFECYCLE.fire(a_request(state), trigger, **FACTS)


@pytest.mark.parametrize("state", [SUSPENDED, CLOSED])
def test_a_bureau_without_an_active_module_may_not_add(state):
    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(a_request(module_state=state), "request", **FACTS, company=COMPANY)

    assert refused.value.code == "module_inactive"


def test_a_package_counts_on_its_last_day_and_not_after():
    last_day = today()

    assert bureau_may_add(a_request(valid_until=last_day))
    assert not bureau_may_add(a_request(valid_until=last_day - timedelta(days=1)))


def test_a_company_is_asked_for_and_its_seat_is_kept(stage):
    owner = stage.bureau()

    body = {"prefix": "Nowa", "company": COMPANY, "client_email": "jan@nowa.example"}
    answer = stage.post(CLIENTS, owner, body)

    assert answer.status_code == 202
    assert answer.headers["Location"] == "https://bureau.example/v1/bureaus/biuro500/clients/nowa"
    assert (answer.json["prefix"], answer.json["state"]) == ("nowa", "requested")
    assert answer.json["allowed"] == []
    assert stage.package() == (1, 1, 5)
    (said,) = stage.said("bureau.company.requested.v1")
    assert said["request_id"] == answer.json["id"]
    assert said["company"]["name"] == COMPANY["name"]
    assert said["client_email"] == "jan@nowa.example"


def test_the_opened_account_is_a_client_of_the_bureau_at_once(stage):
    owner = stage.bureau()

    stage.created_client("nowa", owner)

    client = stage.seen("nowa", owner)
    assert (client["state"], client["ownership"], client["payer"]) == ("active", "bureau", "bureau")
    assert client["allowed"] == ["handover"]
    assert stage.package() == (1, 1, 5)
    assert len(stage.said("bureau.company.created.v1")) == 1
    assert len(stage.said("bureau.client.activated.v1")) == 1


def test_whoever_waits_gets_the_client(stage):
    owner = stage.bureau()

    def accounts_answers():
        (asked,) = stage.said("bureau.company.requested.v1")
        stage.open_requested("nowa", asked["request_id"])

    with stage.meanwhile(accounts_answers):
        body = {"prefix": "nowa", "company": COMPANY}
        answer = stage.post(CLIENTS, owner, body, Prefer="wait=5")

    assert answer.status_code == 201
    assert answer.json["state"] == "active"
    assert answer.headers["Preference-Applied"] == "wait=5"


def test_whoever_waits_is_told_that_the_prefix_was_taken(stage):
    owner = stage.bureau()

    def accounts_refuses():
        (asked,) = stage.said("bureau.company.requested.v1")
        stage.refuse(asked["request_id"], "nowa")

    with stage.meanwhile(accounts_refuses):
        body = {"prefix": "nowa", "company": COMPANY}
        answer = stage.post(CLIENTS, owner, body, Prefer="wait=5", Idempotency_Key="once")
    again = stage.post(CLIENTS, owner, body, Prefer="wait=5", Idempotency_Key="once")

    assert (answer.status_code, answer.json["code"]) == (409, "prefix_taken")
    assert answer.json["suggestions"][0] == "probna"
    assert (again.status_code, again.json) == (answer.status_code, answer.json)


def test_a_rejected_request_shows_why_and_frees_its_seat(stage):
    owner = stage.bureau()
    request_id = stage.add_company("nowa", owner)

    stage.refuse(request_id, "nowa")
    stage.refuse(request_id, "nowa")

    client = stage.seen("nowa", owner)
    assert (client["state"], client["reason"]) == ("rejected", "prefix_taken")
    assert stage.package() == (0, 0, 5)
    assert len(stage.said("bureau.company.rejected.v1")) == 1


def test_a_prefix_that_is_known_is_refused_at_once(stage):
    owner = stage.bureau()
    stage.open_account("acme")
    stage.add_company("nowa", owner)

    known = stage.post(CLIENTS, owner, {"prefix": "ACME", "company": COMPANY})
    asked = stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY})

    assert (known.status_code, known.json["code"]) == (409, "prefix_taken")
    assert (asked.status_code, asked.json["code"]) == (409, "prefix_taken")
    assert stage.package() == (1, 1, 5)


def test_a_full_package_adds_nothing(stage):
    owner = stage.bureau(size=1)
    stage.add_company("pierwsza", owner)

    answer = stage.post(CLIENTS, owner, {"prefix": "druga", "company": COMPANY})

    assert (answer.status_code, answer.json["code"]) == (409, "package_full")
    assert stage.get(f"{CLIENTS}/druga", owner).status_code == 404
    assert len(stage.said("bureau.company.requested.v1")) == 1


@pytest.mark.parametrize("step", ["suspend", "close"])
def test_a_module_that_does_not_work_adds_nothing(stage, step):
    owner = stage.bureau()
    stage.post(f"/v1/bureaus/biuro500/module/{step}", stage.operator)

    answer = stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY})

    assert (answer.status_code, answer.json["code"]) == (409, "module_inactive")


def test_an_account_that_never_had_the_module_adds_nothing(stage):
    owner = stage.open_account("biuro500")

    answer = stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY})

    assert (answer.status_code, answer.json["code"]) == (409, "module_inactive")


def test_members_may_not_add_companies(stage):
    stage.bureau()
    member = stage.worker("biuro500", "member")

    answer = stage.post(CLIENTS, member, {"prefix": "nowa", "company": COMPANY})

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("/company/tax_no", {"tax_no": "5260250275"}),
        ("/company/tax_no", {"tax_no": "0000000000"}),
        ("/company/tax_no", {"tax_no": ""}),
        ("/company/name", {"name": "  "}),
        ("/company/country", {"country": "Polska"}),
        ("/company/email", {"email": "nobody"}),
        ("/company/colour", {"colour": "red"}),
        ("/company/birth_date", {"birth_date": "1066-10-14"}),
    ],
)
def test_a_companys_data_are_checked_before_anybody_is_asked(stage, pointer, change):
    owner = stage.bureau()

    answer = stage.post(CLIENTS, owner, {"prefix": "nowa", "company": COMPANY | change})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize("prefix", ["a", "-ab", "ab-", "żółw", "a b", "x" * 41, 7, None])
def test_a_prefix_is_the_label_of_an_address(stage, prefix):
    owner = stage.bureau()

    answer = stage.post(CLIENTS, owner, {"prefix": prefix, "company": COMPANY})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/prefix"


def test_a_tax_number_is_kept_as_ten_digits(stage):
    owner = stage.bureau()

    stage.add_company("nowa", owner, tax_no="PL 526-025-02-74")

    assert stage.seen("nowa", owner)["company"]["tax_no"] == "5260250274"


def test_the_same_request_with_the_same_key_adds_one_company(stage):
    owner = stage.bureau()
    body = {"prefix": "nowa", "company": COMPANY}

    first = stage.post(CLIENTS, owner, body, Idempotency_Key="k-1")
    second = stage.post(CLIENTS, owner, body, Idempotency_Key="k-1")

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json == second.json
    assert stage.package() == (1, 1, 5)


def test_a_request_that_nobody_answers_is_given_up_and_frees_its_seat(stage):
    owner = stage.bureau()
    stage.add_company("nowa", owner)
    with stage.sessions.begin() as session:
        abandon_overdue(session, limit=timedelta(minutes=10))
    assert stage.seen("nowa", owner)["state"] == "requested"

    for _ in range(2):
        with stage.sessions.begin() as session:
            abandon_overdue(session, limit=timedelta(0))

    client = stage.seen("nowa", owner)
    assert (client["state"], client["reason"]) == ("abandoned", "unavailable")
    assert stage.package() == (0, 0, 5)
    assert len(stage.said("bureau.company.abandoned.v1")) == 1
