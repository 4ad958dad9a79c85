"""Who was let in is let out: everywhere within two seconds, or with the end of the token."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import jwt
import pytest
from sqlalchemy import select

from services.accounts.keys.models import SigningKey
from shared.clock import now
from shared.database import engine_for, writing
from tests.system.person import Person
from tests.system.processes import kill
from tests.system.product import Product
from tests.system.system import ROOT, System
from tests.system.waiting import eventually

SOON = 2.0  # seconds
LIFE = 3  # seconds


def doors(person: Person) -> list[str]:
    """An address of each service that the person may read."""
    product = person.product
    return [
        person.account,
        f"{product.bureau}/v1/bureaus/{person.prefix}/module",
        f"{product.exports}/v1/accounts/{person.prefix}/settings/jpk_fa_4",
    ]


def statuses(person: Person) -> list[int]:
    """What the doors answer to the token that the person has now."""
    headers = {"Authorization": f"Bearer {person.session['access_token']}"}
    return [person.product.get(url, headers=headers).status for url in doors(person)]


def test_an_ended_session_closes_all_three_services(operator: Person) -> None:
    person = operator.make_bureau()
    eventually(lambda: statuses(person) == [200, 200, 200])

    person.sign_out().expect(204)

    eventually(lambda: statuses(person) == [401, 401, 401], within=SOON)


def test_a_lost_role_closes_all_three_services(product: Product, operator: Person) -> None:
    bureau, colleague = operator.make_bureau(), product.sign_up()
    users = f"{bureau.account}/users"
    added = bureau.post(users, {"email": colleague.email, "role": "admin"}).expect(201).json
    colleague.firm = bureau.firm
    eventually(lambda: statuses(colleague) == [200, 200, 200], within=SOON)

    bureau.ask("DELETE", f"{users}/{added['id']}").expect(204)

    eventually(lambda: statuses(colleague) == [404, 404, 404], within=SOON)


def test_a_spent_refresh_token_kills_its_whole_family(product: Product) -> None:
    person = product.sign_up()
    url = f"{product.accounts}/v1/sessions/refresh"
    spent = {"refresh_token": person.session["refresh_token"]}
    renewed = product.post(url, body=spent).expect(200, 201).json

    product.post(url, body=spent).expect(401)

    product.post(url, body={"refresh_token": renewed["refresh_token"]}).expect(401)


def test_new_keys_sign_and_the_old_ones_are_taken_until_their_tokens_end(
    system: System, product: Product, operator: Person
) -> None:
    person = operator.make_bureau()
    eventually(lambda: statuses(person) == [200, 200, 200])
    old = jwt.get_unverified_header(person.session["access_token"])["kid"]

    command(system, "accounts", "keys", "rotate")
    assert statuses(person) == [200, 200, 200]
    let_the_newest_key_sign(system)

    person.sign_in().expect(201)

    assert jwt.get_unverified_header(person.session["access_token"])["kid"] != old
    assert statuses(person) == [200, 200, 200]


@pytest.mark.system
def test_without_the_bus_an_ended_session_lasts_no_longer_than_its_token(tmp_path: Path) -> None:
    system = System(tmp_path, {"ACCESS_TOKEN_SECONDS": str(LIFE)})
    with running(system) as product:
        person = product.operator().make_bureau()
        eventually(lambda: statuses(person) == [200, 200, 200])
        with stopped(system, "accounts.relay"):
            person.sign_in().expect(201)
            issued = time.monotonic()
            person.sign_out().expect(204)
            assert statuses(person) == [401, 200, 200]
            time.sleep(issued + LIFE + 1.0 - time.monotonic())
            assert statuses(person) == [401, 401, 401]


@pytest.mark.system
def test_exports_starts_and_answers_while_accounts_is_down(tmp_path: Path) -> None:
    system = System(tmp_path)
    with running(system) as product:
        owner = product.sign_up()
        owner.import_documents(owner.an_invoice().to_xml()).expect(201)
        finish(owner)

    programs = [alone(system, "exports", name) for name in ("api", "worker", "relay", "runner")]
    try:
        eventually(lambda: answers(product), within=20)

        done = finish(owner)

        assert done["file"]["size"] > 0
    finally:
        product.close()
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait(20)


def finish(owner: Person) -> dict:
    """An export with the owner's one document, once exports knows it."""

    def look() -> dict | None:
        period = {"first": "2026-04-01", "last": "2026-04-30"}
        export = owner.export([owner.prefix], "jpk_fa_4", **period).expect(202).json
        done = owner.finished(export["id"])
        return done if done["progress"]["done"] == 1 else None

    return eventually(look, every=0.2)


def answers(product: Product) -> bool:
    try:
        return product.get(f"{product.exports}/readyz").status == 200
    except OSError:
        return False


@contextmanager
def running(system: System) -> Iterator[Product]:
    try:
        with closing(Product.of(system.start())) as product:
            yield product
    finally:
        system.stop()


@contextmanager
def stopped(system: System, program: str) -> Iterator[None]:
    """One process stands still meanwhile."""
    pid = system.pid_of(program)
    assert pid, f"{program} does not run"
    kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        kill(pid, signal.SIGCONT)


def let_the_newest_key_sign(system: System) -> None:
    """A new key is published for some minutes before it signs; let them have passed."""
    engine = engine_for(system.database_url("accounts"))
    with writing(engine).begin() as session:
        newest = select(SigningKey).order_by(SigningKey.signs_from.desc()).limit(1)
        session.scalars(newest).one().signs_from = now()
    engine.dispose()


def command(system: System, service: str, *words: str) -> None:
    env = system.environment_of(service)
    subprocess.run(
        [sys.executable, "-m", f"services.{service}", *words], cwd=ROOT, env=env, check=True
    )


def alone(system: System, service: str, program: str) -> subprocess.Popen[bytes]:
    """One process of one service, without the supervisor."""
    with system.printed.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"services.{service}", program],
            cwd=ROOT,
            env=system.environment_of(service),
            stdout=log,
            stderr=log,
        )
