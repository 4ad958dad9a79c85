"""Importing KSeF files on a page: a row for each file, links, and clear refusals."""

from io import BytesIO
from typing import Any

from tests.accounts.documents.conftest import a_zip
from tests.accounts.documents.einvoices import an_einvoice
from tests.accounts.pages.documents.conftest import HOME
from tests.pages.browser import Browser

OURS, THEIRS, STRANGER = "5261040828", "7740001454", "1111111111"


def send(browser: Browser, **files: bytes) -> Any:
    given = [(BytesIO(content), name.replace("_", ".")) for name, content in files.items()]
    return browser.client.post(
        f"{HOME}/import", data={"form_token": browser.form_token, "file": given}
    )


def row_of(answer: Any, file: str) -> str:
    """The row of the file, without its tags' attributes."""
    rows = [row for row in answer.text.split("<tr>") if f">{file}</th>" in row]
    assert len(rows) == 1, answer.text
    return rows[0]


def test_each_file_has_its_row_and_its_result(browser: Browser) -> None:
    known = an_einvoice(seller=OURS, number="FV 1")
    send(browser, old_xml=known)

    answer = send(
        browser,
        old_xml=known,
        new_xml=an_einvoice(seller=OURS, number="FV 2"),
        alien_xml=an_einvoice(seller=THEIRS, buyer=STRANGER),
        broken_xml=b"<Faktura",
        taken_xml=an_einvoice(seller=OURS, number="FV 1", issued="2026-05-01"),
    )

    assert answer.status_code == 200
    assert "Już był" in row_of(answer, "old.xml")
    assert ">FV 1</a>" in row_of(answer, "old.xml")
    assert "Wczytany" in row_of(answer, "new.xml")
    assert f'href="{HOME}/' in row_of(answer, "new.xml")
    assert ">FV 2</a>" in row_of(answer, "new.xml")
    assert "nie jest numerem ani sprzedawcy, ani nabywcy" in row_of(answer, "alien.xml")
    assert "Odrzucony" in row_of(answer, "broken.xml")
    assert "FV 1" in row_of(answer, "taken.xml")
    assert "Wczytane: 1" in answer.text
    assert "Odrzucone: 3" in answer.text


def test_a_zip_has_a_row_for_each_of_its_files(browser: Browser) -> None:
    files = {f"{no}.xml": an_einvoice(seller=OURS, number=f"FV {no}") for no in range(3)}

    answer = send(browser, all_zip=a_zip(files))

    assert [">FV 0</a>" in row_of(answer, "0.xml"), "Wczytane: 3" in answer.text] == [True, True]
    assert browser.open(HOME).text.count('id="document-') == 3


def test_a_form_without_a_file_says_what_to_do(browser: Browser) -> None:
    answer = browser.post(f"{HOME}/import")

    assert answer.status_code == 422
    assert f'action="{HOME}/import"' in answer.text


def test_who_may_not_record_does_not_import(accountant: Browser) -> None:
    answer = send(accountant, new_xml=an_einvoice(seller=OURS))

    assert accountant.open(f"{HOME}/import").status_code == 403
    assert answer.status_code == 403
    assert 'id="document-' not in accountant.open(HOME).text
