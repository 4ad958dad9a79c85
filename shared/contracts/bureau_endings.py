"""What bureau says of hand-overs, and of the packages that go with them."""

from dataclasses import dataclass

from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class _HandoverMessage(Message):
    transfer_id: str
    account_id: str
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class HandoverOffered(_HandoverMessage):
    """The bureau offers the account to a person; accounts invites that person."""

    name = "bureau.handover.offered.v1"
    email: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class HandoverResent(_HandoverMessage):
    """The bureau wants its open offer mailed again; accounts does so, and it stands for longer."""

    name = "bureau.handover.resent.v1"


@dataclass(frozen=True, kw_only=True)
class HandoverWithdrawn(_HandoverMessage):
    """The bureau takes its offer back; accounts cancels it unless it was answered."""

    name = "bureau.handover.withdrawn.v1"


@dataclass(frozen=True, kw_only=True)
class _HandoverPackageMessage(Message):
    package_id: str
    client_id: str
    account_id: str
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class HandoverPackageRequested(_HandoverPackageMessage):
    """Client or bureau asked for a hand-over package of the served period; exports makes it.

    The period is that of this client row: from the day of its link on, both days included.
    """

    name = "bureau.handover_package.requested.v1"
    asked_by: str  # client | bureau
    served_from: str
    served_to: str
    bureau: dict[str, str]  # Its name and tax number.


@dataclass(frozen=True, kw_only=True)
class HandoverPackageWithdrawn(_HandoverPackageMessage):
    """Whoever asked for the package goes without it; exports stops making it."""

    name = "bureau.handover_package.withdrawn.v1"


@dataclass(frozen=True, kw_only=True)
class HandoverPackageEnded(_HandoverPackageMessage):
    """Exports verified the package or failed; accounts mails whoever asked and the carer.

    `user_ids` are those of the bureau who are told. Who of the client asked, accounts knows.
    """

    name = "bureau.handover_package.ended.v1"
    outcome: str  # verified | failed
    user_ids: list[str]
