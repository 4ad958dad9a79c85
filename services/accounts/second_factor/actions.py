"""Setting a second factor up, asking for it, turning it off. The person is locked by the caller."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from services.accounts.mail.actions import post
from services.accounts.second_factor import codes
from services.accounts.second_factor.models import RecoveryCode, SecondFactor
from services.accounts.users.models import User
from shared.clock import now
from shared.errors import Invalid, Refused, Unauthenticated
from shared.texts import N_

RECOVERY_CODES = 10

NEEDED = N_("Your account asks for a second factor. Give the code of your app (“code”) as well.")
WRONG_CODE = N_("The code is wrong, was used before, or has run out. Wait for the next one.")
IS_ON = N_("The second factor is on already. Turn it off before you set up another.")
IS_OFF = N_("There is no second factor. Set one up first.")


def demand_code(session: Session, user: User, code: str | None) -> None:
    """Let whoever signs in pass; Unauthenticated unless `code` is good where one is needed."""
    factor = session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is None:
        return
    if not code:
        raise Unauthenticated(NEEDED, code="second_factor_required")
    if not _takes(session, factor, codes.tidy(code)):
        raise Unauthenticated(WRONG_CODE, code="second_factor_required")


def enrol(session: Session, user: User) -> SecondFactor:
    """A new secret, which counts once a code of it is confirmed; Refused while another counts."""
    factor = session.get(SecondFactor, user.id)
    if factor and factor.confirmed_at:
        raise Refused(IS_ON)
    factor = factor or SecondFactor(user_id=user.id)
    factor.secret, factor.created_at, factor.last_step = codes.new_secret(), now(), 0
    session.add(factor)
    return factor


def confirm(session: Session, user: User, code: str) -> list[str]:
    """Turn the factor on by a code of its app; gives the recovery codes."""
    factor = session.get(SecondFactor, user.id)
    if factor is None:
        raise Refused(IS_OFF)
    if factor.confirmed_at:
        raise Refused(IS_ON)
    if not _takes_step(factor, codes.tidy(code)):
        raise _wrong_code()
    factor.confirmed_at = now()
    post(session, user.email, "second_factor_on")
    return _new_recovery_codes(session, user)


def renew_recovery_codes(session: Session, user: User, code: str) -> list[str]:
    """New recovery codes in place of the old ones, for a code that is good."""
    _refuse_wrong(session, user, code)
    return _new_recovery_codes(session, user)


def turn_off(session: Session, user: User, code: str) -> None:
    """Ask for the password alone from now on; Invalid unless the code is good."""
    _refuse_wrong(session, user, code)
    forget(session, user.id)
    post(session, user.email, "second_factor_off")


def forget(session: Session, user_id: str) -> None:
    """Take the factor away, with its recovery codes."""
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.user_id == user_id))


def is_on(session: Session, user_id: str) -> bool:
    """Whether the person needs a code to sign in."""
    factor = session.get(SecondFactor, user_id)
    return factor is not None and factor.confirmed_at is not None


def recovery_codes_left(session: Session, user_id: str) -> int:
    """How many recovery codes are good."""
    query = select(func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def _refuse_wrong(session: Session, user: User, code: str) -> None:
    factor = session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is None:
        raise Refused(IS_OFF)
    if not _takes(session, factor, codes.tidy(code)):
        raise _wrong_code()


def _takes(session: Session, factor: SecondFactor, code: str) -> bool:
    return _takes_step(factor, code) or _takes_recovery_code(session, factor.user_id, code)


def _takes_step(factor: SecondFactor, code: str) -> bool:
    step = codes.step_of(factor.secret, code)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def _takes_recovery_code(session: Session, user_id: str, code: str) -> bool:
    spent = (
        update(RecoveryCode)
        .where(
            RecoveryCode.digest == codes.recovery_digest(user_id, code),
            RecoveryCode.user_id == user_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.digest)
    )
    return session.scalar(spent) is not None


def _new_recovery_codes(session: Session, user: User) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    new = [codes.new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(digest=codes.recovery_digest(user.id, code), user_id=user.id) for code in new
    )
    return new


def _wrong_code() -> Invalid:
    return Invalid(WRONG_CODE, errors=[{"pointer": "/code", "detail": WRONG_CODE}])
