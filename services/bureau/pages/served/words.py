"""What the list calls its columns, orders, months, and the parts of a score."""

from shared.texts import N_

COLUMNS = {
    "tax_no": N_("NIP"),
    "own_number": N_("Own number"),
    "state": N_("State"),
    "ownership": N_("Owner of the account"),
    "since": N_("In its state since"),
    "carer": N_("Carer"),
    "tags": N_("Tags"),
    "note": N_("Note"),
    "month": N_("Month"),
    "documents": N_("Sales and costs"),
    "last_document": N_("Last document"),
    "last_export": N_("Last export"),
    "score": N_("Risk"),
}

DEFAULT_COLUMNS = ("tax_no", "state", "carer", "tags", "month", "documents", "score")

ORDERS = (
    ("name", N_("by name")),
    ("-score", N_("most at risk first")),
    ("prefix", N_("by prefix")),
    ("-since", N_("newest in their state")),
    ("since", N_("longest in their state")),
)

MONTHS = {
    "open": (N_("Waits for documents"), "neutral"),
    "complete": (N_("Documents complete"), "info"),
    "in_work": (N_("In work"), "warn"),
    "closed": (N_("Closed"), "ok"),
}
"""A month's state as the bureau sees it, and the colour in which it is shown."""

PARTS = {
    "work_left": N_("the month is not closed"),
    "no_documents": N_("no documents came"),
    "changed_after_export": N_("documents changed after the export"),
    "no_carer": N_("the carer has left"),
    "leaving": N_("the client is leaving"),
}

DEADLINES = {"zus": N_("ZUS"), "pit": N_("income tax"), "vat": N_("VAT and JPK")}

ACTIONS = (
    ("export", N_("Export documents")),
    ("assign", N_("Assign people")),
    ("tag", N_("Change tags")),
    ("note", N_("Write a note")),
    ("handover", N_("Hand accounts over")),
    ("detach", N_("End the co-operation")),
)
