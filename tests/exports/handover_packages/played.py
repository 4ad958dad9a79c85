"""The other two services as a package meets them: bureau asks, accounts states what it holds."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from services.exports.copies.models import Document as Copy
from services.exports.handover_packages import sums
from services.exports.handover_packages.models import HandoverPackage
from shared.bus.process import Stop
from shared.clock import now
from shared.contracts.accounts import StatementGiven
from shared.contracts.bureau_endings import HandoverPackageRequested, HandoverPackageWithdrawn
from shared.contracts.document import Document, Original
from shared.contracts.statement import Held, canonical, digest
from shared.ids import new_id
from shared.outbox import outbox
from tests.exports.world import World, recorded

BUREAU = {"name": "Biuro 500", "tax_no": "5260250274"}
SERVED = ("2026-10-01", "2026-10-31")


def a_request(account_id: str, client_id: str, bureau_id: str, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "package_id": new_id(),
        "client_id": client_id,
        "account_id": account_id,
        "bureau_id": bureau_id,
        "asked_by": "client",
        "served_from": SERVED[0],
        "served_to": SERVED[1],
        "bureau": BUREAU,
    }
    return HandoverPackageRequested(**values | changes)


@dataclass
class Played:
    """An account with a bureau; `holds` is what accounts has, whatever exports knows."""

    world: World
    account_id: str
    client_id: str
    bureau_id: str
    holds: dict[str, tuple[Document, Original | None]] = field(default_factory=dict)
    first: str = SERVED[0]
    last: str = SERVED[1]

    def has(
        self, *documents: Document, original: Original | None = None, told: bool = True
    ) -> None:
        """Accounts has these; unless they are not `told`, exports heard of them."""
        for each in documents:
            self.holds[each["id"]] = (each, original)
            if told:
                self.world.hears(recorded(self.account_id, each, original))

    def holds_copies(self) -> None:
        """Accounts has just what exports knows of the account."""
        query = select(Copy.content).where(Copy.account_id == self.account_id)
        with self.world.sessions() as session:
            for content in session.scalars(query):
                document = json.loads(content)
                self.holds[document["id"]] = (document, None)

    def asks(self, **changes: Any) -> str:
        """Bureau asks for a package; its id."""
        request = a_request(self.account_id, self.client_id, self.bureau_id, **changes)
        self.world.hears(request)
        return str(request.package_id)

    def withdraws(self, package_id: str) -> None:
        ids = {"account_id": self.account_id, "bureau_id": self.bureau_id}
        self.world.hears(
            HandoverPackageWithdrawn(package_id=package_id, client_id=self.client_id, **ids)
        )

    def answers(self, package_id: str, **changes: Any) -> StatementGiven:
        """Accounts answers the last question about the package."""
        question = self.questions(package_id)[-1]
        statement = self.statement(package_id, question["round"], question.get("days", []))
        statement = replace(statement, **changes)
        self.world.hears(statement)
        return statement

    def statement(self, package_id: str, round: int, told: Iterable[str]) -> StatementGiven:
        days: dict[str, list[Held]] = defaultdict(list)
        counting = sums.MonthlySums()
        for document, original in self.holds.values():
            if self.first <= document["issue_date"] <= self.last:
                days[document["issue_date"]].append(_held(document, original))
                counting.add(document)
        return StatementGiven(
            package_id=package_id,
            account_id=self.account_id,
            round=round,
            period_from=self.first,
            period_to=self.last,
            documents=sum(map(len, days.values())),
            sums=counting.rows(),
            days={day: [len(rows), digest(rows)] for day, rows in days.items()},
            rows=[row for day in told for row in days[day]],
        )

    def questions(self, package_id: str) -> list[dict[str, Any]]:
        names = ("exports.handover_package.started.v1", "exports.handover_package.doubted.v1")
        return [each for name in names for each in self.said(name, package_id)]

    def said(self, name: str, package_id: str) -> list[dict[str, Any]]:
        query = select(outbox.c.body).where(outbox.c.name == name).order_by(outbox.c.id)
        with self.world.sessions() as session:
            bodies = [json.loads(body)["data"] for body in session.scalars(query)]
        return [body for body in bodies if body["package_id"] == package_id]

    def row(self, package_id: str) -> HandoverPackage:
        with self.world.sessions() as session:
            return session.get_one(HandoverPackage, package_id)

    def step(self) -> bool:
        """A runner takes what is due."""
        return bool(self.world.runner.step(Stop()))

    def waits(self, package_id: str, **spans: timedelta) -> None:
        """So much time goes by that the next thing is due; `asked_at` may move further."""
        with self.world.sessions.begin() as session:
            package = session.get_one(HandoverPackage, package_id)
            package.next_at = now() - timedelta(seconds=1)
            for name, span in spans.items():
                setattr(package, name, getattr(package, name) - span)

    def verified(self, package_id: str) -> HandoverPackage:
        """The package after accounts was asked and answered once."""
        self.step()
        self.answers(package_id)
        self.step()
        package = self.row(package_id)
        assert package.state.value == "verified", package.differences
        return package


def played(world: World, prefix: str = "acme") -> Played:
    account, bureau = world.has_account(prefix), new_id()
    return Played(world, account, world.has_client(account, bureau), bureau)


def _held(document: Document, original: Original | None) -> Held:
    return Held(
        id=document["id"],
        number=document["number"],
        day=document["issue_date"],
        version=document["version"],
        sha256=sha256(canonical(document)).hexdigest(),
        original=original["sha256"] if original else None,
    )
