"""Failures as Fakturownia tells them."""

from typing import Any

import orjson
from flask import Response
from marshmallow import ValidationError

from services.accounts.compatible.asking import NOT_LOGGED_IN
from shared import errors
from shared.errors import Failure
from shared.texts import say
from shared.web.problems import STATUS, language, pointers

FIELDS = {
    "issue_place": "place",
    "sale_date": "sell_date",
    "due_date": "payment_to",
    "paid_on": "paid_date",
    "amount": "price",
    "vat_date": "accounting_vat_tax_date",
    "income_tax_date": "accounting_income_tax_date",
    "payment_form": "payment_type",
    "bank_account": "seller_bank_account",
    "corrected": "from_invoice_id",
    "emails": "email_to",
}
"""What members of our own are called there; `seller/name` is `seller_name` by itself."""

REFUSED = {"number_taken": "number", "prefix_taken": "prefix"}
"""The attribute at which a refusal stands."""


def answer_failure(failure: Failure) -> Response:
    """`401` and `404` with the words that programs wait for, refusals as `422` by field."""
    status = next(STATUS[kind] for kind in type(failure).__mro__ if kind in STATUS)
    text = say(failure.text, language(), failure.facts)
    if isinstance(failure, errors.Unauthenticated):
        return _answer(401, text if failure.code == "second_factor_required" else NOT_LOGGED_IN)
    if isinstance(failure, errors.Missing):
        return _answer(404, "Not Found")
    if isinstance(failure, errors.Invalid):
        return _answer(422, _by_field(failure.errors) or {"base": [text]})
    if isinstance(failure, errors.Refused):
        field = REFUSED.get(failure.code, "base")
        return _answer(422, {field: [text]})
    response = _answer(status, text)
    if isinstance(failure, errors.TooMany):
        response.headers["Retry-After"] = str(failure.retry_after)
    return response


def answer_validation(error: ValidationError) -> Response:
    """A body that breaks a rule, by field."""
    return _answer(422, _by_field(pointers(error.messages)))


def _by_field(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        field, text = _field(row["pointer"]), say(row["detail"], language())
        if text not in found.setdefault(field, []):
            found[field].append(text)
    return found


def _field(pointer: str) -> str:
    parts = pointer.strip("/").split("/")
    if parts[0] in ("seller", "buyer"):
        return "_".join(parts[:2]) if len(parts) > 1 else f"{parts[0]}_name"
    return FIELDS.get(parts[0], parts[0]) or "base"


def _answer(status: int, message: Any) -> Response:
    body = orjson.dumps({"code": "error", "message": message})
    return Response(body, status, mimetype="application/json")
