"""Messages that the accounts service owns."""

from dataclasses import dataclass, field
from typing import Any

from shared.contracts.document import Attachment, Document, Original
from shared.contracts.statement import Held, SumRow
from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Message):
    """A firm's account exists; bureau and exports learn its prefix, company and owner.

    `request_id` names the bureau's request that it answers, where a bureau asked for it.
    """

    name = "accounts.account.opened.v1"
    account_id: str
    prefix: str
    company: dict[str, Any]
    owner_kind: str  # user | bureau
    owner_id: str
    owner_version: int
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class CompanyChanged(Message):
    """The firm's name, address or tax data changed; bureau and exports take them over."""

    name = "accounts.account.company_changed.v1"
    account_id: str
    prefix: str
    company: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Message):
    """The account has a new owner; bureau hands the client over when that is a person."""

    name = "accounts.account.owner_changed.v1"
    account_id: str
    owner_kind: str  # user | bureau
    owner_id: str
    owner_version: int


@dataclass(frozen=True, kw_only=True)
class BureauLinked(Message):
    """The account names a bureau; bureau answers with a client, or refuses the link.

    `link_id` is new for each time that an account links a bureau.
    """

    name = "accounts.account.bureau_linked.v1"
    account_id: str
    link_id: str
    bureau_id: str
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BureauUnlinked(Message):
    """The account took the bureau's prefix away; bureau detaches the client."""

    name = "accounts.account.bureau_unlinked.v1"
    account_id: str
    link_id: str
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class BureauRoleGranted(Message):
    """The bureau has a role in the account; bureau opens the client's documents."""

    name = "accounts.account.bureau_role_granted.v1"
    account_id: str
    link_id: str
    bureau_id: str
    role: str  # accountant | owner


@dataclass(frozen=True, kw_only=True)
class BureauRoleRevoked(Message):
    """The bureau has no role in the account any more; bureau closes the documents."""

    name = "accounts.account.bureau_role_revoked.v1"
    account_id: str
    link_id: str
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class _ClientsPackageMessage(Message):
    package_id: str
    account_id: str
    link_id: str  # Of the bureau that the client is going to leave.
    bureau_id: str


@dataclass(frozen=True, kw_only=True)
class ClientAskedForPackage(_ClientsPackageMessage):
    """The client wants a hand-over package before the end; bureau asks exports to make it, and
    detaches nobody before it is verified or waived."""

    name = "accounts.account.handover_package_asked.v1"


@dataclass(frozen=True, kw_only=True)
class ClientWaivedPackage(_ClientsPackageMessage):
    """The client goes without the package that it asked for; bureau waits for it no more."""

    name = "accounts.account.handover_package_waived.v1"


@dataclass(frozen=True, kw_only=True)
class CompanyWanted(Message):
    """A bureau's program wanted an account for a new company; bureau asks for one or declines.

    `request_id` becomes that of the bureau's own request.
    """

    name = "accounts.company.wanted.v1"
    request_id: str
    bureau_id: str
    prefix: str
    company: dict[str, Any]
    client_email: str | None = None


@dataclass(frozen=True, kw_only=True)
class CompanyRefused(Message):
    """An account that a bureau asked for was not made; bureau gives the seat back."""

    name = "accounts.company.refused.v1"
    request_id: str
    bureau_id: str
    prefix: str
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class _TransferMessage(Message):
    transfer_id: str
    account_id: str
    email: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class TransferOffered(_TransferMessage):
    """Somebody was invited to own the account; bureau shows the offer."""

    name = "accounts.transfer.offered.v1"


@dataclass(frozen=True, kw_only=True)
class TransferAccepted(_TransferMessage):
    """The invited person owns the account now; bureau closes the offer."""

    name = "accounts.transfer.accepted.v1"


@dataclass(frozen=True, kw_only=True)
class TransferDeclined(_TransferMessage):
    """The invited person said no; bureau may offer again."""

    name = "accounts.transfer.declined.v1"


@dataclass(frozen=True, kw_only=True)
class TransferExpired(_TransferMessage):
    """Nobody answered within 14 days; bureau may offer again."""

    name = "accounts.transfer.expired.v1"


@dataclass(frozen=True, kw_only=True)
class TransferCancelled(_TransferMessage):
    """The owner took the offer back; bureau may offer again."""

    name = "accounts.transfer.cancelled.v1"


@dataclass(frozen=True, kw_only=True)
class HandoverRefused(Message):
    """A hand-over that a bureau offered could not be opened; bureau shows why."""

    name = "accounts.handover.refused.v1"
    transfer_id: str
    account_id: str
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Message):
    """A person's own roles, whole: bureau and exports let the person in by the newest of them.

    `roles` maps the id of an account to `owner`, `admin`, `member`, `accountant` or `custom`,
    `permissions` those with a custom role to what it permits. It is said anew when a custom
    role changes; an API token has its roles announced in the same way, by its own id.
    `person_name` and `email` say who the person is, and a change of them is said too; bureau
    shows them to the person's colleagues. A token has neither.
    """

    name = "accounts.user.roles_changed.v1"
    user_id: str
    roles_version: int
    roles: dict[str, str]
    permissions: dict[str, list[str]] = field(default_factory=dict)
    person_name: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Message):
    """A session is over; bureau and exports refuse its access tokens from now on."""

    name = "accounts.session.ended.v1"
    session_id: str
    user_id: str


@dataclass(frozen=True, kw_only=True)
class DocumentRecorded(Message):
    """A document of the account is new or changed; exports keeps a copy."""

    name = "accounts.document.recorded.v1"
    account_id: str
    document: Document
    original: Original | None = None
    attachments: list[Attachment] = field(default_factory=list)  # All that it has now.


@dataclass(frozen=True, kw_only=True)
class StatementGiven(Message):
    """What accounts holds of a client's served period, in answer to a hand-over package that
    exports makes; exports compares.

    The period is the served one, and reaches as far as the dates of what came in meanwhile.
    `days` tells each day of issue with a document: how many, and the digest of their rows.
    `rows` are single documents of the days that exports asked about.
    """

    name = "accounts.statement.given.v1"
    package_id: str
    account_id: str
    round: int  # Which of the package's questions this answers.
    period_from: str
    period_to: str
    documents: int
    sums: list[SumRow]
    days: dict[str, list[Any]]  # ISO date → [count, digest]
    rows: list[Held]
