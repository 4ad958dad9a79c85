"""What the pages call the states of an export."""

from shared.texts import N_

STATES = {
    "queued": (N_("Waiting"), "neutral"),
    "running": (N_("In progress"), "info"),
    "completed": (N_("Ready"), "ok"),
    "failed": (N_("Failed"), "bad"),
    "cancelled": (N_("Cancelled"), "neutral"),
    "expired": (N_("File removed"), "warn"),
}
"""A state's name, and the colour in which it is shown."""

FIRM_STATES = {
    "waits": (N_("Waiting"), "neutral"),
    "working": (N_("In progress"), "info"),
    "written": (N_("In the file"), "ok"),
    "no_file": (N_("No file"), "bad"),
}
"""The same for one firm of an export of several."""
