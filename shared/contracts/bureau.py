"""Messages that the bureau service owns."""

from dataclasses import dataclass
from typing import Any

from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class _ModuleMessage(Message):
    bureau_id: str  # The id of the bureau's account.
    prefix: str
    package_size: int
    valid_until: str | None = None


@dataclass(frozen=True, kw_only=True)
class ModuleActivated(_ModuleMessage):
    """An operator switched the module on; accounts lets firms link this bureau."""

    name = "bureau.module.activated.v1"


@dataclass(frozen=True, kw_only=True)
class ModuleSuspended(_ModuleMessage):
    """Adding and new links stop, clients stay; accounts refuses new links."""

    name = "bureau.module.suspended.v1"


@dataclass(frozen=True, kw_only=True)
class ModuleResumed(_ModuleMessage):
    """The module works again; accounts lets firms link this bureau."""

    name = "bureau.module.resumed.v1"


@dataclass(frozen=True, kw_only=True)
class ModuleClosed(_ModuleMessage):
    """The module is gone for good; accounts refuses new links."""

    name = "bureau.module.closed.v1"


@dataclass(frozen=True, kw_only=True)
class ModuleExpiryNear(_ModuleMessage):
    """The package ends soon: said 30, 7 and 1 day before its last day is over."""

    name = "bureau.module.expiry_near.v1"
    days_left: int  # 0 on the last day itself.


@dataclass(frozen=True, kw_only=True)
class ModulePackageFilling(_ModuleMessage):
    """The seats run short: said once per size of the package at 80 and at 95 percent."""

    name = "bureau.module.package_filling.v1"
    used: int
    percent: int  # The threshold that was reached: 80 or 95.


@dataclass(frozen=True, kw_only=True)
class _CompanyMessage(Message):
    request_id: str
    bureau_id: str
    prefix: str


@dataclass(frozen=True, kw_only=True)
class CompanyRequested(_CompanyMessage):
    """A bureau wants an account for a new company; accounts opens it or refuses."""

    name = "bureau.company.requested.v1"
    company: dict[str, Any]
    client_email: str | None = None


@dataclass(frozen=True, kw_only=True)
class CompanyDeclined(_CompanyMessage):
    """Bureau did not ask for a company that a program wanted; accounts tells the program why."""

    name = "bureau.company.declined.v1"
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class CompanyCreated(_CompanyMessage):
    """The account that the bureau asked for exists; its seat is used."""

    name = "bureau.company.created.v1"


@dataclass(frozen=True, kw_only=True)
class CompanyRejected(_CompanyMessage):
    """The account was not made; the seat went back."""

    name = "bureau.company.rejected.v1"
    code: str


@dataclass(frozen=True, kw_only=True)
class CompanyAbandoned(_CompanyMessage):
    """No answer came in time; the seat went back."""

    name = "bureau.company.abandoned.v1"


@dataclass(frozen=True, kw_only=True)
class _ClientMessage(Message):
    client_id: str  # The link's id, as accounts gave it.
    account_id: str
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class ClientLinked(_ClientMessage):
    """The bureau sees the client's name and tax number, nothing else."""

    name = "bureau.client.linked.v1"


@dataclass(frozen=True, kw_only=True)
class ClientActivated(_ClientMessage):
    """The bureau may read the client's documents; exports lets it in."""

    name = "bureau.client.activated.v1"


@dataclass(frozen=True, kw_only=True)
class ClientDeactivated(_ClientMessage):
    """The client took the accountant role away; exports lets the bureau in no more."""

    name = "bureau.client.deactivated.v1"


@dataclass(frozen=True, kw_only=True)
class ClientHandedOver(_ClientMessage):
    """The client owns the account that the bureau created."""

    name = "bureau.client.handed_over.v1"


@dataclass(frozen=True, kw_only=True)
class ClientDetached(_ClientMessage):
    """Client and bureau no longer see each other; accounts and exports close the bureau out."""

    name = "bureau.client.detached.v1"


@dataclass(frozen=True, kw_only=True)
class ClientAssigned(_ClientMessage):
    """Which people of the bureau look after the client, whole; its other members don't."""

    name = "bureau.client.assigned.v1"
    user_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class CarerLeft(Message):
    """A carer has left the bureau, and so many clients wait for a new one; all else had heirs."""

    name = "bureau.carer.left.v1"
    bureau_id: str
    user_id: str
    clients: int


@dataclass(frozen=True, kw_only=True)
class _MonthMessage(Message):
    month_id: str
    client_id: str
    account_id: str
    bureau_id: str
    month: str  # Such as `2026-11`.


@dataclass(frozen=True, kw_only=True)
class MonthOpened(_MonthMessage):
    """A month of a client begins; its documents are still to come."""

    name = "bureau.month.opened.v1"


@dataclass(frozen=True, kw_only=True)
class MonthCompleted(_MonthMessage):
    """All documents of the month are there, the client or its bureau says."""

    name = "bureau.month.completed.v1"


@dataclass(frozen=True, kw_only=True)
class MonthTakenUp(_MonthMessage):
    """The bureau books the month."""

    name = "bureau.month.taken_up.v1"


@dataclass(frozen=True, kw_only=True)
class MonthClosed(_MonthMessage):
    """The month is booked and reported."""

    name = "bureau.month.closed.v1"


@dataclass(frozen=True, kw_only=True)
class MonthReopened(_MonthMessage):
    """The month is open again, for a reason that was given."""

    name = "bureau.month.reopened.v1"
    reason: str


@dataclass(frozen=True, kw_only=True)
class LinkRefused(Message):
    """The bureau can't take the client; accounts takes the link away again."""

    name = "bureau.link.refused.v1"
    link_id: str
    account_id: str
    bureau_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class ExportRequested(Message):
    """The bureau wants its clients' documents as a file; exports makes the job, with this id.

    The bureau has checked that the person leads it and that the clients' documents are open.
    `arguments` are those of `POST /v1/exports` without the accounts.
    """

    name = "bureau.export.requested.v1"
    export_id: str
    bureau_id: str
    requested_by: str  # The id of a user or of an API token.
    accounts: list[str]  # Ids.
    arguments: dict[str, Any]
