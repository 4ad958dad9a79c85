"""What stands in the form of a new export, whether typed, or to begin with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from werkzeug.datastructures import MultiDict

from services.exports.jobs.models import Job
from services.exports.pages.asking.periods import RANGE, last_month, offered, span_of

SINGLE = ("who", "listed", "q", "format", "span", "date_basis", "direction")


@dataclass(frozen=True)
class Asked:
    """The fields of the form as texts, `period/from` and `period/to` as `first` and `last`."""

    who: str = "own"
    accounts: Sequence[str] = field(default=())
    listed: str = ""
    q: str = ""
    format: str = ""
    span: str = RANGE
    first: str = ""
    last: str = ""
    date_basis: str = "issue"
    direction: str = ""

    @classmethod
    def typed(cls, form: MultiDict[str, str]) -> Self:
        """As it was sent; each firm once."""
        single = {name: form[name] for name in SINGLE if name in form}
        return cls(
            **single,
            accounts=tuple(dict.fromkeys(form.getlist("accounts"))),
            first=form.get("period/from", ""),
            last=form.get("period/to", ""),
        )

    @classmethod
    def fresh(
        cls, today: date, *, who: str, accounts: Sequence[str], format: str, span: str | None
    ) -> Self:
        """This period if it is one that is offered, else the month before this one."""
        span = span if span in offered(today) else last_month(today)
        return cls(who=who, accounts=accounts, format=format, span=span)

    @classmethod
    def like(cls, job: Job, *, who: str) -> Self:
        """The same as an earlier export asked for."""
        return cls(
            who=who,
            accounts=job.accounts,
            format=job.format,
            span=span_of(job.period_from, job.period_to),
            first=job.period_from.isoformat(),
            last=job.period_to.isoformat(),
            date_basis=job.date_basis,
            direction="" if job.direction == "all" else job.direction,
        )

    def fields(self) -> Iterator[tuple[str, str]]:
        """Names and values, for a form that carries them on."""
        for name in SINGLE:
            yield name, getattr(self, name)
        yield from (("accounts", each) for each in self.accounts)
        yield from (("period/from", self.first), ("period/to", self.last))
