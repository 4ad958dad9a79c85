"""Addresses that leave the service: in problems as `fix`, in mails as links."""

from flask import Flask, Response

from shared.errors import Failure
from shared.web.problems import answer_failure

TRANSFERS = "/v1/accounts/{prefix}/ownership_transfers"
BUREAU = "/v1/accounts/{prefix}/bureau"
HANDOVER_PACKAGE = "/v1/accounts/{prefix}/handover_package"
WAIVE = f"{HANDOVER_PACKAGE}/waive"
DELETION = "/v1/accounts/{prefix}/deletion"
LEAVE = "/v1/accounts/{prefix}/leave"
USER = "/v1/accounts/{prefix}/users/{user_id}"
CORRECTION = "/v1/accounts/{prefix}/documents/{document_id}/correct"
VERIFICATION = "/v1/me/email_verification/mail"


def make_fixes_absolute(app: Flask, public_url: str) -> None:
    """Actions name ways out by their path; a caller gets the whole address."""

    def answer(failure: Failure) -> Response:
        if failure.fix and failure.fix.startswith("/"):
            failure.fix = public_url + failure.fix
        return answer_failure(failure)

    app.register_error_handler(Failure, answer)
