"""What accounts says of frozen accounts, their deletion, and clients that leave by themselves."""

from dataclasses import dataclass

from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class AccountFrozen(Message):
    """Somebody objected to the account's new owner; bureau leaves it alone until it is released."""

    name = "accounts.account.frozen.v1"
    account_id: str
    prefix: str


@dataclass(frozen=True, kw_only=True)
class AccountReleased(Message):
    """An operator decided who owns the account; bureau may go on with it.

    `decision` is `keep` or `give_back`.
    """

    name = "accounts.account.released.v1"
    account_id: str
    prefix: str
    decision: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class _DeletionMessage(Message):
    deletion_id: str
    account_id: str
    prefix: str
    due_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeletionAsked(_DeletionMessage):
    """The owner asked for the account to be deleted, and has not confirmed it yet."""

    name = "accounts.deletion.asked.v1"


@dataclass(frozen=True, kw_only=True)
class DeletionConfirmed(_DeletionMessage):
    """The account goes at `due_at`, unless its owner takes that back."""

    name = "accounts.deletion.confirmed.v1"


@dataclass(frozen=True, kw_only=True)
class DeletionDone(_DeletionMessage):
    """Nobody has access to the account any more; its bureau was unlinked, its prefix stays."""

    name = "accounts.deletion.done.v1"


@dataclass(frozen=True, kw_only=True)
class DeletionWithdrawn(_DeletionMessage):
    """The account stays after all."""

    name = "accounts.deletion.withdrawn.v1"


@dataclass(frozen=True, kw_only=True)
class _LeavingMessage(Message):
    leaving_id: str
    account_id: str
    bureau_id: str
    link_id: str
    since: str
    deadline: str


@dataclass(frozen=True, kw_only=True)
class LeavingStarted(_LeavingMessage):
    """The client wants the account that the bureau owns; bureau shows by when to hand over."""

    name = "accounts.leaving.started.v1"


@dataclass(frozen=True, kw_only=True)
class LeavingHandedOver(_LeavingMessage):
    """The bureau handed the account over in time; bureau shows it."""

    name = "accounts.leaving.handed_over.v1"


@dataclass(frozen=True, kw_only=True)
class LeavingWithdrawn(_LeavingMessage):
    """The client stays with the bureau after all; bureau shows it."""

    name = "accounts.leaving.withdrawn.v1"


@dataclass(frozen=True, kw_only=True)
class LeavingStopped(_LeavingMessage):
    """An operator stopped it for a stated reason; bureau shows it."""

    name = "accounts.leaving.stopped.v1"
    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LeavingCompleted(_LeavingMessage):
    """The time was over, and the client owns the account; bureau shows it."""

    name = "accounts.leaving.completed.v1"
