"""JPK_V7(3): what it demands of the account and the period, and how it names the taxpayer."""

from datetime import date

import pytest

from services.exports.formats.registry import FORMATS
from services.exports.formats.run import Account, Period
from tests.exports.formats.documents import COMPANY, a_run, document
from tests.exports.formats.records_reader import XSDS, read

BOTH = pytest.mark.parametrize("name", XSDS)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
PERSON = {
    "taxpayer": "person",
    "first_name": "Próbny",
    "last_name": "Podatnik",
    "birth_date": "1980-02-29",
}


@BOTH
def test_no_document_gives_empty_records(name: str) -> None:
    file = read(name=name)

    assert file.sales_control == {"LiczbaWierszySprzedazy": "0", "PodatekNalezny": "0.00"}
    assert file.purchases_control == {"LiczbaWierszyZakupow": "0", "PodatekNaliczony": "0.00"}


@BOTH
def test_the_header_names_the_month_and_the_purpose(name: str) -> None:
    file = read(name=name, options={"purpose": "2"})

    assert (file.text("Naglowek/Rok"), file.text("Naglowek/Miesiac")) == ("2026", "10")
    assert file.text("Naglowek/CelZlozenia") == "2"
    assert file.text("Naglowek/KodUrzedu") == "1471"


def test_a_person_is_named_by_first_and_last_name_and_day_of_birth() -> None:
    file = read(document(), settings=PERSON)

    assert file.text("Podmiot1/OsobaFizyczna/Nazwisko") == "Podatnik"
    assert file.text("Podmiot1/OsobaFizyczna/DataUrodzenia") == "1980-02-29"


@BOTH
@pytest.mark.parametrize("field", ["name", "tax_no", "tax_office_code", "email"])
def test_each_field_that_the_company_lacks_is_named(name: str, field: str) -> None:
    run = a_run(account=Account("probna", COMPANY | {field: ""}), period=OCTOBER)

    assert FORMATS[name].missing_settings(run) == [field]


@pytest.mark.parametrize("field", ["first_name", "last_name", "birth_date"])
def test_what_a_person_lacks_is_named(field: str) -> None:
    run = a_run(settings={name: value for name, value in PERSON.items() if name != field})

    (problem,) = FORMATS["jpk_v7m_3"].obstacles(run)

    assert (problem.facts["field"], problem.fix) == (field, "settings")


@BOTH
@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 10, 1), date(2026, 12, 31)),
        Period(date(2026, 10, 2), date(2026, 10, 31)),
        Period(date(2026, 10, 1), date(2026, 10, 30)),
    ],
)
def test_a_period_that_is_no_month_of_this_version_gets_no_file(name: str, period: Period) -> None:
    problems = FORMATS[name].obstacles(a_run(document(), period=period))

    assert [problem.code for problem in problems] == ["unsupported_period"]
