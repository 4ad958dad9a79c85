"""Files beside invoices: sent, attached and fetched as public clients of Fakturownia do it."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from sqlalchemy import select

from services.accounts.documents.attachments import waiting
from services.accounts.documents.models import WaitingFile
from shared.clock import now
from tests.accounts.attachments.test_attachments import PDF, PNG
from tests.accounts.compatible.conftest import Program, a_token
from tests.accounts.documents.einvoices import an_einvoice

UPLOADS = "/attachment_uploads.json"


@pytest.fixture
def invoice(program: Program) -> int:
    return int(program.invoice()["id"])


def permit(program: Program, invoice: int) -> dict[str, str]:
    answer = program.get(f"/invoices/{invoice}/get_new_attachment_credentials.json")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def send(program: Program, fields: dict[str, str], content: bytes, name: str) -> Any:
    form = {key: value for key, value in fields.items() if key != "url"}
    client = program.app.test_client()
    return client.post(UPLOADS, data=form | {"file": (BytesIO(content), name)})


def attach(program: Program, invoice: int, content: bytes = PDF, name: str = "umowa.pdf") -> Any:
    sent = send(program, permit(program, invoice), content, name)
    assert sent.status_code == 201, sent.text
    return program.post(f"/invoices/{invoice}/add_attachment.json", file_name=name)


def zipped(program: Program, invoice: int) -> dict[str, bytes]:
    answer = program.get(f"/invoices/{invoice}/attachments_zip.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(answer.data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_the_form_has_the_fields_that_programs_send_on(program, invoice) -> None:
    fields = permit(program, invoice)

    assert fields.keys() == {
        "AWSAccessKeyId", "key", "policy", "signature", "acl", "success_action_status", "url",
    }  # fmt: skip
    assert fields["url"].endswith(UPLOADS)
    assert fields["key"].endswith("/${filename}")


def test_what_was_sent_and_attached_comes_in_the_zip(program, invoice) -> None:
    answer = attach(program, invoice)

    assert (answer.status_code, answer.json["code"]) == (200, "success")
    assert zipped(program, invoice) == {"umowa.pdf": PDF}


def test_a_program_may_fill_the_name_in_the_key_in_itself(program, invoice) -> None:
    fields = permit(program, invoice)
    fields["key"] = fields["key"].replace("${filename}", "skan.png")

    assert send(program, fields, PNG, "blob").status_code == 201
    answer = program.post(f"/invoices/{invoice}/add_attachment.json", file_name="skan.png")

    assert answer.status_code == 200, answer.text
    assert zipped(program, invoice) == {"skan.png": PNG}


def test_files_with_one_name_are_numbered_in_the_zip(program, invoice) -> None:
    attach(program, invoice)
    attach(program, invoice, PDF + b"%%EOF")

    assert zipped(program, invoice) == {"umowa.pdf": PDF, "umowa (2).pdf": PDF + b"%%EOF"}


def test_an_invoice_without_files_has_an_empty_zip(program, invoice) -> None:
    assert zipped(program, invoice) == {}


def test_a_file_is_attached_once_and_only_to_the_invoice_that_it_was_sent_for(
    program, invoice
) -> None:
    other = program.invoice()["id"]
    send(program, permit(program, invoice), PDF, "umowa.pdf")

    assert (
        program.post(f"/invoices/{other}/add_attachment.json", file_name="umowa.pdf").status_code
        == 404
    )
    answers = [
        program.post(f"/invoices/{invoice}/add_attachment.json", file_name="umowa.pdf").status_code
        for _ in range(2)
    ]

    assert answers == [200, 404]
    assert zipped(program, other) == {}


@pytest.mark.parametrize("field", ["policy", "signature", "AWSAccessKeyId"])
def test_a_permit_that_was_changed_is_none(program, invoice, field) -> None:
    fields = permit(program, invoice)
    fields[field] = fields[field][:-3] + "AAA"

    assert send(program, fields, PDF, "umowa.pdf").status_code == 401


def test_a_permit_runs_out_and_ends_with_its_token(program, invoice, world) -> None:
    fields = permit(program, invoice)
    with time_machine.travel(now() + waiting.LIFE):
        assert send(program, fields, PDF, "umowa.pdf").status_code == 401

    owner = world.sign_in("acme@example.com")
    for token in owner.get("/v1/accounts/acme/api_tokens").json["items"]:
        owner.delete(f"/v1/accounts/acme/api_tokens/{token['id']}")
    assert send(program, fields, PDF, "umowa.pdf").status_code == 401


def test_a_file_that_nobody_asked_for_in_time_is_forgotten(program, invoice, world) -> None:
    send(program, permit(program, invoice), PDF, "umowa.pdf")

    with time_machine.travel(now() + waiting.LIFE + timedelta(seconds=1)):
        late = program.post(f"/invoices/{invoice}/add_attachment.json", file_name="umowa.pdf")
        with world.sessions.begin() as session:
            waiting.forget_old(session)

    assert late.status_code == 404
    with world.reading() as session:
        assert session.scalars(select(WaitingFile)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"text", "umowa.txt", 415), (PDF, "u" * 300, 422), (PDF, "", 422)],
)
def test_what_is_no_file_for_an_invoice_is_refused(program, invoice, content, name, status) -> None:
    assert send(program, permit(program, invoice), content, name).status_code == status


def test_a_program_that_only_reads_gets_no_permit_and_fetches_files(
    program, invoice, world
) -> None:
    attach(program, invoice)
    reader = Program(
        program.app, a_token(world.sign_in("acme@example.com"), "acme", role="accountant")
    )

    refused = reader.get(f"/invoices/{invoice}/get_new_attachment_credentials.json")

    assert refused.status_code == 403
    assert zipped(reader, invoice) == {"umowa.pdf": PDF}


def test_the_xml_of_an_invoice_in_ksef_is_fetched_byte_for_byte(program, owner) -> None:
    xml = an_einvoice(seller="5261040828")
    path, options = "/v1/accounts/acme/documents/import", {"content_type": "application/xml"}
    assert owner.send("POST", path, None, data=xml, **options).status_code == 201
    (invoice,) = [each["id"] for each in program.get("/invoices.json").json]

    answer = program.get(f"/invoices/{invoice}/attachment", kind="gov")

    assert (answer.status_code, answer.data) == (200, xml)
    assert program.get(f"/invoices/{invoice}/attachment", kind="gov_upo").status_code == 404


def test_an_invoice_of_ones_own_has_no_xml(program, invoice) -> None:
    assert program.get(f"/invoices/{invoice}/attachment", kind="gov").status_code == 404
