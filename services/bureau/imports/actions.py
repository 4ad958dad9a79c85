"""A list of companies becomes a bulk job, of which every row says what comes of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.bulk import actions as bulk
from services.bureau.bulk.adding import ADD
from services.bureau.bulk.models import BulkJob
from services.bureau.companies import prefixes
from services.bureau.imports.reading import Row
from services.bureau.served import actions as served
from shared.texts import N_

BROKEN = N_("The row breaks the rules listed in “errors”.")
SERVED = N_("The bureau serves a company with this tax number: “%(prefix)s”.")
REPEATED = N_("Line %(line)s has the same tax number.")
SAME_PREFIX = N_("Line %(line)s has the same prefix.")


def start(
    session: Session, staff: Staff, rows: Sequence[Row], *, dry_run: bool, actor: str
) -> BulkJob:
    """Put the list in the queue; rows that can't be added have their outcome at once."""
    job = bulk.new_job(staff, action=ADD, arguments={}, dry_run=dry_run, actor=actor)
    plan = _Plan(session, staff.bureau_id, rows, "would_refuse" if dry_run else "refused")
    return bulk.queue(session, job, [plan.row(row) for row in rows])


class _Plan:
    """What stands in the way of each row, the rows before it included."""

    def __init__(self, session: Session, bureau_id: str, rows: Sequence[Row], refused: str) -> None:
        self._session = session
        self._bureau_id = bureau_id
        self._refused = refused
        good = [row.body["company"] for row in rows if not row.errors]
        numbers = {company["tax_no"] for company in good}
        self._served = served.prefixes_by_tax_no(session, bureau_id, numbers)
        self._taken = prefixes.taken(session, bureau_id, {prefixes.propose(c) for c in good})
        self._lines: dict[str, int] = {}  # By tax number and by prefix, of the rows before.

    def row(self, row: Row) -> dict[str, Any]:
        """The row as the job keeps it."""
        if row.errors:
            prefix = row.body.get("prefix") or ""
            return self._no(row, str(prefix)[:63], "invalid", BROKEN) | {"errors": row.errors}
        company = row.body["company"]
        if prefix := self._served.get(company["tax_no"]):
            return self._no(row, prefix, "step_refused", SERVED, prefix=prefix)
        if line := self._lines.get(company["tax_no"]):
            return self._no(row, row.body["prefix"] or "", "invalid", REPEATED, line=line)
        prefix = row.body["prefix"] or self._propose(company)
        if line := self._lines.get(prefix):
            return self._no(row, prefix, "prefix_taken", SAME_PREFIX, line=line)
        self._lines |= {company["tax_no"]: row.line, prefix: row.line}
        payload = {"company": company, "client_email": row.body["client_email"]}
        return _row(row, prefix, payload=payload)

    def _propose(self, company: dict[str, Any]) -> str:
        first = prefixes.propose(company)
        if first not in self._taken and first not in self._lines:
            return first
        free = prefixes.suggest(self._session, self._bureau_id, company, most=100)
        return next((prefix for prefix in free if prefix not in self._lines), first)

    def _no(self, row: Row, prefix: str, code: str, text: str, /, **facts: Any) -> dict[str, Any]:
        return _row(row, prefix, outcome=self._refused, code=code, text=text, facts=facts or None)


def _row(row: Row, prefix: str, **known: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("outcome", "code", "text", "facts", "payload", "errors"))
    return nothing | {"line": row.line, "prefix": prefix} | known
