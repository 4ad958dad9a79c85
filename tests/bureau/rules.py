"""The rules of the domain, each checked on what the bureau's database holds."""

from collections import Counter

from sqlalchemy import func, select

from services.bureau.access import Staff
from services.bureau.clients.models import Client
from services.bureau.companies.lifecycle import CREATED
from services.bureau.companies.models import CompanyRequest
from services.bureau.module.models import Module, SeatClaim, SeatMovement
from services.bureau.served.reads import see
from shared.history import history
from shared.outbox import outbox

WARNINGS = {"bureau.module.package_filling.v1", "bureau.module.expiry_near.v1"}  # No steps.


class Rules:
    """What must hold of a stage; remembers which clients it saw owned by people."""

    def __init__(self, stage):
        self.stage = stage
        self.owned_by_people = set()

    def check(self):
        """All that must hold at every moment."""
        with self.stage.sessions() as session:
            clients = session.scalars(select(Client)).all()
            self._check_ownership(clients)
            self._check_documents(session, clients)
            self._check_one_bureau_each(clients)
            self._check_seats(session, clients)
            self._check_history(session)

    def check_agreement(self, world):
        """Once all is heard, accounts and the bureau know the same of each account."""
        with self.stage.sessions() as session:
            living = {
                c.account_id: c
                for c in session.scalars(select(Client))
                if c.state.value != "detached"
            }
            open_ = select(CompanyRequest).where(CompanyRequest.seat.is_not(None))
            assert session.scalars(open_).all() == [], "every request was answered"
        for account in world.accounts.values():
            client = living.pop(account.id, None)
            assert account.link_id == (client.id if client else None)
            if client:
                assert client.bureau_id == account.bureau_id
                assert client.owner_kind == account.owner_kind
                assert client.bureau_role == account.role
        assert living == {}

    def _check_ownership(self, clients):
        for client in clients:
            if client.state.value in ("detached", "handed_over"):
                assert client.owner_kind == "user", "rule 1: ownership first, detach after"
            if client.owner_kind == "user":
                self.owned_by_people.add(client.id)
            assert client.owner_kind == "user" or client.id not in self.owned_by_people

    def _check_documents(self, session, clients):
        for client in clients:
            state = client.state.value
            if client.shown:
                bureau = next(p for p, i in self.stage.accounts.items() if i == client.bureau_id)
                seen = see(session, Staff(client.bureau_id, bureau, "-", True), client.prefix)
                closed = seen.company.keys() == {"name", "tax_no"}
                assert closed == (client.bureau_role is None), "rule 3: open with a role only"
            if state == "detached":
                assert client.bureau_role is None, "rule 4: the bureau keeps no role"
            if state in ("linked", "active"):
                assert (state == "active") == (client.bureau_role is not None), "rule 3"

    def _check_one_bureau_each(self, clients):
        living = Counter(c.account_id for c in clients if c.state.value != "detached")
        assert all(count == 1 for count in living.values()), "rule 6: one bureau at a time"
        shown = Counter((c.bureau_id, c.prefix) for c in clients if c.shown)
        assert all(count == 1 for count in shown.values())

    def _check_seats(self, session, clients):
        moved = Counter()
        for movement in session.scalars(select(SeatMovement)):
            moved[movement.holder] += movement.change
        assert set(moved.values()) <= {0, 1}, "rule 5: a seat is freed exactly once"
        waiting = set(session.scalars(select(SeatClaim.holder)))
        keeps = {c.seat for c in clients if c.seat}
        keeps |= {r.seat for r in session.scalars(select(CompanyRequest)) if r.seat}
        assert keeps == {holder for holder, sum_ in moved.items() if sum_} | waiting
        made = {r.id for r in session.scalars(select(CompanyRequest)) if r.state is CREATED}
        assert {c.request_id for c in clients if c.request_id} <= made
        for client in clients:
            paid = client.payer == "bureau"
            assert paid == (client.seat is not None), "the bureau pays for what has a seat"
            assert not (paid and client.state.value == "detached")
        for module in session.scalars(select(Module)):
            mine = select(func.coalesce(func.sum(SeatMovement.change), 0))
            used = session.scalar(mine.where(SeatMovement.bureau_id == module.id))
            assert module.used == used <= module.package_size, "rule 5: never more than the package"
            claims = select(func.count()).where(SeatClaim.bureau_id == module.id)
            if session.scalar(claims):
                assert used == module.package_size, "who waits for a seat gets a free one"

    def _check_history(self, session):
        steps = session.execute(select(history.c.id, history.c.lifecycle, history.c.dest)).all()
        names = {row.message_id: row.name for row in session.execute(select(outbox))}
        for step in steps:
            assert names[step.id].startswith(f"bureau.{step.lifecycle}."), "rule 7"
        machines = ("bureau.client.", "bureau.company.", "bureau.module.")
        announced = [n for n in names.values() if n.startswith(machines) and n not in WARNINGS]
        assert len(announced) == len(steps), "rule 7: one history row and one message each"
