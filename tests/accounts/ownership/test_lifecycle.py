"""The table of an offer: every step, every guard's no."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.accounts.ownership.lifecycle import LIFECYCLE, State
from shared.contracts.accounts import TransferAccepted
from shared.lifecycle import StepRefused

FACTS = {"transfer_id": "t", "account_id": "a", "email": "jan@example.com", "expires_at": "later"}


@dataclass
class Taker:
    email_verified: bool


def an_offer(state: State | None = State.OFFERED, *, verified: bool = True, days: int = 14) -> Any:
    @dataclass
    class Offer:
        state: State | None
        taker: Taker
        expires_at: datetime

    return Offer(state, Taker(verified), datetime.now(UTC) + timedelta(days=days))


def test_accepting_is_announced() -> None:
    offer = an_offer()

    message = LIFECYCLE.fire(offer, "accept", **FACTS)

    assert offer.state is State.ACCEPTED
    assert message == TransferAccepted(**FACTS)


@pytest.mark.parametrize("trigger", ["accept", "decline"])
def test_whoever_answers_has_a_verified_email(trigger: str) -> None:
    offer = an_offer(verified=False)

    with pytest.raises(StepRefused) as refused:
        LIFECYCLE.fire(offer, trigger, **FACTS)

    assert refused.value.code == "email_not_verified"
    assert offer.state is State.OFFERED


def test_an_offer_runs_out_by_its_time_and_not_before() -> None:
    assert not LIFECYCLE.may(an_offer(days=1), "expire")
    assert LIFECYCLE.may(an_offer(days=-1), "expire")


@pytest.mark.parametrize("state", [s for s in State if s is not State.OFFERED])
def test_an_answered_offer_goes_nowhere(state: State) -> None:
    assert LIFECYCLE.allowed(an_offer(state, days=-1)) == []


def test_every_state_is_reached() -> None:
    assert {step.dest for step in LIFECYCLE.steps} == set(State)
