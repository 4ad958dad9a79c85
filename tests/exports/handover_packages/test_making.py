"""A package from the request to the verified file."""

import csv
import io
import json
import zipfile

from services.exports.formats.archive_zip.verify import verify
from tests.exports.formats.documents import vat_sum
from tests.exports.handover_packages.played import Played, played
from tests.exports.world import World, a_document, an_original


def an_archive(world: World, package) -> zipfile.ZipFile:
    path = world.settings.data_dir / "exports" / package.file_key
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def some_documents(account: Played) -> None:
    account.has(
        a_document(number="FV 1/10/2026", issue_date="2026-10-03"), original=an_original(b"<a/>")
    )
    account.has(a_document(number="FV 2/10/2026", issue_date="2026-10-03"))
    account.has(a_document(number="FV 5/10/2026", issue_date="2026-10-20"))
    account.has(a_document(number="PRO 1", kind="proforma", issue_date="2026-10-20"))


def test_a_package_holds_the_archive_with_sums_and_gaps(either_world: World) -> None:
    account = played(either_world)
    some_documents(account)

    package = account.verified(account.asks())

    archive = an_archive(either_world, package)
    names = archive.namelist()
    assert {"documents.jsonl", "register.csv", "manifest.json", "number_gaps.csv"} <= set(names)
    assert archive.read("originals/faktura.xml") == b"<a/>"
    gaps = archive.read("number_gaps.csv").decode("utf-8-sig")
    assert gaps.splitlines()[1:] == ["FV 3/10/2026;FV 4/10/2026;2"]
    assert package.facts["documents"] == 4
    assert (package.facts["originals"], package.facts["gap_count"]) == (1, 1)
    assert (str(package.period_from), str(package.period_to)) == ("2026-10-01", "2026-10-31")
    assert package.file_name == "acme_handover_2026-10-01_2026-10-31.zip"


def test_the_archive_is_checked_by_itself_as_any_other(world: World) -> None:
    account = played(world)
    some_documents(account)
    package = account.verified(account.asks())
    path = world.settings.data_dir / "exports" / package.file_key

    whole = verify(path)
    changed = path.read_bytes().replace(b"number_gaps.csv", b"number_gabs.csv")

    assert whole == []
    assert verify(io.BytesIO(changed)) != []


def test_sums_stand_apart_by_month_direction_register_and_rate(world: World) -> None:
    account = played(world)
    account.first, account.last = "2026-09-01", "2026-10-31"
    sums = (vat_sum("23", "100.00"), vat_sum("8", "50.00"))
    account.has(a_document(*(), number="A 1", issue_date="2026-09-30", vat_summary=list(sums)))
    account.has(
        a_document(number="A 2", issue_date="2026-10-01", vat_summary=[vat_sum("23", "-10.00")])
    )
    account.has(
        a_document(
            number="K 1", income=False, issue_date="2026-10-01", vat_summary=[vat_sum("23", "7.00")]
        )
    )
    account.has(
        a_document(
            number="P 1", kind="proforma", issue_date="2026-10-01",
            vat_summary=[vat_sum("23", "1000.00")],
        )
    )  # fmt: skip

    archive = an_archive(world, account.verified(account.asks()))

    table = csv.DictReader(
        io.StringIO(archive.read("sums_by_month.csv").decode("utf-8-sig")), delimiter=";"
    )
    rows = {
        (r["Miesiac"], r["Kierunek"], r["RejestrVAT"], r["Stawka"]): (r["Netto"], r["VAT"])
        for r in table
    }
    assert rows == {
        ("2026-09", "sprzedaż", "tak", "23"): ("100,00", "23,00"),
        ("2026-09", "sprzedaż", "tak", "8"): ("50,00", "4,00"),
        ("2026-10", "sprzedaż", "tak", "23"): ("-10,00", "-2,30"),
        ("2026-10", "zakup", "tak", "23"): ("7,00", "1,61"),
        ("2026-10", "sprzedaż", "nie", "23"): ("1000,00", "230,00"),
    }
    listed = json.loads(archive.read("sums_by_month.json"))
    assert {(each["month"], each["direction"], each["net"]) for each in listed} == {
        ("2026-09", "sale", "100.00"),
        ("2026-09", "sale", "50.00"),
        ("2026-10", "sale", "-10.00"),
        ("2026-10", "cost", "7.00"),
        ("2026-10", "sale", "1000.00"),
    }


def test_a_package_of_no_documents_is_verified_too(world: World) -> None:
    account = played(world)

    package = account.verified(account.asks())

    assert package.facts["documents"] == 0
    assert json.loads(an_archive(world, package).read("sums_by_month.json")) == []


def test_what_another_firm_has_is_in_no_package(world: World) -> None:
    account, other = played(world, "acme"), played(world, "other")
    other.has(a_document(number="TAJNE 1", issue_date="2026-10-03"))
    account.has(a_document(number="FV 1", issue_date="2026-10-03"))

    package = account.verified(account.asks())

    assert b"TAJNE" not in an_archive(world, package).read("documents.jsonl")


def test_the_same_request_twice_makes_one_package(either_world: World) -> None:
    account = played(either_world)
    package_id = account.asks()

    account.asks(package_id=package_id)

    assert len(account.said("exports.handover_package.asked.v1", package_id)) == 1


def test_each_step_is_announced(world: World) -> None:
    account = played(world)
    account.has(a_document(issue_date="2026-10-03"))
    package_id = account.asks()

    package = account.verified(package_id)

    (started,) = account.said("exports.handover_package.started.v1", package_id)
    (verified,) = account.said("exports.handover_package.verified.v1", package_id)
    assert (started["round"], started["served_from"]) == (1, "2026-10-01")
    assert (verified["documents"], verified["sha256"]) == (1, package.file_sha256)


def test_an_answer_to_an_earlier_question_is_nothing(world: World) -> None:
    account = played(world)
    package_id = account.asks()
    account.step()
    late = account.statement(package_id, 1, [])
    account.waits(package_id)
    account.step()  # Accounts was silent, so it is asked again.

    world.hears(late)

    assert account.row(package_id).statement is None
    assert [each["round"] for each in account.questions(package_id)] == [1, 2]


def test_a_waived_package_is_made_no_more(either_world: World) -> None:
    account = played(either_world)
    package_id = account.asks()
    account.step()
    account.withdraws(package_id)

    account.answers(package_id)

    assert not account.step()
    assert account.row(package_id).state.value == "waived"
    assert len(account.said("exports.handover_package.waived.v1", package_id)) == 1


def test_a_verified_package_stays_when_it_is_waived_late(world: World) -> None:
    account = played(world)
    package_id = account.asks()
    account.verified(package_id)

    account.withdraws(package_id)

    assert account.row(package_id).state.value == "verified"
