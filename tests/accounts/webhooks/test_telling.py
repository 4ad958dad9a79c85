"""What webhooks hear of: each change once, as it was when it was committed."""

import hashlib
import hmac

import pytest

from tests.accounts.compatible.conftest import an_invoice
from tests.accounts.documents.bodies import a_document


def kinds(server):
    return [told["kind"] for told in server.heard]


def test_a_new_invoice_is_told_with_the_token_in_the_body_and_a_signature_beside_it(
    hooks, server, program
):
    id = hooks.add("invoice:create")

    issued = program.invoice(buyer_name="Odbiorca SA")
    assert hooks.deliver() == 1

    ((headers, body),) = server.calls
    (told,) = server.heard
    assert (told["kind"], told["id"], told["api_token"]) == (
        "invoice:create",
        issued["id"],
        "from-acme",
    )
    assert told["invoice"] == program.get(f"/invoices/{issued['id']}.json").json
    time, signed = (each.split("=")[1] for each in headers["Webhook-Signature"].split(","))
    message = f"{time}.".encode() + body
    assert signed == hmac.new(hooks.secrets[id].encode(), message, hashlib.sha256).hexdigest()


def test_an_invoice_that_is_changed_and_paid_at_once_is_told_once(hooks, server, program):
    hooks.add("invoice:update")
    issued = program.invoice()

    body = {"invoice": {"description": "x", "status": "paid", "oid": "7"}}
    program.put(f"/invoices/{issued['id']}.json", body)
    hooks.deliver()

    (told,) = server.heard
    assert (told["invoice"]["status"], told["invoice"]["oid"]) == ("paid", "7")


def test_every_kind_of_thing_is_told_when_it_comes_changes_and_goes(hooks, server, program):
    things = {
        "invoice": ("/invoices", an_invoice(), {"description": "x"}),
        "client": ("/clients", {"name": "Firma"}, {"city": "Łódź"}),
        "product": ("/products", {"name": "Śruba"}, {"price_net": "2"}),
        "banking_payment": ("/banking/payments", {"price": 7}, {"description": "x"}),
        "warehouse_document": (
            "/warehouse_documents",
            {"kind": "mm", "warehouse_actions": [{"product_name": "Śruba", "quantity": 2}]},
            {"description": "x"},
        ),
    }
    nouns = ["invoice", "client", "product", "payment", "warehouse_document"]
    for noun in nouns:
        for verb in ("create", "update", "delete"):
            hooks.add(f"{noun}:{verb}")

    for member, (path, new, other) in things.items():
        made = program.post(f"{path}.json", {member: new})
        assert made.status_code == 201, made.text
        changed = program.put(f"{path}/{made.json['id']}.json", {member: other})
        assert changed.status_code == 200, changed.text
        program.delete(f"{path}/{made.json['id']}.json")
    hooks.deliver()

    heard = [kind for kind in kinds(server) if kind != "client:create"]
    assert heard == [
        f"{noun}:{verb}"
        for noun in nouns
        for verb in ("create", "update", "delete")
        if (noun, verb) != ("client", "create")
    ]
    assert kinds(server).count("client:create") == 2  # The invoice's buyer is a new client.


def test_what_people_do_is_told_as_well(hooks, server, owner):
    hooks.add("invoice:create")
    hooks.add("payment:create")
    document = owner.post("/v1/accounts/acme/documents", a_document()).json

    owner.post(f"/v1/accounts/acme/documents/{document['id']}/payments", {})
    hooks.deliver()

    assert kinds(server) == ["invoice:create", "payment:create"]


def test_what_was_refused_is_not_told(hooks, server, program):
    hooks.add("invoice:create")
    hooks.add("client:create")

    refused = program.post("/invoices.json", {"invoice": {"buyer_name": "x", "positions": [{}]}})

    assert refused.status_code == 422
    assert hooks.deliver() == 0


def test_another_account_hears_nothing(hooks, server, world):
    hooks.add("invoice:create")

    other = world.account("other")
    assert other.post("/v1/accounts/other/documents", a_document()).status_code == 201

    assert hooks.deliver() == 0


def test_who_is_switched_off_hears_nothing(hooks, program):
    hooks.add("invoice:create", active=False)

    program.invoice()

    assert hooks.deliver() == 0


@pytest.mark.parametrize("verb", ["destroy", "delete"])
def test_delete_may_be_called_destroy(hooks, server, program, verb):
    id = hooks.add(f"client:{verb}")
    client = program.post("/clients.json", {"client": {"name": "x"}}).json

    program.delete(f"/clients/{client['id']}.json")
    hooks.deliver()

    assert hooks.show(id)["kind"] == "client:delete"
    assert server.heard[0]["client"]["name"] == "x"
