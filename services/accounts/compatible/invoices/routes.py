"""Invoices at the compatible addresses."""

from typing import Any
from urllib.parse import quote

from flask import Response, request
from sqlalchemy.orm import Session

from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.invoices import actions
from services.accounts.compatible.invoices.finding import invoice, list_invoices
from services.accounts.compatible.invoices.sending import emails_given, wants_pdf
from services.accounts.compatible.invoices.view import invoice_view, invoices_view
from services.accounts.compatible.values import is_yes, object_in, serial_of, text_in
from services.accounts.documents.actions import locked_document, note, print_of
from services.accounts.documents.issuing import actions as issuing
from services.accounts.documents.sending import actions as sending
from services.accounts.documents.sending.schemas import SendingBody

api = CompatibleApi("compatible_invoices")

INVOICE = "/invoices/<serial>"


@api.on("GET", "/invoices.json", may="see_documents")
def list_compatible_invoices(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of invoices, as Fakturownia's programs ask for it."""
    with_positions = is_yes(asked.parameters.get("include_positions"))
    documents = list_invoices(session, asked)
    return invoices_view(session, documents, with_positions=with_positions)


@api.on("POST", "/invoices.json", may="change_documents", status=201)
def create_compatible_invoice(session: Session, asked: Asked) -> dict[str, Any]:
    """Issue an invoice, or record a cost (`income` 0)."""
    given = object_in(asked.body, "invoice")
    return invoice_view(session, actions.create(session, asked.account, given))


@api.on("GET", f"{INVOICE}.json", may="see_documents")
def get_compatible_invoice(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One invoice with its positions."""
    return invoice_view(session, invoice(session, asked.account, serial))


@api.on("PUT PATCH", f"{INVOICE}.json", may="change_documents")
def change_compatible_invoice(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change an invoice; positions by their `id`, with `_destroy` they go."""
    given = object_in(asked.body, "invoice")
    return invoice_view(session, actions.change(session, asked.account, serial, given))


@api.on("DELETE", f"{INVOICE}.json", may="change_documents")
def delete_compatible_invoice(session: Session, asked: Asked, serial: int) -> str:
    """Delete an invoice that is neither in KSeF nor booked."""
    found = invoice(session, asked.account, serial)
    issuing.delete(session, asked.account, found.id)
    return "ok"


@api.on("GET", f"{INVOICE}.pdf", may="see_documents", gives="application/pdf")
def print_compatible_invoice(session: Session, asked: Asked, serial: int) -> Response:
    """The invoice as a printable page."""
    found = invoice(session, asked.account, serial)
    response = Response(print_of(session, found, "pl"), mimetype="application/pdf")
    name = quote(f"{found.number.replace('/', '-')}.pdf", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@api.on("POST PUT", f"{INVOICE}/send_by_email.json", may="change_documents")
def send_compatible_invoice(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Mail an invoice as a PDF with a link, to its buyer, or to `email_to` and `email_cc`."""
    found = invoice(session, asked.account, serial)
    document = locked_document(session, asked.account, found.id)
    body = SendingBody().load({"emails": emails_given(asked), "attached": wants_pdf(asked)})
    sent = sending.send(session, asked.account, document, body["emails"], attached=body["attached"])
    return {"status": "ok", "code": "success", "message": f"Wysłano: {', '.join(sent)}"}


@api.on("POST PUT", f"{INVOICE}/change_status.json", may="change_documents")
def change_compatible_status(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Mark an invoice as `issued`, `sent`, `paid` or `rejected`."""
    status = request.args.get("status") or text_in(asked.body, "status") or ""
    found = invoice(session, asked.account, serial)
    document = locked_document(session, asked.account, found.id)
    actions.change_status(session, asked.account, document, status)
    return {"code": "success", "message": "Status zmieniony", "status": status}


@api.on("POST PUT", f"{INVOICE}/cancel.json", may="change_documents")
def cancel_compatible_invoice(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Cancel an invoice: it keeps its number and counts no more."""
    found = invoice(session, asked.account, serial)
    document = issuing.cancel(session, asked.account, found.id)
    if reason := text_in(asked.body, "cancel_reason"):
        note(session, document, beside=(document.beside or {}) | {"cancel_reason": reason[:1000]})
    return {"code": "success", "message": "Dokument anulowany"}


@api.on("POST", "/invoices/cancel.json", may="change_documents")
def cancel_invoice_by_body(session: Session, asked: Asked) -> dict[str, Any]:
    """The same with the invoice's id in the body, as `cancel_invoice_id`."""
    id = text_in(asked.body, "cancel_invoice_id") or ""
    return dict(cancel_compatible_invoice(session, asked, serial_of(id)))
