"""A new export through the pages: the form, the check, the start; for a firm and for a bureau."""

import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from services.exports.doctor import actions as doctor
from services.exports.formats.problems import CODES
from services.exports.formats.registry import FORMATS
from services.exports.pages.advice import ADVICE
from services.exports.pages.asking import periods
from services.exports.pages.formats import GROUPS, PURPOSES
from shared.clock import now
from tests.exports.pages.test_jobs import browser_of
from tests.exports.world import a_document, recorded

OCTOBER = {"span": "range", "period/from": "2026-10-01", "period/to": "2026-10-31"}
CHOICE = {"format": "vat_register_csv", "date_basis": "issue", **OCTOBER}


@pytest.fixture
def served(world):
    """A bureau with three clients: Łódź, Beta and one that is only linked; ids by prefix."""
    bureau = world.has_account("biuro", name="Biuro")
    firms = {
        "lodz": world.has_account("lodz", name="Łódzka Piekarnia", tax_no="5261040828"),
        "beta": world.has_account("beta", name="Beta", tax_no="7740001454"),
    }
    for account in firms.values():
        world.has_client(account, bureau)
    return {"biuro": bureau, **firms}


def send(browser, path, **fields):
    """Post a form; a list gives a field several times."""
    pairs = [
        (name, each)
        for name, value in {"form_token": browser.form_token, **fields}.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    browser.page = browser.client.post(path, data=MultiDict(pairs))
    return browser.page


def job_of(world, who, answer):
    return world.shown(who, answer.location.rsplit("/", 1)[1])


def test_every_format_is_offered_and_every_problem_has_advice():
    offered = [format_ for _, formats in GROUPS for format_ in formats]

    assert sorted(offered) == sorted(FORMATS) == sorted(PURPOSES)
    assert ADVICE.keys() == CODES.keys()


def test_a_firm_exports_its_own_documents_in_three_steps(world, account, owner):
    world.has_documents(account, 2)
    browser = browser_of(world, owner)

    page = browser.open("/export/acme/new")
    assert 'value="all"' not in page.text  # It serves nobody.
    checked = browser.send("/export/acme/new/check", **CHOICE)
    started = browser.send("/export/acme/new/start", **{"options/decimal": "dot"})
    world.run()

    assert "Sprawdzono 2 dokumenty" in checked.text
    assert started.status_code == 303
    job = job_of(world, owner, started)
    assert (job["state"], job["accounts"], job["progress"]["done"]) == ("completed", ["acme"], 2)
    assert job["period"] == {"from": "2026-10-01", "to": "2026-10-31"}
    assert job["options"] == {"encoding": "utf-8-bom", "decimal": "dot"}


def test_a_check_of_what_is_new_counts_just_that(world, account, owner):
    world.has_documents(account, 2)
    world.exported(owner, "acme")
    world.hears(recorded(account, a_document(number="FV 9/10/2026")))

    page = send(
        browser_of(world, owner), "/export/acme/new/check", **CHOICE, only="new_and_changed"
    )

    assert "<dt>Dokumenty</dt><dd>1</dd>" in page.text


def test_a_check_queues_nothing_and_names_the_documents(world, account, owner):
    made = world.has_documents(account, 1, kind="proforma")
    browser = browser_of(world, owner)

    page = send(browser, "/export/acme/new/check", **CHOICE)

    assert f"/account/acme/documents/{made[0]['id']}" in page.text
    assert world.get(owner, "/v1/exports").json["items"] == []


@pytest.mark.parametrize(
    ("who", "more", "expected"),
    [
        ("all", {}, ["beta", "lodz"]),
        ("some", {"accounts": ["lodz"]}, ["lodz"]),
        ("list", {"listed": "774-000-14-54; lodz\n"}, ["beta", "lodz"]),
        ("own", {}, ["biuro"]),
    ],
)
def test_a_bureau_names_its_firms_in_four_ways(world, served, who, more, expected):
    accountant = world.person({served["biuro"]: "owner"})

    answer = send(
        browser_of(world, accountant), "/export/biuro/new/start", **CHOICE, who=who, **more
    )

    assert job_of(world, accountant, answer)["accounts"] == expected


@pytest.mark.parametrize(
    ("who", "more", "said"),
    [
        ("some", {}, "Wybierz co najmniej jedną firmę."),
        ("some", {"accounts": ["stranger"]}, "możesz eksportować: stranger."),
        ("list", {"listed": "lodz nobody"}, "możesz eksportować: nobody."),
    ],
)
def test_firms_that_are_none_of_the_bureaus_are_refused_by_name(world, served, who, more, said):
    world.has_account("stranger")
    browser = browser_of(world, world.person({served["biuro"]: "owner"}))

    page = send(browser, "/export/biuro/new/check", **CHOICE, who=who, **more)

    assert page.status_code == 422
    assert said in page.text
    assert 'value="vat_register_csv" checked' in page.text  # What was chosen is still there.


def test_a_search_finds_polish_names_and_keeps_what_was_ticked(world, served):
    browser = browser_of(world, world.person({served["biuro"]: "owner"}))

    page = send(browser, "/export/biuro/new", who="some", q="lodzka", accounts=["beta"])

    ticks = re.findall(r'name="accounts" value="(\w+)"( checked)?', page.text)
    assert ticks == [("beta", " checked"), ("lodz", "")]


def test_a_member_chooses_among_the_clients_assigned_to_them(world, served):
    from shared.contracts.bureau import ClientAssigned

    with world.sessions() as session:
        from services.exports.copies.models import Client

        link = session.query(Client).filter_by(account_id=served["beta"]).one().id
    member = world.person({served["biuro"]: "member"})
    assigned = ClientAssigned(
        client_id=link,
        account_id=served["beta"],
        bureau_id=served["biuro"],
        user_ids=[member.id],
    )
    world.hears(assigned)

    page = send(browser_of(world, member), "/export/biuro/new", who="some")

    assert re.findall(r'name="accounts" value="(\w+)"', page.text) == ["beta"]
    assert 'value="own"' not in page.text  # A member may not export the bureau itself.


def test_a_client_in_the_address_is_ticked(world, served):
    browser = browser_of(world, world.person({served["biuro"]: "owner"}))

    page = browser.open("/export/biuro/new?client=beta&client=gone&format=edi_epp").text

    assert 'value="beta" checked' in page
    assert 'value="edi_epp" checked' in page
    assert "możesz eksportować: gone." in page


@pytest.mark.parametrize("span", ["2020-02", "nonsense"])
def test_a_period_in_the_address_is_chosen_if_there_is_such_a_one(world, owner, account, span):
    this_month = f"{now():%Y-%m}"
    browser = browser_of(world, owner)

    chosen = browser.open(f"/export/acme/new?span={this_month}").text
    unknown = browser.open(f"/export/acme/new?span={span}").text

    assert f'value="{this_month}" selected' in chosen
    assert f'value="{periods.last_month(now().date())}" selected' in unknown


def test_a_new_export_begins_like_an_earlier_one(world, account, owner):
    done = world.exported(owner, "acme", date_basis="sale", format="edi_epp")

    page = browser_of(world, owner).open(f"/export/acme/new?like={done['id']}").text

    assert 'value="2026-10" selected' in page
    assert 'value="sale" selected' in page
    assert 'value="edi_epp" checked' in page


def test_who_may_only_see_is_told_so(world, account):
    page = browser_of(world, world.person({account: "member"})).open("/export/acme/new")

    assert "Nie możesz tu niczego eksportować" in page.text
    assert "/new/check" not in page.text


def test_a_wrong_option_is_shown_at_its_field(world, account, owner):
    browser = browser_of(world, owner)
    send(browser, "/export/acme/new/check", **CHOICE | {"format": "archive_zip"})

    page = browser.send("/export/acme/new/start", **{"options/names": "{nobody}"})

    assert page.status_code == 422
    assert 'id="e-options/names"' in page.text
    assert 'value="{nobody}"' in page.text


def test_a_period_that_ends_before_it_begins_is_shown_at_its_field(world, account, owner):
    days = {"period/from": "2026-10-31", "period/to": "2026-10-01"}

    page = send(browser_of(world, owner), "/export/acme/new/check", **CHOICE | days)

    assert page.status_code == 422
    assert 'id="e-period/to"' in page.text


def test_what_is_too_much_for_a_check_can_be_started_all_the_same(
    world, account, owner, monkeypatch
):
    monkeypatch.setattr(doctor, "MOST_DOCUMENTS", 1)
    world.has_documents(account, 2)
    browser = browser_of(world, owner)

    page = send(browser, "/export/acme/new/check", **CHOICE)
    started = browser.send("/export/acme/new/start")

    assert "Dokumentów jest 2" in page.text
    assert started.status_code == 303


def test_while_the_bus_is_silent_the_clients_are_not_offered(world, served):
    world.bus_is_heard(ago=timedelta(hours=1))

    page = browser_of(world, world.person({served["biuro"]: "owner"})).open("/export/biuro/new")

    assert page.status_code == 503
    assert "nadal obsługuje tego klienta" in page.text


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_spans_are_the_days_that_they_name(span, first, last):
    days = periods.days_of(span)

    assert tuple(day.isoformat() for day in days) == (first, last)
    assert periods.span_of(*days) == span


def test_spans_that_are_none_have_no_days():
    assert [periods.days_of(each) for each in ("2026-13", "2026-Q5", "0000", "soon")] == [None] * 4


def test_the_newest_spans_are_offered_first():
    today = now().date().replace(month=1)

    assert periods.months(today)[:2] == [f"{today.year}-01", f"{today.year - 1}-12"]
    assert periods.quarters(today)[:2] == [f"{today.year}-Q1", f"{today.year - 1}-Q4"]
    assert periods.last_month(today) == f"{today.year - 1}-12"
