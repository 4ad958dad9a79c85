"""What a first `make up` shows to somebody who looks around."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.system.product import Product
from tests.system.system import System
from tests.system.waiting import eventually

LAST = "demo login firma@szklarnia-tafla.example"

STATES = {"linked": 4, "active": 31, "handed_over": 3, "detached": 2}
"""How many of the forty clients stand in each state."""


@pytest.mark.system
def test_a_first_start_makes_a_bureau_with_clients_and_every_start_prints_its_logins(
    tmp_path: Path,
) -> None:
    system = System(tmp_path, {"DEMO": "1"})
    try:
        system.start()
        eventually(lambda: LAST in system.lines(), within=60)
        first = _logins(system)
        eventually(lambda: _states(system, first) == STATES, within=60)
        system.stop()
        system.start()
        eventually(lambda: LAST in system.lines(), within=30)

        assert _logins(system) == first
        assert _states(system, first) == STATES

        system.stop()
        (system.data / "demo.made").unlink()  # As if the first start had been cut short.
        system.start()
        eventually((system.data / "demo.made").exists, within=60)

        assert _states(system, first) == STATES
    finally:
        system.stop()


def _logins(system: System) -> dict[str, str]:
    lines = [line for line in system.lines().splitlines() if "demo login " in line]
    said = [line.split("demo login ")[1].split() for line in lines]
    return {email: password for email, _, password in said}


def _states(system: System, logins: dict[str, str]) -> dict[str, int]:
    email = "biuro@biuro500.example"
    with closing(Product.of(system)) as product:
        bureau = product.sign_in(email, logins[email])
        address = f"{product.bureau}/v1/bureaus/biuro500/clients?limit=200"
        found = [*bureau.get(address).json["items"]]
        found += bureau.get(f"{address}&state=detached").json["items"]
    return dict(Counter(client["state"] for client in found))
