"""What becomes of an invoice that a program issued: statuses, money, its end, its print."""

from datetime import date

from tests.accounts.compatible.conftest import PRODUCT_A as A
from tests.accounts.compatible.test_invoice_lists import numbers


def test_statuses_follow_the_money(program):
    invoice = program.invoice(A)
    address = f"/invoices/{invoice['id']}"

    def status(to):
        response = program.post(f"{address}/change_status.json", status=to)
        found = program.get(f"{address}.json").json
        return response.status_code, found["status"], found["paid"]

    assert status("sent") == (200, "sent", "0.00")
    assert status("partial") == (422, "sent", "0.00")
    assert status("paid") == (200, "paid", "10.23")
    assert status("issued") == (200, "issued", "0.00")
    assert status("nonsense") == (422, "issued", "0.00")


def test_an_invoice_may_be_paid_as_it_is_issued(program):
    whole = program.invoice(A, status="paid", paid_date="2026-04-08")
    part = program.invoice(A, paid="5.00")

    assert (whole["status"], whole["paid_date"]) == ("paid", "2026-04-08")
    assert (part["status"], part["paid"]) == ("partial", "5.00")


def test_a_cancelled_invoice_stays_and_a_deleted_one_goes(program):
    one, two, three = (program.invoice(A) for _ in range(3))

    cancelled = program.post(f"/invoices/{one['id']}/cancel.json", {"cancel_reason": "Pomyłka"})
    by_body = program.post("/invoices/cancel.json", {"cancel_invoice_id": two["id"]})
    deleted = program.delete(f"/invoices/{three['id']}.json")

    assert {cancelled.status_code, by_body.status_code, deleted.status_code} == {200}
    found = program.get(f"/invoices/{one['id']}.json").json
    assert (found["cancelled"], found["cancel_reason"]) == (True, "Pomyłka")
    assert numbers(program.get("/invoices.json")) == [two["number"], one["number"]]
    assert program.get(f"/invoices/{three['id']}.json").status_code == 404
    assert program.delete(f"/invoices/{three['id']}.json").status_code == 404


def test_an_invoice_prints(program):
    invoice = program.invoice(A)

    page = program.get(f"/invoices/{invoice['id']}.pdf")

    assert (page.mimetype, page.data[:5]) == ("application/pdf", b"%PDF-")


def test_a_term_of_payment_counts_from_the_issue(program):
    invoice = program.invoice(A, payment_to_kind="14")

    assert invoice["payment_to"] == date(2026, 4, 21).isoformat()


def test_a_locked_invoice_tells_why(program, owner):
    invoice = program.invoice(A)
    (document,) = owner.get("/v1/accounts/acme/documents").json["items"]
    owner.post(f"/v1/accounts/acme/documents/{document['id']}/book")

    answers = [
        program.put(f"/invoices/{invoice['id']}.json", {"invoice": {"place": "Łódź"}}),
        program.delete(f"/invoices/{invoice['id']}.json"),
        program.post(f"/invoices/{invoice['id']}/cancel.json", {}),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert all(answer.json["message"]["base"] for answer in answers)
