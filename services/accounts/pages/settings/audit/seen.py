"""Sightings as a page tells them: what one person did with one document is one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.pages.settings.audit.names import actors_named
from services.accounts.sightings.actions import beside
from services.accounts.sightings.models import Sighting
from shared.texts import N_, say
from shared.web.problems import language

KINDS = {
    "list": N_("looked at the list of documents"),
    "view": N_("opened"),
    "print": N_("PDF"),
    "original": N_("file from KSeF"),
    "attachment": N_("attachment"),
    "export": N_("export"),
}
"""What somebody did, as it stands in a list of such words."""

CHOICES = {
    "list": N_("The list of documents"),
    "view": N_("A document"),
    "print": N_("Its PDF"),
    "original": N_("Its file from KSeF"),
    "attachment": N_("An attachment"),
    "export": N_("An export"),
}


@dataclass
class Line:
    """One line of the table; `bureau` is the prefix of the one through which they came."""

    at: datetime
    who: str
    bureau: str | None
    document: str | None  # Its id, where there was one.
    number: str | None
    format: str | None
    did: list[str] = field(default_factory=list)


def lines_of(session: Session, account: Account, rows: Sequence[Sighting]) -> list[Line]:
    """The rows, of which those of one person, hour and document that stand together are one."""
    known = beside(session, account, rows)
    names = actors_named(session, {row.actor for row in rows})
    lines = []
    for _, some in groupby(rows, key=lambda row: (row.actor, row.hour, row.subject or row.id)):
        together = list(some)
        first = together[-1]  # The newest stands first.
        is_export = first.what == "export"
        lines.append(
            Line(
                at=first.at,
                who=names[first.actor],
                bureau=known.bureaus.get(first.bureau_id or ""),
                document=None if is_export else first.subject or None,
                number=known.numbers.get(first.subject),
                format=first.format,
                did=[say(KINDS[row.what], language()) for row in reversed(together)],
            )
        )
    return lines
