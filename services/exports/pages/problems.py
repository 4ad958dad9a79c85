"""Problems as a person reads them: one group per sort, what to do, and where it is done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from services.exports.formats.problems import CODES
from services.exports.jobs.models import JobProblem
from services.exports.pages.advice import ADVICE, FIELDS, tone_of
from services.exports.pages.choices import LABELS
from shared.texts import N_, say

FEW = 10
"""Rows of a group that stand on the page at once."""

SEVERAL_FIELDS = N_("Missing, or not fit for the file: %(fields)s.")
ORDER = ("bad", "warn", "neutral")


@dataclass(frozen=True)
class Row:
    """One problem, or `stands_for` so many; the texts are in the reader's language."""

    account: str
    document: str | None
    document_id: str | None
    detail: str
    fix: str | None
    stands_for: int = 1


@dataclass(frozen=True)
class Group:
    """All problems of one sort; `title` and `advice` are texts to be translated."""

    code: str
    count: int
    rows: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        return CODES[self.code]

    @property
    def advice(self) -> str:
        return ADVICE[self.code]

    @property
    def left(self) -> int:
        """How many no row tells of."""
        return self.count - sum(row.stands_for for row in self.rows)

    @property
    def tone(self) -> str:
        return tone_of(self.code)


def grouped(
    problems: Iterable[JobProblem], counts: Mapping[str, int], language: str, *, most: int = FEW
) -> list[Group]:
    """The problems by code, the worst first; `counts` says how many of each there are in all."""
    groups = {code: Group(code, count) for code, count in counts.items()}
    for problem, stands_for in _of_firms(problems, language):
        rows = groups[problem.code].rows
        if len(rows) < most:
            rows.append(row_of(problem, language, stands_for=stands_for))
    return sorted(groups.values(), key=lambda group: (ORDER.index(group.tone), -group.count))


def row_of(problem: JobProblem, language: str, *, stands_for: int = 1) -> Row:
    """One problem for the reader."""
    return Row(
        account=problem.account,
        document=problem.document,
        document_id=problem.document_id,
        detail=said(problem.text, problem.facts, language),
        fix=problem.fix,
        stands_for=stands_for,
    )


def field_word(facts: Mapping[str, Any], language: str) -> str:
    """The field that is missing, by the name that people know it by."""
    name = facts["field"]
    return say(LABELS.get(name) or facts.get("title") or FIELDS.get(name, name), language)


def said(text: str, facts: Mapping[str, Any], language: str) -> str:
    """`text` with its facts, where a field goes by the name that people know it by."""
    words = {"field": field_word(facts, language)} if "field" in facts else {}
    return say(text, language, {**facts, **words})


def _of_firms(problems: Iterable[JobProblem], language: str) -> Iterator[tuple[JobProblem, int]]:
    """Fields that are missing are one problem per firm and place where they are filled in."""
    for key, each in groupby(problems, key=_firm):
        rows = list(each)
        if key is None or len(rows) == 1:
            yield from ((row, 1) for row in rows)
            continue
        fields = ", ".join(field_word(row.facts, language) for row in rows)
        first = rows[0]
        whole = JobProblem(account=first.account, code=first.code, fix=first.fix)
        whole.text, whole.facts = SEVERAL_FIELDS, {"fields": fields}
        yield whole, len(rows)


def _firm(problem: JobProblem) -> tuple[str, str | None] | None:
    is_field = problem.code == "missing_setting" and "field" in problem.facts
    return (problem.account, problem.fix) if is_field else None
