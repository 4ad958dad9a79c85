"""A client that asks for all its documents before it leaves the bureau."""

import hashlib
import io
import os
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.exports.formats.archive_zip.verify import verify
from tests.journeys.steps import a_handed_over_client, an_active_client
from tests.system.http import Answer
from tests.system.person import Person
from tests.system.product import Product
from tests.system.system import System


def package_of(client: Person) -> str:
    return f"{client.account}/handover_package"


def packages_of(client: str, product: Product) -> str:
    return f"{product.exports}/v1/accounts/{client}/handover_packages"


def bulk(bureau: Person, *clients: str) -> dict[str, Any]:
    """The result of a bulk detach of one client."""
    url = f"{bureau.bureau}/bulk"
    body = {"action": "detach", "clients": list(clients), "arguments": {}, "dry_run": False}
    job = bureau.post(url, body).expect(202).json["id"]

    def look() -> dict[str, Any] | None:
        shown = bureau.get(f"{url}/{job}").expect(200).json
        return shown["results"][0] if shown["state"] == "completed" else None

    return bureau.product.eventually(look, "the bulk job to end")


@contextmanager
def paused(system: System, *programs: str) -> Iterator[None]:
    """Let these processes stand still meanwhile."""
    pids = [pid for pid in map(system.pid_of, programs) if pid]
    assert len(pids) == len(programs)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def waits_for(client: Person, state: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        shown: dict[str, Any] = client.get(package_of(client)).expect(200).json
        return shown if shown["state"] == state else None

    return client.product.eventually(look, f"the package of {client.prefix} to be {state}")


def detached(bureau: Person, client: str) -> Answer:
    """The answer to a detach, once the bureau has heard that the package is there."""
    bureau.wait_for(client, awaited_package=None)
    return bureau.detach(client)


def test_a_client_gets_all_its_documents_before_it_is_detached_and_keeps_them(
    system: System, product: Product, bureau: Person
) -> None:
    client = an_active_client(product, bureau)
    invoices = [client.an_invoice(f"FV {n}/04/2026").to_xml() for n in (1, 2, 4)]
    for invoice in invoices:
        client.import_documents(invoice).expect(201)

    with paused(system, "exports.runner"):
        asked = client.post(package_of(client)).expect(202).json
        bureau.wait_for(client.prefix, awaited_package=asked["id"], allowed=[])
        by_bureau = bureau.detach(client.prefix).expect(409)
        in_bulk = bulk(bureau, client.prefix)
        by_client = client.leave().expect(409)
        replaced = client.link("nobody-knows-it")
        preflight = bureau.get(
            f"{bureau.bureau}/clients/{client.prefix}/preflight?action=detach"
        ).expect(200)

    assert (by_bureau.code, by_client.code) == ("package_not_ready", "package_not_ready")
    assert (in_bulk["outcome"], in_bulk["code"]) == ("refused", "package_not_ready")
    assert replaced.status in (409, 422)
    assert by_client.json["fix"] == f"{package_of(client)}/waive"
    assert [each["code"] for each in preflight.json["blockers"]] == ["package_not_ready"]
    assert bureau.get(by_bureau.json["fix"]).expect(200).json["id"] == asked["id"]

    waits_for(client, "verified")
    while_served = bureau.get(f"{packages_of(client.prefix, product)}/{asked['id']}").expect(200)
    detached(bureau, client.prefix).expect(200)
    client.wait_for_account(bureau_prefix=None)

    package = client.get(f"{packages_of(client.prefix, product)}/{asked['id']}").expect(200).json
    file = client.get(package["file"]["url"]).expect(200)
    certificate = client.get(package["certificate"]).expect(200)
    assert while_served.json["file"] == package["file"]
    assert (package["state"], package["documents"]) == ("verified", 3)
    assert hashlib.sha256(file.content).hexdigest() == package["file"]["sha256"]
    assert verify(io.BytesIO(file.content)) == []
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        kept = [archive.read(name) for name in archive.namelist()]
        assert all(invoice in kept for invoice in invoices)
        assert "FV 3/04/2026" in archive.read("number_gaps.csv").decode("utf-8-sig")
        assert "2026-04;sprzedaż;tak" in archive.read("sums_by_month.csv").decode("utf-8-sig")
    assert certificate.content.startswith(b"%PDF")

    def closed() -> bool:
        answers = [
            bureau.get(f"{packages_of(client.prefix, product)}{rest}").status
            for rest in ("", f"/{asked['id']}", f"/{asked['id']}/file")
        ]
        return answers == [404, 404, 404]

    product.eventually(closed, "the package to be closed to the bureau")


def test_a_client_that_waives_its_package_may_leave(
    system: System, product: Product, bureau: Person
) -> None:
    client = a_handed_over_client(product, bureau)

    with paused(system, "exports.runner"):
        client.post(package_of(client)).expect(202)
        client.leave().expect(409)
        client.post(f"{package_of(client)}/waive").expect(200)
        client.leave().expect(204)
        bureau.wait_for(client.prefix, state="detached")

    def waived() -> bool:
        items = client.get(packages_of(client.prefix, product)).expect(200).json["items"]
        return [each["state"] for each in items] == ["waived"]

    product.eventually(waived, "exports to hear of it")


def test_what_the_bureau_asks_for_holds_up_nobody_and_stays_with_the_client(
    product: Product, bureau: Person
) -> None:
    client = a_handed_over_client(product, bureau)
    client.import_documents(client.an_invoice("P/1").to_xml()).expect(201)

    asked = bureau.post(
        f"{bureau.bureau}/clients/{client.prefix}/handover_package",
        headers={"Prefer": "wait=10"},
    ).expect(201, 202)
    bureau.detach(client.prefix).expect(200)

    def verified() -> dict[str, Any] | None:
        items = client.get(packages_of(client.prefix, product)).expect(200).json["items"]
        return items[0] if items[0]["state"] == "verified" else None

    package = product.eventually(verified, "the package to be verified")
    assert (package["id"], package["asked_by"]) == (asked.json["id"], "bureau")
    assert package["documents"] == 1


def test_a_package_is_verified_once_accounts_is_back(
    system: System, product: Product, bureau: Person
) -> None:
    client = an_active_client(product, bureau)
    client.import_documents(client.an_invoice("D/1").to_xml()).expect(201)

    with paused(system, "accounts.worker"):  # It would answer what the account holds.
        client.post(package_of(client)).expect(202)

        def is_making() -> bool:
            items = client.get(packages_of(client.prefix, product)).expect(200).json["items"]
            return [each["state"] for each in items] == ["making"]

        product.eventually(is_making, "exports to ask accounts")
        client.leave().expect(409)

    waits_for(client, "verified")
    client.leave().expect(204)
    bureau.wait_for(client.prefix, state="detached")
