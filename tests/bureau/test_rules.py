"""The rules of the domain hold at every moment, whatever happens in whatever order."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from services.bureau.clients.models import Client
from services.bureau.companies.actions import abandon_overdue
from services.bureau.companies.models import CompanyRequest
from services.bureau.migrations import METADATA
from services.bureau.module.models import SeatMovement
from shared.history import history
from shared.outbox import outbox
from tests.bureau.listener import COMPANY
from tests.bureau.rules import Rules
from tests.bureau.stage import Stage
from tests.bureau.world import World
from tests.quicker import create_tables

BUREAUS = {"biuro500": 2, "biuro600": 1}  # Small packages: full ones are what is interesting.
PREFIXES = ["acme", "nowa", "sklep", "kram"]

bureaus = st.sampled_from(sorted(BUREAUS))
prefixes = st.sampled_from(PREFIXES)
picks = st.integers(0, 1000)


class Interleavings(RuleBasedStateMachine):
    """Two bureaus, three firms, an operator, and a bus that delivers as it likes."""

    @initialize()
    def begin(self):
        self.folder = tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        database_url = f"sqlite:///{self.folder}/bureau.db"
        create_tables(database_url, METADATA)
        self.stage = Stage(database_url)
        self.world = World(self.stage, BUREAUS)
        self.domain = Rules(self.stage)
        self.world.sign_up("acme")
        self._ask("biuro500", "POST", "", {"prefix": "nowa", "company": COMPANY})
        self.world.drain()

    def teardown(self):
        if not hasattr(self, "world"):
            return
        self.world.drain()
        self.the_rules_hold()
        self.domain.check_agreement(self.world)
        self.stage.close()
        shutil.rmtree(self.folder)

    # What firms do in accounts.

    @rule(prefix=prefixes)
    def a_firm_signs_up(self, prefix):
        if prefix not in self.world.accounts:
            self.world.sign_up(prefix)

    @rule(prefix=prefixes, bureau=bureaus)
    def a_firm_links_a_bureau(self, prefix, bureau):
        account = self._own(prefix)
        if account and account.bureau_id != self.stage.accounts[bureau]:
            self.world.link(account, bureau)

    @precondition(lambda self: self._linked())
    @rule(pick=picks)
    def a_firm_unlinks_its_bureau(self, pick):
        self.world.unlink(self._one_of(self._linked(), pick))

    @precondition(lambda self: self._linked())
    @rule(pick=picks)
    def a_firm_gives_or_takes_the_role(self, pick):
        account = self._one_of(self._linked(), pick)
        (self.world.revoke if account.role else self.world.grant)(account)

    @precondition(lambda self: self.world.offers)
    @rule(pick=picks, yes=st.booleans())
    def a_person_answers_an_offer(self, pick, yes):
        transfer_id = self._one_of(self.world.offers, pick)
        (self.world.accept if yes else self.world.decline)(transfer_id)

    # What people do in the bureau.

    @rule(prefix=prefixes, bureau=bureaus)
    def a_bureau_adds_a_company(self, prefix, bureau):
        self._ask(bureau, "POST", "", {"prefix": prefix, "company": COMPANY})

    @rule(prefix=prefixes, bureau=bureaus)
    def a_bureau_adds_a_company_and_nobody_answers_in_time(self, prefix, bureau):
        self.a_bureau_adds_a_company(prefix, bureau)
        self.the_worker_gives_up_what_nobody_answered()

    @rule(pick=picks)
    def a_hand_over_is_accepted(self, pick):
        """The bus brings the offer at once, the answer when it likes."""
        for bureau, prefix in self._some_client(pick):
            self._ask(bureau, "POST", f"/{prefix}/handover", {"email": "jan@nowa.example"})
            self.world.drain()
            for transfer_id in list(self.world.offers):
                self.world.accept(transfer_id)

    @rule(pick=picks, step=st.sampled_from(["detach", "handover"]))
    def a_bureau_asks_for_a_step(self, pick, step):
        """Whether the client lets it or not."""
        body = {"email": "jan@nowa.example"} if step == "handover" else None
        for bureau, prefix in self._some_client(pick):
            self._ask(bureau, "POST", f"/{prefix}/{step}", body)

    @precondition(lambda self: self.world.offers)
    @rule(pick=picks)
    def a_bureau_takes_its_offer_back(self, pick):
        for bureau, prefix in self._some_client(pick):
            self._ask(bureau, "DELETE", f"/{prefix}/handover")

    @rule(bureau=bureaus, step=st.sampled_from(["suspend", "resume"]))
    def an_operator_moves_the_module(self, bureau, step):
        self.stage.post(f"/v1/bureaus/{bureau}/module/{step}", self.stage.operator)

    @rule(bureau=bureaus, size=st.integers(0, 3))
    def an_operator_changes_the_package(self, bureau, size):
        path = f"/v1/bureaus/{bureau}/module"
        self.stage.call("PUT", path, self.stage.operator, {"package_size": size})

    @rule()
    def the_worker_gives_up_what_nobody_answered(self):
        with self.stage.sessions.begin() as session:
            abandon_overdue(session, limit=timedelta(0))

    # What the bus does.

    @rule(pick=picks)
    def accounts_hears_something(self, pick):
        unheard = self.world.unheard_by_accounts()
        if unheard:
            self.world.accounts_hears(self._one_of(unheard, pick))

    @rule(pick=picks)
    def the_bureau_hears_something(self, pick):
        unheard = self.world.unheard_by_bureau()
        if unheard:
            self.world.bureau_hears(self._one_of(unheard, pick))

    @rule()
    def the_bus_catches_up(self):
        self.world.drain()

    @rule(pick=picks, back=st.integers(0, 5))
    def the_bureau_hears_something_again(self, pick, back):
        heard = [s for s, count in self.world.heard_by_bureau.items() if count]
        if not heard:
            return
        before = self._books()
        self.world.bureau_hears_again(self._one_of(heard, pick), back)
        assert self._books() == before, "rule 8: the same message twice has the effect of one"

    # What must hold.

    @invariant()
    def the_rules_hold(self):
        if not hasattr(self, "world"):
            return
        self.domain.check()

    # Short words.

    def _own(self, prefix):
        account = self.world.accounts.get(prefix)
        return account if account and account.owner_kind == "user" else None

    def _linked(self):
        every = self.world.accounts.values()
        return [each for each in every if each.owner_kind == "user" and each.link_id]

    def _some_client(self, pick):
        """A bureau and the prefix of a living client of it; nothing where there is none."""
        names = {id_: prefix for prefix, id_ in self.stage.accounts.items()}
        with self.stage.sessions() as session:
            clients = session.scalars(select(Client).order_by(Client.id)).all()
        living = [c for c in clients if c.state.value != "detached"]
        return (
            [(names[c.bureau_id], c.prefix) for c in living[pick % len(living) :][:1]]
            if living
            else []
        )

    def _ask(self, bureau, method, path, body=None):
        address = f"/v1/bureaus/{bureau}/clients{path}"
        answer = self.stage.call(method, address, self.world.people[bureau], body)
        assert answer.status_code < 500, answer.json

    def _one_of(self, things, pick):
        return list(things)[pick % len(things)]

    def _books(self):
        tables = (Client, CompanyRequest, SeatMovement, history, outbox)
        with self.stage.sessions() as session:
            counts = [session.scalar(select(func.count()).select_from(t)) for t in tables]
            states = session.execute(select(Client.id, Client.state, Client.version)).all()
            return counts, sorted(map(str, states))


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_the_rules_hold_in_every_interleaving():
    run_state_machine_as_test(
        Interleavings,
        settings=settings(
            max_examples=20,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
