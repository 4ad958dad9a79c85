"""What the pages call the options and settings of formats, and the values they may have."""

from shared.texts import N_

LABELS = {
    "purpose": N_("Why the file is made"),
    "names": N_("Names of the files"),
    "split_mb": N_("Split into ZIPs of so many megabytes"),
    "method": N_("How the warehouse's books are kept"),
}
"""Instead of the schema's title, where a hint or words for the values say the rest."""

HINTS = {
    "names": N_(
        "Such as {issue_date}_{buyer}_{number}; also {month}, {seller}, {gross}. Empty: the "
        "document's number."
    ),
    "split_mb": N_("Empty: one ZIP, whatever its size."),
}

CHOICES = {
    ("purpose", "0"): N_("the tax office asked for it"),
    ("purpose", "1"): N_("it is filed for the first time"),
    ("purpose", "2"): N_("it corrects one that was filed"),
    ("sections", "standard"): N_("what the program reads"),
    ("sections", "with_jpk"): N_("with the marks for JPK as well"),
    ("encoding", "utf-8-bom"): N_("Unicode (UTF-8), for today's programs"),
    ("encoding", "cp1250"): N_("Windows-1250, for older programs"),
    ("decimal", "comma"): N_("comma: 1234,50"),
    ("decimal", "dot"): N_("point: 1234.50"),
    ("layout", "flat"): N_("all documents together"),
    ("layout", "by_month"): N_("a folder per month"),
    ("layout", "by_kind"): N_("a folder per kind of document"),
    ("layout", "one_pdf"): N_("prints bound into one PDF"),
    ("pdf", "yes"): N_("yes, a print of each"),
    ("pdf", "no"): N_("no, which is much faster"),
    ("language", "pl"): N_("Polish"),
    ("language", "en"): N_("English"),
    ("taxpayer", "company"): N_("a company"),
    ("taxpayer", "person"): N_("a person with a business"),
    ("method", "1"): N_("by quantity and value"),
    ("method", "2"): N_("by quantity"),
    ("method", "3"): N_("by value"),
    ("method", "4"): N_("at once in costs"),
    ("cost_value", "net"): N_("the net value"),
    ("cost_value", "gross"): N_("the gross value; VAT is not deducted"),
    ("cost_column", "K_10"): N_("K_10: purchase of goods and materials"),
    ("cost_column", "K_11"): N_("K_11: side costs of purchase"),
    ("cost_column", "K_12"): N_("K_12: wages"),
    ("cost_column", "K_13"): N_("K_13: other expenses"),
    ("income_column", "K_7"): N_("K_7: sale of goods and services"),
    ("income_column", "K_8"): N_("K_8: other revenues"),
}
"""By the name of the option and its value; a value that is not here is shown as it is."""

ALIKE = {
    "cost_columns_by_category": "cost_column",
    "income_columns_by_category": "income_column",
}
"""Maps whose values have the words of another option."""

DATE_BASES = (
    ("issue", N_("the day of issue")),
    ("sale", N_("the day of sale")),
    ("accounting", N_("the day of booking")),
)
DIRECTIONS = (
    ("", N_("all that the format takes")),
    ("sale", N_("only sales")),
    ("cost", N_("only costs")),
)


def word_of(name: str, value: str) -> str:
    """The text, to be translated, for one value of an option or setting."""
    return CHOICES.get((ALIKE.get(name, name), value), value)


RATES = {
    "0 KR": N_("0% at home"),
    "0 WDT": N_("0% within the EU"),
    "0 EX": N_("0% export"),
    "zw": N_("exempt"),
    "oo": N_("reverse charge"),
    "np I": N_("outside Poland"),
    "np II": N_("services to the EU"),
    "margin": N_("margin"),
}


def rate_word(rate: str) -> str:
    """The text, to be translated, for a VAT rate."""
    return RATES.get(rate, f"{rate}%")
