"""The second factor over HTTP. Whoever sets it up or turns it off proves who they are."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.second_factor import actions, codes
from services.accounts.second_factor.models import SecondFactor
from services.accounts.second_factor.schemas import (
    ConfirmBody,
    EnrolBody,
    ProofBody,
    RecoveryCodesView,
    SecondFactorView,
    SecretView,
)
from services.accounts.users.people import person
from services.accounts.users.proof import locked_person, proved_person
from shared.auth.caller import Caller
from shared.web.api import Answer, Api

api = Api("second_factor")

ADDRESS = "/v1/me/second_factor"
REFUSES = ("forbidden", "step_refused", "too_many_requests")


@api.read(ADDRESS, out=SecondFactorView, codes=("forbidden",))
def get_second_factor(session: Session, caller: Caller) -> dict[str, Any]:
    """Whether the person's second factor is on."""
    user = person(session, caller)
    factor = session.get(SecondFactor, user.id)
    return {
        "is_on": actions.is_on(session, user.id),
        "confirmed_at": factor.confirmed_at if factor else None,
        "recovery_codes_left": actions.recovery_codes_left(session, user.id),
    }


@api.write("POST", ADDRESS, body=EnrolBody, out=SecretView, status=201, codes=REFUSES)
def enrol_second_factor(session: Session, caller: Caller, body: dict[str, Any]) -> Answer:
    """A new secret for an app; it counts once a code of the app is confirmed."""
    user = proved_person(session, caller, body["password"])
    factor = actions.enrol(session, user)
    uri = codes.address_of(factor.secret, user.email)
    return _shown({"secret": factor.secret, "otpauth_uri": uri})


@api.write("POST", f"{ADDRESS}/confirm", body=ConfirmBody, out=RecoveryCodesView, codes=REFUSES)
def confirm_second_factor(session: Session, caller: Caller, body: dict[str, Any]) -> Answer:
    """Turn it on by a code of the app; the recovery codes are shown this once."""
    user = locked_person(session, caller)
    return _shown({"recovery_codes": actions.confirm(session, user, body["code"])})


@api.write(
    "POST", f"{ADDRESS}/recovery_codes", body=ProofBody, out=RecoveryCodesView, codes=REFUSES
)
def renew_recovery_codes(session: Session, caller: Caller, body: dict[str, Any]) -> Answer:
    """New recovery codes, shown this once; the old ones are dead."""
    user = proved_person(session, caller, body["password"])
    return _shown({"recovery_codes": actions.renew_recovery_codes(session, user, body["code"])})


@api.write("DELETE", ADDRESS, body=ProofBody, status=204, codes=REFUSES)
def turn_second_factor_off(session: Session, caller: Caller, body: dict[str, Any]) -> None:
    """Ask for the password alone from now on."""
    user = proved_person(session, caller, body["password"])
    actions.turn_off(session, user, body["code"])


def _shown(secrets: dict[str, Any]) -> Answer:
    return Answer(secrets, headers={"Cache-Control": "no-store"})
