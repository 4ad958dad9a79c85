"""The public clients `fakturownia` and `fakturownia-client`, as their programs use them."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import httpx
import pytest
from fakturownia.core import ApiClient
from fakturownia.exceptions import HttpException
from fakturownia_client import FakturowniaClient, InvoiceCreate, InvoicePositionCreate
from fakturownia_client.exceptions import AuthenticationError, NotFoundError, ValidationError
from flask import Flask
from werkzeug.serving import make_server

from services.accounts.config import Settings

SZCZAPA = {"name": "Smolna szczapa", "quantity": 5, "total_price_gross": 7.33}


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    """On both databases, since these programs go everywhere."""
    return replace(settings, database_url=database_url)


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fakturownia(server: str, token: str) -> ApiClient:
    return ApiClient(token, f"{server}acme/")


class PlainHttp(httpx.BaseTransport):
    """Sends to the application in this process what is meant for https elsewhere."""

    def __init__(self, app: Flask) -> None:
        self._inner = httpx.WSGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http")
        return self._inner.handle_request(request)


@pytest.fixture
def typed(app: Flask, token: str) -> Iterator[FakturowniaClient]:
    with FakturowniaClient("acme", token, transport=PlainHttp(app), max_retries=0) as client:
        yield client


def test_fakturownia_issues_reads_changes_pays_and_deletes(fakturownia):
    invoice = fakturownia.invoices.create(
        seller_name="Kabaret Starszych Panów", buyer_name="Odrażający drab", positions=[SZCZAPA]
    )
    assert invoice.price_gross == "7.33"

    invoice.get()
    invoice.put(buyer_email="kominek@example.com")
    assert invoice.buyer_email == "kominek@example.com"
    invoice.mark_paid()
    assert fakturownia.invoices[invoice.id].status == "paid"
    invoice.delete()

    with pytest.raises(HttpException) as caught:
        fakturownia.invoices[invoice.id]
    assert caught.value.status_code == 404


def test_fakturownia_sends_invoices_by_mail(fakturownia, world):
    invoice = fakturownia.invoices.create(buyer_name="Odbiorca", positions=[SZCZAPA])

    invoice.put(buyer_email="kominek@example.com").send_by_email()

    assert world.mailed("kominek@example.com", "document")["number"] == invoice.number
    assert fakturownia.invoices[invoice.id].status == "sent"


def test_fakturownia_is_told_at_webhooks_what_it_did(fakturownia, owner, world):
    body = {"kind": "invoice:create", "url": "https://shop.example/"}
    webhook = owner.post("/v1/accounts/acme/webhooks", body).json["id"]

    invoice = fakturownia.invoices.create(buyer_name="Odbiorca", positions=[SZCZAPA])

    (told,) = owner.get(f"/v1/accounts/acme/webhooks/{webhook}/deliveries").json["items"]
    assert told["subject"] == f"invoice/{invoice.id}"


def test_fakturownia_keeps_clients_and_invoices_them(fakturownia):
    client = fakturownia.clients.create(name="Łódzka firma", tax_no="7740001454")

    invoice = client.create_invoice(positions=[SZCZAPA])

    assert invoice.client_id == client.id
    assert invoice.buyer_name == "Łódzka firma"
    client.put(city="Łódź")
    assert fakturownia.clients[client.id].city == "Łódź"
    client.delete()


def test_fakturownia_is_told_what_is_wrong(fakturownia):
    with pytest.raises(HttpException, match="buyer_name"):
        fakturownia.invoices.create(positions=[SZCZAPA])
    fakturownia.api_token = "wrong/acme"
    with pytest.raises(HttpException, match="You must be logged in"):
        fakturownia.invoices.create(positions=[SZCZAPA])


def test_the_typed_client_does_all_that_it_can_do_with_invoices(typed, world):
    created = typed.create_invoice(
        InvoiceCreate(
            buyer_name="ACME Sp. z o.o.",
            buyer_tax_no="1234567890",
            positions=[InvoicePositionCreate(name="Usługa", total_price_gross=123.00, tax=23)],
        )
    )

    assert created.price_net == "100.00"
    assert created.buyer_tax_no == "1234567890"
    typed.change_invoice_status(created.id, "paid")
    assert typed.get_invoice(created.id).status == "paid"
    assert typed.update_invoice(created.id, {"description": "x"}).id == created.id
    assert typed.download_invoice_pdf(created.id).startswith(b"%PDF")
    listed = typed.list_invoices(period="this_month", include_positions=True)
    assert [each.positions[0].name for each in listed] == ["Usługa"]
    assert [each.id for each in typed.iter_invoices(period="this_year")] == [created.id]
    typed.send_invoice_by_email(
        created.id, email_to=["one@example.com", "two@example.com"], email_pdf=True
    )
    assert world.mailed("two@example.com", "document")["number"] == created.number
    typed.delete_invoice(created.id)
    with pytest.raises(NotFoundError):
        typed.get_invoice(created.id)


def test_the_typed_client_does_all_that_it_can_do_with_the_rest(typed):
    client = typed.create_client({"name": "Firma", "tax_no": "7740001454"})
    product = typed.create_product({"name": "Śruba", "price_net": "2.00", "tax": "23"})
    invoice = typed.create_invoice({"client_id": client.id, "positions": [SZCZAPA]})
    payment = typed.create_payment({"name": "P", "price": 7.33, "invoice_id": invoice.id})

    assert typed.list_clients(tax_no="7740001454") == [typed.get_client(client.id)]
    assert typed.update_client(client.id, {"city": "Łódź"}).city == "Łódź"
    assert typed.list_products() == [typed.get_product(product.id)]
    assert typed.update_product(product.id, {"price_net": "3"}).price_gross == "3.69"
    assert typed.list_payments(include_invoices=True)[0].invoices[0].status == "paid"
    assert typed.update_payment(payment.id, {"description": "x"}).description == "x"
    typed.delete_payment(payment.id)
    typed.delete_product(product.id)
    typed.delete_client(client.id)
    assert typed.get_invoice(invoice.id).status == "issued"


def test_the_typed_client_is_told_what_is_wrong(app, typed):
    with pytest.raises(ValidationError, match="buyer_name"):
        typed.create_invoice({"positions": [SZCZAPA]})
    stranger = FakturowniaClient("acme", "wrong", transport=PlainHttp(app), max_retries=0)
    with stranger, pytest.raises(AuthenticationError, match="You must be logged in"):
        stranger.list_invoices()
