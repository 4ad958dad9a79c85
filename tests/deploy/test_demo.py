"""What a first `make up` shows to somebody who looks around."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.system.product import Product
from tests.system.system import System
from tests.system.waiting import eventually

LAST = "demo login firma@piekarnia.example"


@pytest.mark.system
def test_a_first_start_makes_a_bureau_with_clients_and_every_start_prints_its_logins(
    tmp_path: Path,
) -> None:
    system = System(tmp_path, {"DEMO": "1"})
    try:
        system.start()
        eventually(lambda: LAST in system.lines(), within=30)
        first = _logins(system)
        clients = _clients(system, first)
        system.stop()
        system.start()
        eventually(lambda: LAST in system.lines(), within=30)

        assert _logins(system) == first
        assert clients == {"elektrownia": "active", "drukarnia": "active", "piekarnia": "linked"}
    finally:
        system.stop()


def _logins(system: System) -> dict[str, str]:
    lines = [line for line in system.lines().splitlines() if "demo login " in line]
    said = [line.split("demo login ")[1].split() for line in lines]
    return {email: password for email, _, password in said}


def _clients(system: System, logins: dict[str, str]) -> dict[str, str]:
    email = "biuro@biuro500.example"
    with closing(Product.of(system)) as product:
        bureau = product.sign_in(email, logins[email])
        found = bureau.get(f"{product.bureau}/v1/bureaus/biuro500/clients").json["items"]
    return {client["prefix"]: client["state"] for client in found}
