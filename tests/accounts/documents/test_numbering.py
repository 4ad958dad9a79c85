"""Numbers of documents: patterns, series, no gaps however many issue at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.accounts.documents.bodies import a_document
from tests.accounts.documents.conftest import DOCUMENTS, as_role

NUMBERING = "/v1/accounts/acme/numbering"


@pytest.fixture
def number(client):
    def number(**changes):
        response = client.post(DOCUMENTS, json=a_document(**changes))
        assert response.status_code == 201, response.text
        return response.json["number"]

    return number


def use(client, kind, pattern):
    return client.put(f"{NUMBERING}/{kind}", json={"pattern": pattern})


def test_fifty_at_once_get_fifty_numbers_without_a_gap(app):
    def issue(_):
        with app.test_client() as client:
            headers = {"Authorization": "Bearer owner"}
            return client.post(DOCUMENTS, json=a_document(), headers=headers).json["number"]

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(issue, range(50)))

    assert sorted(numbers) == sorted(f"FV {no}/04/2026" for no in range(1, 51))


def test_a_document_that_was_refused_leaves_no_gap(client, number):
    number()
    client.post(DOCUMENTS, json=a_document(buyer={"name": "x", "tax_no": "1"}))
    client.post(DOCUMENTS, json=a_document(number="FV 1/04/2026"))

    assert number() == "FV 2/04/2026"


def test_a_month_begins_anew_and_an_earlier_one_goes_on(number):
    days = ("2026-04-07", "2026-05-01", "2026-04-30")

    numbers = [number(issue_date=day) for day in days]

    assert numbers == ["FV 1/04/2026", "FV 1/05/2026", "FV 2/04/2026"]


def test_a_pattern_without_the_month_counts_by_the_year(client, number):
    use(client, "vat", "{number}/{year}")

    days = ("2026-04-07", "2026-12-31", "2027-01-01")

    assert [number(issue_date=day) for day in days] == ["1/2026", "2/2026", "1/2027"]


def test_kinds_with_one_pattern_share_one_series(client, number):
    use(client, "vat", "{number}/{year2}")
    use(client, "bill", "{number}/{year2}")

    assert [number(kind="vat"), number(kind="bill"), number()] == ["1/26", "2/26", "3/26"]


def test_a_number_that_was_given_by_hand_is_passed_over(number):
    number(number="FV 2/04/2026")

    assert [number(), number()] == ["FV 1/04/2026", "FV 3/04/2026"]


def test_the_usual_patterns_are_listed_with_the_accounts_own(client):
    use(client, "wz", "{kind}/{number}/{month}/{year}")

    items = client.get(NUMBERING).json["items"]

    patterns = {each["kind"]: each["pattern"] for each in items}
    assert patterns["vat"] == "FV {number}/{month}/{year}"
    assert patterns["wz"] == "{kind}/{number}/{month}/{year}"


@pytest.mark.parametrize(
    "pattern",
    ["FV", "{number}{number}", "{number}/{month}", "{number}/{day}", "{number", "{number}}", ""],
)
def test_a_pattern_that_would_repeat_itself_is_refused(client, pattern):
    response = use(client, "vat", pattern)

    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.json["errors"][0]["pointer"] == "/pattern"


def test_only_who_may_change_settings_sets_patterns(client):
    answer = client.put(f"{NUMBERING}/vat", json={"pattern": "{number}"}, headers=as_role("member"))

    assert answer.status_code == 403
    assert use(client, "novel", "{number}").status_code == 404
