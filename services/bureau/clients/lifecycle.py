"""The life of a client at an accounting bureau."""

from enum import Enum
from typing import Any

from services.bureau.module import lifecycle as module
from shared.contracts.bureau import (
    ClientActivated,
    ClientDeactivated,
    ClientDetached,
    ClientHandedOver,
    ClientLinked,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    LINKED = "linked"
    ACTIVE = "active"
    HANDED_OVER = "handed_over"
    DETACHED = "detached"


LINKED, ACTIVE, HANDED_OVER, DETACHED = State


def module_is_active(client: Any) -> bool:
    """New links need an active module; an account that the bureau asked for is let in anyway."""
    return client.request_id is not None or client.module.state is module.ACTIVE


def bureau_has_a_role(client: Any) -> bool:
    """Documents open once the bureau is accountant in the account, or owns it."""
    return client.bureau_role is not None


def client_owns_account(client: Any) -> bool:
    """Ownership first: a bureau may not leave an account that it still owns."""
    return bool(client.owner_kind == "user")


def package_is_ready(client: Any) -> bool:
    """Where the client asked for a hand-over package, it is verified or waived."""
    return client.awaited_package is None


def nobody_objects(client: Any) -> bool:
    """While an operator has to decide who owns the account, the bureau leaves it alone."""
    return not client.frozen


MAY_LEAVE = (client_owns_account, nobody_objects, package_is_ready)

# fmt: off
LIFECYCLE = Lifecycle("client", State, [
    #    trigger       from         to           only if              announces
    Step("link",       START,       LINKED,      module_is_active,    ClientLinked),
    Step("activate",   LINKED,      ACTIVE,      bureau_has_a_role,   ClientActivated),
    Step("deactivate", ACTIVE,      LINKED,      None,                ClientDeactivated),
    Step("hand_over",  ACTIVE,      HANDED_OVER, client_owns_account, ClientHandedOver),
    Step("detach",     LINKED,      DETACHED,    MAY_LEAVE,           ClientDetached),
    Step("detach",     ACTIVE,      DETACHED,    MAY_LEAVE,           ClientDetached),
    Step("detach",     HANDED_OVER, DETACHED,    MAY_LEAVE,           ClientDetached),
], refusals={
    module_is_active: Refusal("module_inactive", N_("The bureau's module is not active now.")),
    client_owns_account: Refusal(
        "owner_is_bureau", N_("The bureau owns the account. Hand it over to the client first.")
    ),
    nobody_objects: Refusal(
        "account_frozen",
        N_(
            "Somebody objected to the account's new owner. The bureau leaves it alone until an "
            "operator has decided."
        ),
    ),
    package_is_ready: Refusal(
        "package_not_ready",
        N_(
            "The client asked for a hand-over package that is not verified yet. Wait for it, or "
            "have the client go without it."
        ),
    ),
})
# fmt: on


def documents_are_open(client: Any) -> bool:
    """Whether the bureau reads more of the client than its name and tax number."""
    return client.bureau_role is not None and client.state in (ACTIVE, HANDED_OVER)


def may_be_offered(client: Any) -> bool:
    """Whether there is something to hand over: an account that the bureau owns and works in."""
    return client.state is ACTIVE and not client_owns_account(client)


def allowed(client: Any) -> list[str]:
    """What those who lead the bureau may ask for now: `handover`, `detach` or nothing."""
    if may_be_offered(client):
        return ["handover"]
    return ["detach"] if LIFECYCLE.may(client, "detach") else []
