"""Invoices by mail: a PDF and a link to each who is to get them."""

import email
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from services.accounts.documents.sending.actions import LIFE, forget_old
from services.accounts.documents.sending.models import DocumentLink
from services.accounts.mail.delivery import delivery
from services.accounts.mail.postman import deliver_due
from shared.clock import now
from tests.accounts.compatible.conftest import Program, a_token
from tests.accounts.documents.einvoices import an_einvoice

BUYER = "buyer@example.com"


@pytest.fixture
def settings(settings, database_url):
    return replace(settings, database_url=database_url)


@pytest.fixture
def invoice(program):
    return program.invoice(buyer_email=BUYER, buyer_name="Żółta Łódź SA")


@pytest.fixture
def mails(world, settings):
    def read():
        deliver_due(world.sessions, delivery(settings))
        files = sorted((settings.data_dir / "mail").glob("*.document.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]

    return read


def send(program, invoice, body=None, **query):
    return program.post(f"/invoices/{invoice['id']}/send_by_email.json", body, **query)


def test_the_buyer_gets_the_pdf_and_a_link_that_needs_no_signing_in(app, program, invoice, mails):
    answer = send(program, invoice)

    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    (mail,) = mails()
    assert (mail["To"], mail["Reply-To"]) == (BUYER, "biuro@example.com")
    assert invoice["number"] in mail["Subject"]
    (pdf,) = mail.iter_attachments()
    assert pdf.get_filename() == f"{invoice['number'].replace('/', '-')}.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    text = mail.get_body().get_content()
    (link,) = {line for line in text.splitlines() if "token=" in line}
    opened = app.test_client().get(link.removeprefix("https://accounts.test"))
    assert (opened.status_code, opened.mimetype) == (200, "application/pdf")
    assert opened.data.startswith(b"%PDF")
    assert program.get(f"/invoices/{invoice['id']}.json").json["status"] == "sent"


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({"email_to": "one@example.com,two@example.com"}, None),
        ({"email_to": "one@example.com", "email_cc": "two@example.com"}, None),
        ({}, {"email_to": ["one@example.com", "two@example.com", "one@example.com"]}),
    ],
)
def test_others_get_a_mail_each(program, invoice, mails, query, body):
    assert send(program, invoice, body, **query).status_code == 200

    assert [mail["To"] for mail in mails()] == ["one@example.com", "two@example.com"]


def test_a_paid_invoice_stays_paid_and_the_pdf_may_be_left_out(program, invoice, mails):
    program.post(f"/invoices/{invoice['id']}/change_status.json", status="paid")

    send(program, invoice, email_pdf="false")

    (mail,) = mails()
    assert list(mail.iter_attachments()) == []
    assert program.get(f"/invoices/{invoice['id']}.json").json["status"] == "paid"


@pytest.mark.parametrize(
    "to", ["no address", "x@example.com,y", ",".join(f"{n}@example.com" for n in range(6))]
)
def test_what_is_no_address_or_too_many_are_refused(program, invoice, mails, to):
    answer = send(program, invoice, email_to=to)

    assert answer.status_code == 422
    assert answer.json["message"].keys() == {"email_to"}
    assert mails() == []


def test_an_invoice_without_a_buyers_address_needs_one(program, mails):
    answer = send(program, program.invoice())

    assert answer.status_code == 422
    assert answer.json["message"].keys() == {"email_to"}


def test_who_only_reads_sends_nothing(app, owner, invoice, mails):
    reader = Program(app, a_token(owner, "acme", role="accountant"))

    assert send(reader, invoice).status_code == 403
    assert mails() == []


def test_the_mail_has_the_invoice_as_it_was_when_it_was_sent(world, program, invoice, mails):
    send(program, invoice)
    program.put(f"/invoices/{invoice['id']}.json", {"invoice": {"description": "changed"}})

    (mail,) = mails()
    (sent,) = mail.iter_attachments()
    send(program, invoice)
    (later,) = mails()[-1].iter_attachments()

    assert sent.get_content() != later.get_content()


def test_the_mailed_print_of_an_invoice_in_ksef_shows_where_to_check_it(owner, program, mails):
    xml = an_einvoice(seller="5261040828")
    query = {"ksef_number": "5261040828-20260407-0123456789AB-CD"}
    path, options = "/v1/accounts/acme/documents/import", {"content_type": "application/xml"}
    made = owner.send("POST", path, None, data=xml, query_string=query, **options)
    document = made.json["imported"][0]["id"]
    (invoice,) = program.get("/invoices.json").json

    assert send(program, invoice, email_to=BUYER).status_code == 200

    (mail,) = mails()
    (pdf,) = mail.iter_attachments()
    content = pdf.get_content()
    page = PdfReader(BytesIO(content)).pages[0]
    (link,) = [each.get_object()["/A"]["/URI"] for each in page["/Annots"]]
    assert link.startswith("https://qr.ksef.mf.gov.pl/invoice/5261040828/07-04-2026/")
    assert content == owner.get(f"/v1/accounts/acme/documents/{document}.pdf").data


def test_a_link_leads_nowhere_once_it_has_run_out_or_the_invoice_is_gone(
    world, app, program, invoice
):
    send(program, invoice)
    token = world.mailed(BUYER, "document")["token"]
    client = app.test_client()

    with time_machine.travel(now() + LIFE + timedelta(seconds=1)):
        assert client.get(f"/document?token={token}").status_code == 404
        with world.sessions.begin() as session:
            forget_old(session)
            assert session.query(DocumentLink).count() == 0
    send(program, invoice)
    token = world.mailed(BUYER, "document")["token"]
    program.delete(f"/invoices/{invoice['id']}.json")
    assert client.get(f"/document?token={token}").status_code == 404
    assert client.get("/document").status_code == 404


def test_people_send_documents_as_well(world, program, owner, invoice):
    (document,) = owner.get("/v1/accounts/acme/documents").json["items"]
    address = f"/v1/accounts/acme/documents/{document['id']}/send"

    answer = owner.post(address, {"emails": ["one@example.com"]})

    assert (answer.status_code, answer.json) == (200, {"emails": ["one@example.com"]})
    assert owner.post(address, {"emails": ["x"]}).status_code == 422
    assert world.mailed("one@example.com", "document")["number"] == invoice["number"]
