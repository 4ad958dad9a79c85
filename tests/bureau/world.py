"""A bureau service and an accounts service that talk over a bus without any timing of its own.

Accounts is played by a few lines that keep its side of the bargain; the bureau is the real
one, behind its real inbox. Messages of one subject come in their order, those of different
subjects in any, each as often as the test likes.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from services.bureau.handlers import HANDLERS
from shared import inbox
from shared.bus.envelope import Envelope
from shared.clock import now, rfc3339
from shared.contracts import accounts as said
from shared.errors import Failure
from shared.ids import new_id
from shared.message import Message
from shared.outbox import outbox
from tests.bureau.listener import COMPANY
from tests.bureau.stage import Stage


@dataclass
class Account:
    """An account as accounts itself knows it."""

    id: str
    owner_kind: str = "user"
    owner_version: int = 1
    bureau_id: str | None = None
    link_id: str | None = None
    role: str | None = None


class World:
    def __init__(self, stage: Stage, bureaus: dict[str, int]) -> None:
        self.stage = stage
        self.people = {prefix: stage.bureau(prefix, size=size) for prefix, size in bureaus.items()}
        self.accounts: dict[str, Account] = {}
        self.offers: dict[str, tuple[Account, dict[str, str]]] = {}  # Those that are open.
        self.to_bureau: dict[str, list[Envelope]] = defaultdict(list)
        self.heard_by_bureau: dict[str, int] = defaultdict(int)
        self.to_accounts: dict[str, list[Any]] = defaultdict(list)  # Rows of the outbox.
        self.read_up_to = 0

    # Accounts, of its own accord.

    def sign_up(self, prefix: str) -> None:
        account = self.accounts[prefix] = Account(new_id())
        self._opened(prefix, account, owner_id=new_id())

    def link(self, account: Account, bureau: str) -> None:
        self.unlink(account)
        account.bureau_id, account.link_id = self.stage.accounts[bureau], new_id()
        self._of_account(account, said.BureauLinked, **self._link(account))

    def unlink(self, account: Account) -> None:
        if account.link_id:
            self._of_account(account, said.BureauUnlinked, **self._link(account))
        account.bureau_id = account.link_id = account.role = None

    def grant(self, account: Account) -> None:
        account.role = "accountant"
        link = self._link(account)
        self._of_account(account, said.BureauRoleGranted, **link, role="accountant")

    def revoke(self, account: Account) -> None:
        account.role = None
        self._of_account(account, said.BureauRoleRevoked, **self._link(account))

    def accept(self, transfer_id: str) -> None:
        account, facts = self.offers.pop(transfer_id)
        account.owner_kind, account.role = "user", "accountant"
        account.owner_version += 1
        owner = {"owner_kind": "user", "owner_id": new_id(), "owner_version": account.owner_version}
        self._of_account(account, said.OwnerChanged, **owner)
        self._send(transfer_id, said.TransferAccepted(**facts))

    def decline(self, transfer_id: str) -> None:
        _, facts = self.offers.pop(transfer_id)
        self._send(transfer_id, said.TransferDeclined(**facts))

    # Accounts, when it hears the bureau.

    def unheard_by_accounts(self) -> list[str]:
        """The subjects of which accounts has not heard all."""
        newer = select(outbox).where(outbox.c.id > self.read_up_to).order_by(outbox.c.id)
        with self.stage.sessions() as session:
            for row in session.execute(newer):
                self.to_accounts[row.subject].append(row)
                self.read_up_to = row.id
        return [subject for subject, rows in self.to_accounts.items() if rows]

    def accounts_hears(self, subject: str) -> None:
        """The next message of the subject."""
        row = self.to_accounts[subject].pop(0)
        data = json.loads(row.body)["data"]
        assert None not in [value for name, value in data.items() if name.endswith("_id")]
        _, kind, fact, _ = row.name.split(".")
        answer = getattr(self, f"_on_{kind}_{fact}", None)
        if answer:
            answer(data)

    def _on_company_requested(self, data: dict[str, Any]) -> None:
        prefix, request_id = data["prefix"], data["request_id"]
        if prefix in self.accounts:
            refusal = {"code": "prefix_taken", "detail": "Taken."}
            asked = {"request_id": request_id, "bureau_id": data["bureau_id"], "prefix": prefix}
            self._send(request_id, said.CompanyRefused(**asked, **refusal))
            return
        account = Account(new_id(), "bureau", 1, data["bureau_id"], new_id(), "owner")
        self.accounts[prefix] = account
        self._opened(prefix, account, owner_id=data["bureau_id"], request_id=request_id)
        link = self._link(account)
        self._of_account(account, said.BureauLinked, **link, request_id=request_id)
        self._of_account(account, said.BureauRoleGranted, **link, role="owner")

    def _on_link_refused(self, data: dict[str, Any]) -> None:
        account = self._by_id(data["account_id"])
        if account.link_id == data["link_id"]:
            self.unlink(account)

    def _on_client_detached(self, data: dict[str, Any]) -> None:
        account = self._by_id(data["account_id"])
        if account.link_id == data["client_id"]:
            account.bureau_id = account.link_id = account.role = None

    def _on_handover_offered(self, data: dict[str, Any]) -> None:
        account, transfer_id = self._by_id(data["account_id"]), data["transfer_id"]
        facts = {k: data[k] for k in ("transfer_id", "account_id", "email", "expires_at")}
        offered = any(each is account for each, _ in self.offers.values())
        if offered or account.owner_kind == "user":
            why = {"code": "transfer_pending", "detail": "Offered already."}
            ids = {"transfer_id": transfer_id, "account_id": account.id}
            self._send(transfer_id, said.HandoverRefused(**ids, **why))
            return
        self.offers[transfer_id] = account, facts
        self._send(transfer_id, said.TransferOffered(**facts))

    def _on_handover_withdrawn(self, data: dict[str, Any]) -> None:
        if data["transfer_id"] in self.offers:
            _, facts = self.offers.pop(data["transfer_id"])
            self._send(data["transfer_id"], said.TransferCancelled(**facts))

    # The bureau, when it hears accounts.

    def unheard_by_bureau(self) -> list[str]:
        """The subjects of which the bureau has not heard all."""
        return [s for s, sent in self.to_bureau.items() if len(sent) > self.heard_by_bureau[s]]

    def bureau_hears(self, subject: str) -> None:
        """The next message of the subject; one whose handler fails comes again later."""
        envelope = self.to_bureau[subject][self.heard_by_bureau[subject]]
        try:
            self._receive(envelope)
        except Failure:
            return
        self.heard_by_bureau[subject] += 1

    def bureau_hears_again(self, subject: str, back: int) -> None:
        """A message of the subject that it has heard before."""
        heard = self.to_bureau[subject][: self.heard_by_bureau[subject]]
        self._receive(heard[-1 - back % len(heard)])

    def drain(self) -> None:
        """Let everything that was said be heard."""
        for _ in range(200):
            for subject in self.unheard_by_accounts():
                self.accounts_hears(subject)
            subjects = self.unheard_by_bureau()
            for subject in subjects:
                self.bureau_hears(subject)
            if not subjects and not self.unheard_by_accounts():
                return
        raise AssertionError("the services never stop talking")

    def _receive(self, envelope: Envelope) -> None:
        with self.stage.sessions.begin() as session:
            inbox.receive(session, envelope, HANDLERS)

    # The words.

    def _opened(self, prefix: str, account: Account, **facts: Any) -> None:
        self._of_account(
            account,
            said.AccountOpened,
            prefix=prefix,
            company=COMPANY,
            owner_kind=account.owner_kind,
            owner_version=account.owner_version,
            **facts,
        )

    def _link(self, account: Account) -> dict[str, Any]:
        return {"link_id": account.link_id, "bureau_id": account.bureau_id}

    def _of_account(self, account: Account, kind: type[Message], **facts: Any) -> None:
        self._send(account.id, kind(account_id=account.id, **facts))

    def _send(self, subject_id: str, message: Message) -> None:
        subject = f"{message.subject_kind()}/{subject_id}"
        stream, id_ = self.to_bureau[subject], new_id()
        stream.append(
            Envelope(
                id=id_,
                source="/accounts",
                type=message.name,
                subject=subject,
                version=len(stream) + 1,
                time=rfc3339(now()),
                data=message.to_body(),
                actor="accounts",
                correlation=id_,
            )
        )

    def _by_id(self, account_id: str) -> Account:
        return next(each for each in self.accounts.values() if each.id == account_id)
