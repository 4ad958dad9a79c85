"""Codes by time (RFC 6238, as apps compute them) and recovery codes."""

import secrets

import pyotp
from pyotp.exceptions import OTPVerificationError

from services.accounts.digests import digest
from shared.clock import now

ISSUER = "Biurko"
STEPS_EITHER_WAY = 1  # Of 30 seconds: clocks differ, and typing takes its time.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # Without what looks alike.
GROUPS, LETTERS = 4, 4  # 80 random bits, which a fast hash hides well enough.


def new_secret() -> str:
    """A new secret, 160 random bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """The `otpauth://` address that an app reads as a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str) -> int | None:
    """The number of the 30 seconds whose code this is, if they are now or next to now."""
    try:
        moment = now().timestamp()
        return pyotp.TOTP(secret).verify_and_get_timecode(
            code, for_time=moment, valid_window=STEPS_EITHER_WAY
        )
    except OTPVerificationError:
        return None


def new_recovery_code() -> str:
    """A code to write down, such as `k3mp-x7qa-9rtz-c2vd`."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def recovery_digest(user_id: str, code: str) -> str:
    """What is kept of a recovery code; hyphens and capitals do not matter."""
    return digest(f"{user_id} {code.replace('-', '').lower()}")


def tidy(code: str) -> str:
    """A code as typed, without spaces."""
    return "".join(code.split())
