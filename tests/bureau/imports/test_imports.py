"""Many companies at once: what is looked at is what comes of it, row by row."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from tests.bureau.listener import COMPANY
from tests.bureau.person import Person

ADDRESS = "/v1/bureaus/biuro500/companies/import"
CLIENTS = "/v1/bureaus/biuro500/clients"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADINGS = "Prefiks;NIP;Nazwa;Ulica;Kod pocztowy;Miejscowość;E-mail firmy"
ADDRESS_CELLS = "Prosta 1;00-001;Warszawa;biuro@firma.example"
NUMBERS = ["5260250274", "7740001454", "5250007738", "8992520556", "6762484560"]


def line(name, tax_no, prefix=""):
    return f"{prefix};{tax_no};{name};{ADDRESS_CELLS}"


def send(stage, who, data, media_type="text/csv", query="", **headers):
    if isinstance(data, list):
        data = "\r\n".join([HEADINGS, *data])
    raw = data if isinstance(data, bytes) else data.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with stage.app.test_client() as http:
        return http.post(
            ADDRESS + query,
            data=raw,
            headers=who.headers | {"Content-Type": media_type} | named,
        )


def results(stage, who, answer, slices=1):
    assert answer.status_code == 202, answer.json
    stage.work(slices)
    job = stage.get(f"/v1/bureaus/biuro500/bulk/{answer.json['id']}", who).json
    assert job["state"] == "completed"
    return job["results"]


def brief(rows):
    return [(row["line"], row["prefix"], row["outcome"], row["code"]) for row in rows]


def sheet(rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def owner(stage):
    return stage.bureau(size=3)


def test_a_list_is_looked_at_first_and_then_added(stage, owner):
    rows = [line("Próbna sp. z o.o.", NUMBERS[0]), line("Żółw S.A.", NUMBERS[1], "zolwik")]

    look = results(stage, owner, send(stage, owner, rows))
    before = stage.get(CLIENTS, owner).json["items"]
    done = results(stage, owner, send(stage, owner, rows, query="?dry_run=false"))

    assert brief(look) == [(2, "probna", "would_do", None), (3, "zolwik", "would_do", None)]
    assert before == []
    assert brief(done) == [(2, "probna", "done", None), (3, "zolwik", "done", None)]
    assert stage.seen("zolwik", owner)["state"] == "requested"
    said = stage.said("bureau.company.requested.v1")
    assert [m["company"]["name"] for m in said] == ["Próbna sp. z o.o.", "Żółw S.A."]
    assert {m["company"]["country"] for m in said} == {"PL"}


def test_a_dry_run_counts_the_seats_that_the_rows_before_would_take(stage, owner):
    rows = [line(f"Firma {n}", number) for n, number in enumerate(NUMBERS)]

    look = results(stage, owner, send(stage, owner, rows))
    done = results(stage, owner, send(stage, owner, rows, query="?dry_run=false"))

    full = [(row["outcome"], row["code"]) for row in look]
    assert full == [("would_do", None)] * 3 + [("would_refuse", "package_full")] * 2
    really = [(row["outcome"], row["code"]) for row in done]
    assert really == [("done", None)] * 3 + [("refused", "package_full")] * 2
    assert stage.package() == (3, 3, 3)


def test_each_row_that_breaks_a_rule_says_where_and_stops_no_other(stage, owner):
    rows = [
        line("Zła", "1234567890"),
        line("", NUMBERS[1]),
        line("Dobra", NUMBERS[0]),
        line("Znowu", NUMBERS[0]),
        line("Inna", NUMBERS[2], "dobra"),
        line("Brzydka", NUMBERS[3], "a b"),
    ]

    found = results(stage, owner, send(stage, owner, rows, query="?dry_run=false"))

    assert [row["outcome"] for row in found] == ["refused"] * 2 + ["done"] + ["refused"] * 3
    pointers = [[error["pointer"] for error in row["errors"]] for row in found]
    assert pointers == [["/company/tax_no"], ["/company/name"], [], [], [], ["/prefix"]]
    assert [row["code"] for row in found[3:5]] == ["invalid", "prefix_taken"]
    assert "4" in found[3]["detail"]


def test_a_company_that_is_served_already_is_not_added_again(stage, owner):
    rows = [line("Próbna", NUMBERS[0])]
    results(stage, owner, send(stage, owner, rows, query="?dry_run=false"))

    again = results(stage, owner, send(stage, owner, rows, query="?dry_run=false"))

    assert brief(again) == [(2, "probna", "refused", "step_refused")]
    assert stage.package() == (1, 1, 3)


def test_a_proposed_prefix_that_is_taken_gives_way_to_a_free_one(stage, owner):
    stage.open_account("probna")
    rows = [line("Próbna", NUMBERS[0]), line("Próbna", NUMBERS[1]), line("X", NUMBERS[2], "probna")]

    found = results(stage, owner, send(stage, owner, rows))

    assert [(row["prefix"], row["outcome"]) for row in found] == [
        ("probna-warszawa", "would_do"),
        ("probna-1454", "would_do"),
        ("probna", "would_refuse"),
    ]
    assert found[2]["code"] == "prefix_taken"
    assert "firma-x-7738" in found[2]["detail"]


def test_pasted_tax_numbers_are_checked_and_nothing_is_invented(stage, owner):
    text = f"526-025-02-74\nPL {NUMBERS[1]}; 1234567890"

    found = results(stage, owner, send(stage, owner, text, "text/plain", "?dry_run=false"))

    assert [row["outcome"] for row in found] == ["refused"] * 3
    pointers = [{error["pointer"] for error in row["errors"]} for row in found]
    assert "/company/name" in pointers[0]
    assert "/company/tax_no" not in pointers[0] | pointers[1]
    assert "/company/tax_no" in pointers[2]


def test_a_spreadsheet_is_read_with_its_numbers_and_without_its_formulas(stage, owner):
    headings = HEADINGS.split(";")
    good = ["", 5260250274, "Próbna", "Prosta 1", "00-001", "Warszawa", "biuro@firma.example"]
    runs = ["", NUMBERS[1], "=1+1", "Prosta 1", "00-001", "Warszawa", "biuro@firma.example"]

    answer = send(stage, owner, sheet([headings, good, [], runs]), XLSX, "?dry_run=false")
    found = results(stage, owner, answer)

    assert brief(found) == [(2, "probna", "done", None), (4, "", "refused", "invalid")]
    assert [error["pointer"] for error in found[1]["errors"]] == ["/company/name"]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+48", "@SUM(A1)", "-1+2"])
def test_text_that_a_spreadsheet_would_run_is_refused(stage, owner, name):
    (found,) = results(stage, owner, send(stage, owner, [line(name, NUMBERS[0])]))

    assert found["outcome"] == "would_refuse"
    assert [error["pointer"] for error in found["errors"]] == ["/company/name"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_a_list_is_read_as_spreadsheets_write_it(stage, owner, separator, encoding):
    text = f"{HEADINGS}\n{line('Żółw', NUMBERS[0])}\n".replace(";", separator)

    (found,) = results(stage, owner, send(stage, owner, text.encode(encoding)))

    assert (found["prefix"], found["outcome"]) == ("zolw", "would_do")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        ("", "text/csv"),
        (HEADINGS, "text/csv"),
        ("NIP;Kolor\n5260250274;czerwony", "text/csv"),
        ("NIP;nip\n5260250274;5260250274", "text/csv"),
        ('NIP;Nazwa\n"5260250274', "text/csv"),
        (b"no archive", XLSX),
    ],
)
def test_what_is_no_list_of_companies_is_refused_whole(stage, owner, data, media_type):
    answer = send(stage, owner, data, media_type)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_a_spreadsheet_that_declares_entities_is_refused(stage, owner):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    assert send(stage, owner, file.getvalue(), XLSX).status_code == 422


def test_what_unpacks_to_too_much_is_refused(stage, owner):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"\0" * (51 * 1024 * 1024))

    answer = send(stage, owner, file.getvalue(), XLSX)

    assert (answer.status_code, answer.json["code"]) == (413, "payload_too_large")


def test_a_list_has_an_end(stage, owner):
    too_many = "\n".join([NUMBERS[0]] * 2002)
    too_large = b"5260250274\n" * 500_000

    assert send(stage, owner, too_many, "text/plain").status_code == 422
    assert send(stage, owner, too_large, "text/plain").status_code == 413


def test_the_same_key_starts_one_job(stage, owner):
    rows = [line("Próbna", NUMBERS[0])]

    first = send(stage, owner, rows, Idempotency_Key="raz")
    second = send(stage, owner, rows, Idempotency_Key="raz")
    other = send(stage, owner, [line("Inna", NUMBERS[1])], Idempotency_Key="raz")

    assert first.json == second.json
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_a_file_in_a_form_is_read_by_its_name(stage, owner):
    data = sheet([HEADINGS.split(";"), line("Próbna", NUMBERS[0]).split(";")])
    with stage.app.test_client() as http:
        answer = http.post(
            ADDRESS, data={"file": (io.BytesIO(data), "Firmy.XLSX")}, headers=owner.headers
        )
        none = http.post(ADDRESS, data={"plik": "x"}, headers=owner.headers)

    assert brief(results(stage, owner, answer)) == [(2, "probna", "would_do", None)]
    assert none.status_code == 415


def test_the_templates_are_read_back_as_an_empty_list(stage, owner):
    for ending, media_type in (("csv", "text/csv"), ("xlsx", XLSX)):
        template = stage.get(f"{ADDRESS}/template.{ending}", owner, Accept_Language="pl")
        answer = send(stage, owner, template.data, media_type)

        assert template.headers["Content-Disposition"].endswith(f'firmy.{ending}"')
        assert answer.json["detail"] == "The list has no company in it."

    cells = load_workbook(io.BytesIO(template.data)).worksheets[0]
    assert cells["B1"].value == "NIP"
    assert cells["B2"].number_format == "@"


def test_only_those_who_lead_the_bureau_import(stage, owner):
    member = stage.worker("biuro500", "member")
    rows = [line("Próbna", NUMBERS[0])]

    assert send(stage, member, rows).status_code == 403
    assert send(stage, Person(), rows).status_code == 404


def test_a_taken_prefix_comes_with_free_ones_and_where_there_are_more(stage, owner):
    stage.open_account("probna")

    answer = stage.post(CLIENTS, owner, {"prefix": "probna", "company": COMPANY})
    more = stage.get(answer.json["fix"].removeprefix("https://bureau.example"), owner).json

    assert (answer.status_code, answer.json["code"]) == (409, "prefix_taken")
    assert "probna-warszawa" in answer.json["detail"]
    assert answer.json["suggestions"][:2] == ["probna-warszawa", "probna-0274"]
    assert more["items"][:2] == ["probna-warszawa", "probna-0274"]
