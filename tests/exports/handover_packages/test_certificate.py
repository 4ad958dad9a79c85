"""The certificate: one page, in both languages, the same bytes each time."""

import io

import pytest
from pypdf import PdfReader

from services.exports.handover_packages.certificate import print_certificate
from services.exports.handover_packages.models import HandoverPackage
from tests.exports.formats.documents import vat_sum
from tests.exports.handover_packages.played import played
from tests.exports.world import World, a_document


@pytest.fixture
def package(world: World) -> HandoverPackage:
    account = played(world)
    account.has(a_document(number="FV 1/10/2026", issue_date="2026-10-03"))
    return account.verified(account.asks())


def crowded(package: HandoverPackage) -> HandoverPackage:
    """As much as can stand on it, and names without a place to break."""
    long = "Ź" * 512
    sums = [
        {
            "direction": direction, "vat_register": True, "currency": currency, "rate": rate,
            "documents": 100000, "net": "-99999999999.99", "vat": "0.00", "gross": "1.00",
        }
        for direction in ("cost", "sale")
        for currency in ("EUR", "PLN", "USD")
        for rate in ("23", "8", "5", "0 WDT", "zw", "np I", None)
    ]  # fmt: skip
    gaps = [{"first": long[:256], "last": f"{long[:255]}X", "missing": 9}] * 200
    package.facts = {
        **(package.facts or {}),
        "client": {"prefix": "acme", "name": long, "tax_no": "5260001246"},
        "bureau": {"name": long, "tax_no": "5260250274"},
        "sums": sums,
        "gaps": gaps,
        "gap_count": 5000,
    }
    return package


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_it_is_one_page_however_much_there_is(package: HandoverPackage, language: str) -> None:
    plain = print_certificate(package, language)
    full = print_certificate(crowded(package), language)

    assert (len(pages(plain)), len(pages(full))) == (1, 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", ["Zaświadczenie", "Okres obsługi", "Braki w numeracji", "Sprawdzono", "123,00"]),
        ("en", ["Hand-over certificate", "Served", "Gaps in the numbers", "Verified", "123.00"]),
    ],
)
def test_it_says_who_served_whom_and_what_there_is(
    package: HandoverPackage, language: str, words: list[str]
) -> None:
    (text,) = pages(print_certificate(package, language))

    facts = [
        "Biuro 500",
        "5260250274",
        "Próbna sp. z o.o.",
        "5260001246",
        "2026-10-01 – 2026-10-31",
    ]
    kept = [str(package.file_name), str(package.file_sha256), package.id]
    missing = [each for each in [*words, *facts, *kept] if each not in text]
    assert missing == []


def test_the_same_package_gives_the_same_bytes_and_languages_differ(
    package: HandoverPackage,
) -> None:
    first, again, english = (print_certificate(package, each) for each in ("pl", "pl", "en"))

    assert first == again
    assert first != english


def test_sums_without_a_vat_register_are_left_to_the_file(world: World) -> None:
    account = played(world)
    account.has(
        a_document(
            number="PRO 1",
            kind="proforma",
            issue_date="2026-10-03",
            vat_summary=[vat_sum("23", "1.00")],
        )
    )

    (text,) = pages(print_certificate(account.verified(account.asks()), "pl"))
    assert "1,23" not in text
