"""The life of a hand-over package: asked for, made, and held against what accounts has."""

from enum import Enum
from typing import Any

from shared.contracts.exports import (
    HandoverPackageAsked,
    HandoverPackageDoubted,
    HandoverPackageFailed,
    HandoverPackageStarted,
    HandoverPackageVerified,
    HandoverPackageWaived,
)
from shared.lifecycle import START, Lifecycle, Step


class State(Enum):
    ASKED = "asked"
    MAKING = "making"
    VERIFIED = "verified"
    FAILED = "failed"
    WAIVED = "waived"


ASKED, MAKING, VERIFIED, FAILED, WAIVED = State

OPEN = (ASKED, MAKING)
"""The states in which a runner has something to do for it."""


def nothing_differs(package: Any) -> bool:
    """The file is there, and holds all that accounts holds of the period, unchanged."""
    return package.file_key is not None and not package.differences


# Each question to accounts is a step: `start` asks the first time, `doubt` once more.
# fmt: off
LIFECYCLE = Lifecycle("handover_package", State, [
    #    trigger   from      to        only if          announces
    Step("ask",    START,    ASKED,    None,            HandoverPackageAsked),
    Step("start",  ASKED,    MAKING,   None,            HandoverPackageStarted),
    Step("doubt",  MAKING,   MAKING,   None,            HandoverPackageDoubted),
    Step("verify", MAKING,   VERIFIED, nothing_differs, HandoverPackageVerified),
    Step("fail",   ASKED,    FAILED,   None,            HandoverPackageFailed),
    Step("fail",   MAKING,   FAILED,   None,            HandoverPackageFailed),
    Step("waive",  ASKED,    WAIVED,   None,            HandoverPackageWaived),
    Step("waive",  MAKING,   WAIVED,   None,            HandoverPackageWaived),
    Step("waive",  FAILED,   WAIVED,   None,            HandoverPackageWaived),
])
# fmt: on
