import pytest

from services.bureau.companies.prefixes import propose
from services.bureau.companies.schemas import PREFIX


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Żółta Łódź Sp. z o.o.", "zolta-lodz"),
        ("Próbna Spółka z ograniczoną odpowiedzialnością", "probna"),
        ("KOWALSKI SPÓŁKA AKCYJNA", "kowalski"),
        ("Müller & Söhne s.c.", "muller-sohne"),
        ("S.A.", "s-a"),
        ("Ä", "firma-a-0274"),
        ("Фирма", "firma-0274"),
        ("X" * 80, "x" * 30),
        ("Przedsiębiorstwo Handlowo Usługowe Jan", "przedsiebiorstwo-handlowo"),
    ],
)
def test_a_prefix_is_proposed_in_plain_letters_without_the_legal_form(name, prefix):
    proposed = propose({"name": name, "tax_no": "5260250274"})

    assert proposed == prefix
    assert PREFIX.fullmatch(proposed)
