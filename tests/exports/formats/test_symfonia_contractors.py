"""Symfonia FK: who the other party is, the same each time and never two in one."""

from collections import Counter

import pytest

from services.exports.formats.parties import contractor_code, split_address
from shared.contracts.document import Party
from tests.exports.formats.documents import document, party
from tests.exports.formats.symfonia_reader import read


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (party(code=" KLIENT-7 "), "KLIENT-7"),
        (party(tax_no="525-224-84-81"), "5252248481"),
        (party(tax_no="094014201", tax_no_kind="eu_vat", country="GR"), "EL094014201"),
    ],
)
def test_a_contractor_is_known_by_its_code_or_its_number(known: Party, code: str) -> None:
    assert contractor_code(known) == code


def test_contractors_without_a_number_have_codes_of_their_own_that_stay() -> None:
    first = party(tax_no=None, tax_no_kind="none", name="A")
    second = party(tax_no=None, tax_no_kind="none", name="B")

    codes = [contractor_code(each) for each in (first, second, dict(first))]

    assert codes[0] == codes[2] != codes[1]


def test_codes_that_are_too_long_stay_apart() -> None:
    codes = [contractor_code(party(code="X" * 30 + end)) for end in ("A", "B")]

    assert len(set(codes)) == 2
    assert {len(code) for code in codes} == {20}


def test_codes_that_the_format_can_not_hold_stay_apart() -> None:
    given = ["Kyjiw", "Київ", "a{b", "a(b", "ab", "{", "\x00"]

    codes = [contractor_code(party(code=each)) for each in given]

    assert len(set(codes)) == len(given)
    assert codes[0] == "Kyjiw"


def test_each_contractor_stands_in_the_file_once() -> None:
    file = read(document(number="A"), document(number="B"), document(number="C", buyer=party()))

    assert Counter(each.fields["kod"] for each in file.all("Kontrahent")) == {"5252248481": 1}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ul. Długa 2, 31-147 Kraków", ("ul. Długa 2", "31-147", "Kraków")),
        ("31-147 Kraków, Polska", ("", "31-147", "Kraków")),
        ("Unter den Linden 1, 10117 Berlin", ("Unter den Linden 1, 10117 Berlin", "", "")),
    ],
)
def test_an_address_of_one_line_is_taken_apart(line: str, parts: tuple[str, str, str]) -> None:
    assert split_address(line) == parts
