"""What an export has to tell about its documents, by a code from one list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.contracts.document import Document
from shared.texts import N_

CODES: dict[str, str] = {
    "missing_tax_number": N_("A tax number that the document needs is missing or is none."),
    "code_too_long": N_(
        "The party's code is longer than the program takes. Another one made of it is written."
    ),
    "unknown_symbol": N_("A mark or category of the document is not one that the target knows."),
    "number_gap": N_("Numbers are missing in a series of the account's sales."),
    "number_double": N_("Two documents have the same number."),
    "outside_period": N_("By another of its dates the document belongs to another period."),
    "changed_after_export": N_("The document is another than the one that went out before."),
    "invalid_argument": N_("The export was asked for with an argument that it does not take."),
    "missing_setting": N_(
        "The format demands a field that the account lacks. The account gets no file."
    ),
    "unsupported_period": N_("The format can't hold this period. The account gets no file."),
    "no_documents": N_(
        "The period holds no document for this format, and it allows no empty file."
    ),
    "not_found": N_("There is no such account, or none that you may export."),
    "several_months": N_(
        "The period is longer than a calendar month, which some programs don't import."
    ),
    "unsupported_document": N_("The format can't carry this document. It was left out."),
    "incomplete_document": N_(
        "The document lacks something that the format asks for. It went out without it."
    ),
    "text_transliterated": N_(
        "Letters that the format's encoding lacks were replaced with the nearest ones."
    ),
    "text_shortened": N_("A text was longer than the format allows and was cut."),
    "characters_replaced": N_(
        "Characters that would break the file were dropped or replaced with others."
    ),
    "number_rounded": N_("A number had more decimal places than the format allows."),
    "rate_not_carried": N_(
        "The format has no code for a VAT rate. The sum of that rate is not in its VAT register."
    ),
    "field_not_carried": N_(
        "The format has no place for something that the document says. It went out without it."
    ),
    "rows_replaced": N_(
        "The document's rows are not the sum of its VAT rates. A row per rate was written."
    ),
    "sums_differ": N_(
        "The document's total is not the sum of its VAT rates. The sum of the rates was written."
    ),
    "original_damaged": N_(
        "The original file is not what it was when it came in. It was left out."
    ),
    "attachment_damaged": N_(
        "An attached file is not what it was when it came in. It was left out."
    ),
    "attachment_missing": N_(
        "An attached file could not be fetched. The archive is without it; ask for it again later."
    ),
}
"""The codes in an export's `problems`, each with what it means to the person who reads it."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that the person who exports has to know; `text` and `facts` as in a Failure.

    Without a document it is about the whole account. `fix` names what has to be filled in:
    the account's company data, or its settings for the format.
    """

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    document: str | None = None  # Its number.
    document_id: str | None = None
    fix: Literal["company", "settings"] | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"no problem code {self.code!r}")


def problem_of(document: Document, code: str, text: str, **facts: Any) -> Problem:
    """A problem of one document."""
    return Problem(
        code=code,
        text=text,
        facts=facts,
        document=document["number"],
        document_id=document["id"],
    )


def missing_settings(
    schema: Mapping[str, Any], needed: Iterable[str], settings: Mapping[str, Any]
) -> list[Problem]:
    """A `missing_setting` for each field of `schema` that is `needed` and not filled in."""
    return [
        Problem(
            code="missing_setting",
            text=N_("The settings of the format lack “%(field)s”."),
            facts={"field": name, "title": schema["properties"][name]["title"]},
            fix="settings",
        )
        for name in needed
        if not settings.get(name)
    ]


FIELD_TEXTS = {
    "text_transliterated": N_("Letters were replaced in: %(fields)s."),
    "text_shortened": N_("Cut to the format's length: %(fields)s."),
    "characters_replaced": N_(
        "Characters that the format can't hold were replaced in: %(fields)s."
    ),
    "number_rounded": N_("Rounded half up: %(fields)s."),
    "incomplete_document": N_("Missing on the document: %(fields)s."),
    "rate_not_carried": N_("Not in the VAT register: %(fields)s."),
    "rows_replaced": N_("Rows per VAT rate were written instead of: %(fields)s."),
    "field_not_carried": N_("The format has no place for: %(fields)s."),
}


class Notes:
    """What was changed in the document at hand, told once per document and code.

    Writers call `note` where a rule had to change a value, and `tell` after each document.
    """

    def __init__(self, report: Callable[[Problem], None]) -> None:
        self._report = report
        self._fields: dict[str, dict[str, None]] = {}

    def note(self, code: str, name: str) -> None:
        """Keep that the field `name` (as the format or the document calls it) was changed."""
        self._fields.setdefault(code, {})[name] = None

    def tell(self, document: Document | None = None) -> None:
        """Report what was noted since the last call; without a document, of the account."""
        if not self._fields:
            return
        for code, names in self._fields.items():
            facts = {"fields": ", ".join(names)}
            self._report(
                problem_of(document, code, FIELD_TEXTS[code], **facts)
                if document
                else Problem(code=code, text=FIELD_TEXTS[code], facts=facts)
            )
        self._fields.clear()


def unheard(_problem: Problem) -> None:
    """A `report` for a pass whose problems another pass tells already."""
