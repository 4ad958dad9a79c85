"""JPK_FA(4): what it demands of the account and the period."""

from datetime import date

import pytest

from services.exports.formats.jpk_fa_4 import FORMAT
from services.exports.formats.run import Account, Period
from tests.exports.formats.documents import COMPANY, a_run, document
from tests.exports.formats.jpk_reader import Read


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "tax_no",
        "voivodeship",
        "county",
        "commune",
        "house_number",
        "city",
        "post_code",
        "tax_office_code",
    ],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_each_field_that_the_company_lacks_is_named(field: str, value: str | None) -> None:
    run = a_run(document(), account=Account("probna", COMPANY | {field: value}))

    problems = FORMAT.obstacles(run)

    assert FORMAT.missing_settings(run) == [field]
    assert [problem.fix for problem in problems] == ["company"]


@pytest.mark.parametrize(
    ("field", "value"), [("tax_no", "0000000000"), ("tax_office_code", "9999"), ("country", "QQ")]
)
def test_a_field_that_the_schema_refuses_is_named(field: str, value: str) -> None:
    run = a_run(document(), account=Account("probna", COMPANY | {field: value}))

    assert FORMAT.missing_settings(run) == [field]


def test_a_complete_company_lacks_nothing() -> None:
    assert FORMAT.obstacles(a_run(document())) == []


def test_a_company_abroad_needs_no_polish_address() -> None:
    abroad = {
        "name": "Firma GmbH",
        "tax_no": "PL 526-000-12-46",
        "country": "DE",
        "city": "Berlin",
        "tax_office_code": "1471",
    }
    run = a_run(document(), account=Account("firma", abroad))

    assert FORMAT.obstacles(run) == []
    assert Read(run).text("Podmiot1/IdentyfikatorPodmiotu/NIP") == "5260001246"


def test_a_period_that_the_schema_does_not_allow_gets_no_file() -> None:
    run = a_run(document(), period=Period(date(2015, 1, 1), date(2015, 1, 31)))

    assert [problem.code for problem in FORMAT.obstacles(run)] == ["unsupported_period"]
