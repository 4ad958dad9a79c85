"""The table of a client's life: every step, and every guard's no."""

import pytest

from services.bureau.accounts.models import Account
from services.bureau.clients.lifecycle import (
    ACTIVE,
    DETACHED,
    HANDED_OVER,
    LIFECYCLE,
    LINKED,
    START,
    allowed,
)
from services.bureau.clients.models import Client
from services.bureau.module import lifecycle as module
from services.bureau.module.models import Module
from shared.contracts.bureau import ClientDetached
from shared.lifecycle import StepRefused

FACTS = {"client_id": "cli-1", "account_id": "acc-1", "bureau_id": "bur-1"}


def a_client(state=ACTIVE, *, module_state=module.ACTIVE, **changes) -> Client:
    given = {"bureau_role": "accountant", "owner_kind": "user", "request_id": None}
    given["account"] = Account(frozen=False)
    return Client(state=state, module=Module(state=module_state), **(given | changes))


@pytest.mark.parametrize(
    ("trigger", "source", "dest"),
    [
        ("link", START, LINKED),
        ("activate", LINKED, ACTIVE),
        ("deactivate", ACTIVE, LINKED),
        ("hand_over", ACTIVE, HANDED_OVER),
        ("detach", LINKED, DETACHED),
        ("detach", ACTIVE, DETACHED),
        ("detach", HANDED_OVER, DETACHED),
    ],
)
def test_each_step_of_the_table_leads_where_it_says(trigger, source, dest):
    client = a_client(source)

    LIFECYCLE.fire(client, trigger, **FACTS)

    assert client.state is dest


@pytest.mark.parametrize("state", [LINKED, ACTIVE, HANDED_OVER])
def test_a_bureau_may_not_leave_an_account_that_it_owns(state):
    client = a_client(state, owner_kind="bureau")

    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(client, "detach", **FACTS)

    assert refused.value.code == "owner_is_bureau"
    assert client.state is state


def test_nothing_is_handed_over_while_the_bureau_owns_it():
    client = a_client(owner_kind="bureau")

    with pytest.raises(StepRefused):
        LIFECYCLE.fire(client, "hand_over", **FACTS)

    assert client.state is ACTIVE


def test_documents_stay_closed_without_a_role():
    client = a_client(LINKED, bureau_role=None)

    with pytest.raises(StepRefused):
        LIFECYCLE.fire(client, "activate", **FACTS)

    assert client.state is LINKED


@pytest.mark.parametrize("state", [module.SUSPENDED, module.CLOSED])
def test_a_bureau_without_an_active_module_is_not_linked(state):
    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(a_client(START, module_state=state), "link", **FACTS)

    assert refused.value.code == "module_inactive"


def test_an_account_that_the_bureau_asked_for_is_linked_in_any_case():
    client = a_client(START, module_state=module.SUSPENDED, request_id="req-1")

    LIFECYCLE.fire(client, "link", **FACTS)

    assert client.state is LINKED


@pytest.mark.parametrize("trigger", ["link", "activate", "deactivate", "hand_over", "detach"])
def test_a_detached_client_goes_nowhere(trigger):
    client = a_client(DETACHED)

    with pytest.raises(StepRefused):
        LIFECYCLE.fire(client, trigger, **FACTS)


@pytest.mark.parametrize("state", [LINKED, ACTIVE, HANDED_OVER])
def test_a_bureau_may_not_leave_an_account_that_is_frozen(state):
    client = a_client(state, account=Account(frozen=True))

    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(client, "detach", **FACTS)

    assert refused.value.code == "account_frozen"
    assert client.state is state


def test_leaving_is_announced():
    assert LIFECYCLE.fire(a_client(HANDED_OVER), "detach", **FACTS) == ClientDetached(**FACTS)


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (a_client(ACTIVE, owner_kind="bureau"), ["handover"]),
        (a_client(ACTIVE), ["detach"]),
        (a_client(LINKED), ["detach"]),
        (a_client(HANDED_OVER), ["detach"]),
        (a_client(DETACHED), []),
    ],
)
def test_what_a_bureau_may_ask_for_follows_from_the_table(client, expected):
    assert allowed(client) == expected


@pytest.mark.parametrize("state", [LINKED, ACTIVE, HANDED_OVER])
def test_a_bureau_may_not_leave_an_account_of_which_an_operator_decides(state):
    client = a_client(state, account=Account(frozen=True))

    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(client, "detach", **FACTS)

    assert refused.value.code == "account_frozen"
    assert client.state is state
    assert "detach" not in allowed(client)
