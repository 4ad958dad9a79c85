"""What to do about each problem of an export, and how bad it is."""

from shared.texts import N_

NO_FILE = ("missing_setting", "unsupported_period", "not_found", "invalid_argument")
"""For these a firm gets no file at all."""

LEFT_OUT = (
    "no_documents",
    "unsupported_document",
    "original_damaged",
    "attachment_damaged",
    "attachment_missing",
)
"""For these something is not in the file."""

LOOK = ("missing_tax_number", "number_double", "number_gap", "sums_differ", "changed_after_export")
"""These are likely mistakes on the documents themselves."""

ADVICE = {
    "missing_tax_number": N_("Correct the number on the document, then export again."),
    "code_too_long": N_("Nothing, unless your program knows the contractor by the longer code."),
    "unknown_symbol": N_(
        "Change the mark or category on the document, or add the category to the settings."
    ),
    "number_gap": N_(
        "Check whether these documents were issued elsewhere, or were never issued. The export "
        "goes on without them."
    ),
    "number_double": N_("Check which of the two is right, before both are booked."),
    "outside_period": N_("Check by which date you want to export: issue, sale or booking."),
    "changed_after_export": N_(
        "Export it again and replace it in your program, if it was imported already."
    ),
    "invalid_argument": N_("Ask for the export anew with another choice."),
    "missing_setting": N_("Fill in what is missing, then export again."),
    "unsupported_period": N_("Choose a period that the format takes."),
    "no_documents": N_("Check the period, the date and the kinds of documents that you chose."),
    "not_found": N_("Check the name, or ask the client for access."),
    "several_months": N_("Export month by month, if your program refuses the file."),
    "unsupported_document": N_("Book it by hand, or export it in another format."),
    "incomplete_document": N_("Complete the document, or add it in your program after the import."),
    "text_transliterated": N_("Nothing, if the words can still be read."),
    "text_shortened": N_("Nothing, if what is left says enough."),
    "characters_replaced": N_("Nothing, if the words can still be read."),
    "number_rounded": N_("Check quantities and prices in your program after the import."),
    "rate_not_carried": N_("Add this sum to the VAT register by hand."),
    "field_not_carried": N_("Add it in your program after the import, if you need it there."),
    "rows_replaced": N_("Nothing; the sums are right. Single items are on the print."),
    "sums_differ": N_("Compare with the original, before you book it."),
    "original_damaged": N_("Ask whoever sent the document for the file once more."),
    "attachment_damaged": N_("Attach the file to the document once more."),
    "attachment_missing": N_("Export again later; the file itself is safe on the document."),
}
"""By the problem's code."""

FIELDS = {
    "name": N_("name"),
    "tax_no": N_("tax number"),
    "tax_office_code": N_("code of the tax office"),
    "email": N_("e-mail"),
    "voivodeship": N_("voivodeship"),
    "county": N_("county"),
    "commune": N_("commune"),
    "street": N_("street"),
    "house_number": N_("house number"),
    "city": N_("town"),
    "post_code": N_("post code"),
    "country": N_("country"),
}
"""Fields of a company, as a sentence calls them."""


def tone_of(code: str) -> str:
    """The colour in which a problem is shown."""
    if code in NO_FILE:
        return "bad"
    return "warn" if code in LEFT_OUT + LOOK else "neutral"
