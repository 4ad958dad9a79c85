"""Whatever happens to an account at the same moment, it ends in a state that the rules allow."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from services.accounts.config import Settings
from services.accounts.ownership.chores import expire_due
from services.accounts.ownership.models import OwnershipTransfer
from shared.clock import now
from shared.contracts.bureau import ClientDetached, LinkRefused
from tests.accounts.builders import PASSWORD, Someone, World, a_sign_up
from tests.accounts.conftest import an_app, close
from tests.accounts.oracle import check, check_roles
from tests.servers import postgresql_database


class Stage:
    """Two bureaus, an owner and a verified administrator, and new accounts of theirs."""

    def __init__(self, world: World) -> None:
        self.world = world
        for bureau in ("biuro500", "biuro600"):
            world.bureau(bureau)
        self.owner = world.account("owners", "owner@example.com")
        self.jan = world.account("jans", "jan@example.com")
        world.verify(self.jan)
        self.numbers = count()

    def act(self) -> "Act":
        prefix = f"acme{next(self.numbers)}"
        body = a_sign_up(prefix, self.owner.email)
        assert self.world.nobody.post("/v1/accounts", body).status_code == 201
        return Act(self.world, prefix, self.owner, self.jan)


class Act:
    """One account, linked, with an administrator to whom it is offered; and what may happen."""

    def __init__(self, world: World, prefix: str, owner: Someone, jan: Someone) -> None:
        self.world, self.owner, self.jan = world, owner, jan
        self.path = f"/v1/accounts/{prefix}"
        self.bureau("biuro500")
        self.grant()
        owner.post(f"{self.path}/users", {"email": jan.email, "role": "admin"})
        self.transfer = self.offer().json["id"]
        self.id = world.id_of(prefix)
        linked = world.said("accounts.account.bureau_linked.v1")
        self.link = next(m for m in linked if m["account_id"] == self.id)
        self.cleared: set[str] = set()

    def bureau(self, prefix: str) -> Any:
        return self.owner.put(f"{self.path}/bureau", {"bureau_prefix": prefix})

    def grant(self) -> Any:
        body = {"bureau_prefix": "biuro500", "role": "accountant"}
        return self.owner.post(f"{self.path}/users", body)

    def offer(self, email: str = "jan@example.com") -> Any:
        return self.owner.post(f"{self.path}/ownership_transfers", {"email": email})

    def answer(self, who: Someone, word: str) -> Any:
        return who.post(f"/v1/ownership_transfers/{self.transfer}/{word}")

    def accept(self) -> Any:
        return self.answer(self.jan, "accept")

    def decline(self) -> Any:
        return self.answer(self.jan, "decline")

    def cancel(self) -> Any:
        return self.answer(self.owner, "cancel")

    def offer_to_eve(self) -> Any:
        return self.offer("eve@example.com")

    def run_out(self) -> None:
        with self.world.sessions.begin() as session:
            this = OwnershipTransfer.id == self.transfer
            past = now() - timedelta(seconds=1)
            session.execute(update(OwnershipTransfer).where(this).values(expires_at=past))
        with self.world.sessions.begin() as session:
            expire_due(session)

    def replace_bureau(self) -> Any:
        return self.bureau("biuro600")

    def link_bureau(self) -> Any:
        return self.bureau("biuro500")

    def unlink_bureau(self) -> Any:
        return self.owner.delete(f"{self.path}/bureau")

    def revoke_bureau(self) -> Any:
        return self.owner.delete(f"{self.path}/users/{self.link['bureau_id']}")

    def remove_jan(self) -> Any:
        return self.owner.delete(f"{self.path}/users/{self.jan.id}")

    def lower_jan(self) -> Any:
        return self.owner.patch(f"{self.path}/users/{self.jan.id}", {"role": "member"})

    def jan_removes_the_owner(self) -> Any:
        return self.jan.delete(f"{self.path}/users/{self.owner.id}")

    def client_detached(self) -> None:
        self.cleared.add(self.link["link_id"])
        facts = {key: self.link[key] for key in ("account_id", "bureau_id")}
        self.world.hear(ClientDetached(client_id=self.link["link_id"], **facts))

    def link_refused(self) -> None:
        self.cleared.add(self.link["link_id"])
        facts = {key: self.link[key] for key in ("link_id", "account_id", "bureau_id")}
        self.world.hear(LinkRefused(**facts, code="module_inactive"))


EVENTS: list[Callable[[Act], Any]] = [
    Act.accept,
    Act.decline,
    Act.cancel,
    Act.offer_to_eve,
    Act.run_out,
    Act.replace_bureau,
    Act.link_bureau,
    Act.unlink_bureau,
    Act.revoke_bureau,
    Act.grant,
    Act.remove_jan,
    Act.lower_jan,
    Act.jan_removes_the_owner,
    Act.client_detached,
    Act.link_refused,
]


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)]
)
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("races")
    if request.param == "postgresql":
        with postgresql_database() as url:
            yield from _stage(url, folder)
    else:
        yield from _stage(f"sqlite:///{folder}/races.db", folder)


def _stage(url: str, folder: Path) -> Iterator[Stage]:
    app = an_app(
        Settings(
            database_url=url,
            bus_url="embedded:///unused",
            data_dir=folder,
            public_url="https://accounts.test",
            access_token_seconds=600,
            rate_limits=False,
        )
    )
    yield Stage(World(app))
    close(app)


def at_once(events: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(events)) as pool:
        return [done.result() for done in [pool.submit(event) for event in events]]


def codes(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


@given(events=st.lists(st.sampled_from(EVENTS), min_size=2, max_size=6))
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # An interleaving does not come again, so none can be shrunk.
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_interleaving_breaks_a_rule(stage: Stage, events: list[Callable[[Act], Any]]) -> None:
    act = stage.act()

    answers = at_once([lambda event=event: event(act) for event in events])  # type: ignore[misc]

    answered = [a for a in answers if a is not None]
    assert {a.status_code for a in answered} <= {200, 201, 204, 403, 404, 409}
    assert not [a.text for a in answered if a.is_json and a.json.get("code") == "version_conflict"]
    check(stage.world, act.id, act.cleared)
    check_roles(stage.world)


def test_an_offer_has_one_answer_however_many_come_at_once(stage: Stage) -> None:
    act = stage.act()

    answers = at_once([act.accept, act.cancel, act.decline, act.accept, act.cancel, act.decline])

    assert codes(answers)[0] == 200
    assert codes(answers).count(200) == 1
    check(stage.world, act.id, act.cleared)


def test_of_two_offers_at_once_one_is_made(stage: Stage) -> None:
    act = stage.act()
    act.cancel()

    answers = at_once([act.offer, act.offer_to_eve, act.offer, act.offer_to_eve])

    assert codes(answers) == [201, 409, 409, 409]


def test_of_two_bureaus_linked_at_once_one_stays(stage: Stage) -> None:
    act = stage.act()

    at_once([act.replace_bureau, act.link_bureau, act.replace_bureau, act.client_detached])

    check(stage.world, act.id, act.cleared)


def test_whoever_accepts_while_being_put_out_owns_the_account_or_not(stage: Stage) -> None:
    act = stage.act()

    at_once([act.accept, act.remove_jan, act.lower_jan, act.jan_removes_the_owner])

    check(stage.world, act.id, act.cleared)
    check_roles(stage.world)


def test_roles_that_change_in_several_accounts_at_once_are_announced_whole(stage: Stage) -> None:
    acts = [stage.act() for _ in range(6)]

    answers = at_once([act.remove_jan for act in acts])

    assert codes(answers) == [204] * 6, [a.text for a in answers]
    check_roles(stage.world)


def test_one_person_takes_over_several_accounts_at_once(stage: Stage) -> None:
    acts = [stage.act() for _ in range(8)]

    answers = at_once([act.accept for act in acts])

    assert codes(answers) == [200] * 8, [a.text for a in answers]
    check_roles(stage.world)


def test_of_sign_ups_with_one_prefix_and_one_email_one_wins(stage: Stage) -> None:
    prefix = f"race{next(stage.numbers)}"
    body = a_sign_up(prefix, f"{prefix}@example.com")

    answers = at_once([lambda: stage.world.nobody.post("/v1/accounts", body)] * 4)

    assert codes(answers) == [201, 409, 409, 409]
    check_roles(stage.world)


def test_one_person_signs_up_for_many_accounts_at_once(stage: Stage) -> None:
    number = next(stage.numbers)
    bodies = [a_sign_up(f"many{number}-{n}", f"many{number}@example.com") for n in range(4)]

    answers = at_once(
        [lambda body=body: stage.world.nobody.post("/v1/accounts", body) for body in bodies]  # type: ignore[misc]
    )

    opened = codes(answers).count(201)
    assert set(codes(answers)) <= {201, 409}
    person = stage.world.sign_in(f"many{number}@example.com")
    assert len(person.get("/v1/me").json["accounts"]) == opened >= 1


def test_a_refresh_token_is_spent_once_however_often_it_comes_at_once(stage: Stage) -> None:
    token = stage.world.sign_in(stage.jan.email, PASSWORD).refresh_token
    body = {"refresh_token": token}

    answers = at_once([lambda: stage.world.nobody.post("/v1/sessions/refresh", body)] * 4)

    won = [answer.json for answer in answers if answer.status_code == 200]
    assert len(won) <= 1
    for tokens in won:  # The session is over, for one of the others was a thief.
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert stage.world.nobody.get("/v1/me", headers=headers).status_code == 401
