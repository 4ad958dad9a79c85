"""Companies that a bureau's program adds, whatever the bureau service says to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from services.accounts.companies import actions as companies
from services.accounts.companies.models import WantedCompany
from services.accounts.compatible.account import opening
from shared.contracts.bureau import CompanyDeclined, CompanyRequested
from tests.accounts.compatible.companies import BODY, COMPANY
from tests.accounts.compatible.conftest import Program, a_token


@contextmanager
def bureau_service(world, answer) -> Iterator[None]:
    """Stands in for the bureau service: gives `answer(wanted)` to each company that is wanted."""
    over, heard = Event(), set()

    def listen():
        while not over.wait(0.005):
            for wanted in world.said("accounts.company.wanted.v1"):
                if wanted["request_id"] not in heard:
                    heard.add(wanted["request_id"])
                    world.hear(answer(wanted))

    thread = Thread(target=listen)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def declined(code):
    def answer(wanted):
        named = {name: wanted[name] for name in ("request_id", "bureau_id", "prefix")}
        return CompanyDeclined(**named, code=code, detail="The bureau's own words.")

    return answer


def test_a_bureau_adds_a_company_and_reaches_it_with_its_own_token(app, world, of_bureau):
    def opened(wanted):
        return CompanyRequested(**wanted)

    with bureau_service(world, opened):
        answer = of_bureau.post("/account.json", BODY)

    assert answer.status_code == 201, answer.text
    given = answer.json
    assert (given["prefix"], given["api_token"]) == ("nowa", of_bureau.token)
    account = Program(app, given["api_token"], "/nowa").get("/account.json").json
    assert (account["owner"], account["company_name"]) == ("bureau", COMPANY["name"])
    (wanted,) = world.said("accounts.company.wanted.v1")
    assert wanted["client_email"] == "firma@nowa.example"


def test_a_prefix_that_is_taken_meanwhile_is_changed_too(world, of_bureau):
    def taken_once(wanted):
        return CompanyRequested(**wanted) if "-" in wanted["prefix"] else taken(wanted)

    taken = declined("prefix_taken")

    with bureau_service(world, taken_once):
        answer = of_bureau.post("/account.json", BODY)

    assert answer.json["prefix"] == "nowa-2"


def test_a_prefix_that_is_taken_while_the_account_is_opened_is_changed_too(world, of_bureau):
    def too_late(wanted):
        if wanted["prefix"] == "nowa":
            world.account("nowa", "else@example.com")
        return CompanyRequested(**wanted)

    with bureau_service(world, too_late):
        answer = of_bureau.post("/account.json", BODY)

    assert answer.json["prefix"] == "nowa-2"


@pytest.mark.parametrize(
    ("code", "says"),
    [("package_full", "seats"), ("module_inactive", "module"), ("invalid", "bureau's own words")],
)
def test_what_the_bureau_service_declines_is_told(world, of_bureau, code, says):
    with bureau_service(world, declined(code)):
        answer = of_bureau.post("/account.json", BODY)

    assert answer.status_code == 422
    (text,) = answer.json["message"]["base"]
    assert says in text


def test_while_the_bureau_service_is_away_the_company_waits(world, of_bureau, monkeypatch):
    monkeypatch.setattr(opening, "LONGEST", 0.05)

    answer = of_bureau.post("/account.json", BODY)

    assert (answer.status_code, answer.json["code"]) == (202, "accepted")
    assert answer.json["prefix"] == "nowa"
    (wanted,) = world.said("accounts.company.wanted.v1")
    world.hear(CompanyRequested(**wanted))
    assert of_bureau.get("/nowa/account.json").json["prefix"] == "nowa"


def test_a_member_of_a_bureau_may_not_add_companies(app, world, bureau):
    program = Program(app, a_token(bureau, "biuro500", role="member"))

    assert program.post("/account.json", BODY).status_code == 403
    assert world.said("accounts.company.wanted.v1") == []


def test_old_wishes_are_forgotten(world, of_bureau, monkeypatch):
    monkeypatch.setattr(opening, "LONGEST", 0.01)
    of_bureau.post("/account.json", BODY)
    with world.sessions.begin() as session:
        session.query(WantedCompany).one().created_at -= companies.KEPT

    with world.sessions.begin() as session:
        companies.forget_old(session)
        assert session.query(WantedCompany).count() == 0
