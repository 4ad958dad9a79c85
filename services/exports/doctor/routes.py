"""The HTTP face of the export doctor."""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from services.exports.doctor import actions
from services.exports.doctor.schemas import CheckView
from services.exports.jobs.routes import are_settled, showing
from services.exports.jobs.schemas import ExportBody
from services.exports.jobs.showing import ALL_SHOWN
from shared.auth.caller import Caller
from shared.web.api import Api, Runs

api = Api("doctor")


@api.write(
    "POST",
    "/v1/exports/check",
    body=ExportBody,
    out=CheckView,
    runs=Runs.OWN,
    settles=are_settled,
    codes=("forbidden",),
)
def check_export(_: Session | None, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    """What an export would tell of its documents, without making it.

    The same body and the same `problems` as of an export, and beside them what a file does
    not show: numbers that are missing or taken twice, tax numbers that are none, codes that
    the target can't hold, dates in another period, totals that do not add up.
    """
    asked = body.pop("period")
    period = (asked["first"], asked["last"])
    engine = current_app.extensions["reading"].kw["bind"]
    job, found = actions.check(engine, caller, most=ALL_SHOWN, period=period, **body)
    shown = showing(caller)
    return {
        "format": job.format,
        "accounts": job.accounts,
        "period": {"first": job.period_from, "last": job.period_to},
        "documents": found.documents,
        "problems": [shown.problem(job, each) for each in actions.as_rows(found, job)],
        "problem_count": found.count,
    }
