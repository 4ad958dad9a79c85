"""What the panel calls jobs, and what came of their rows."""

from services.bureau.imports.columns import COLUMNS
from shared.texts import N_
from shared.web.problems import language

ACTIONS = {
    "add": N_("Adding companies"),
    "detach": N_("Ending the co-operation"),
    "handover": N_("Handing accounts over"),
    "assign": N_("Assigning people"),
    "export": N_("Export"),
    "note": N_("Writing a note"),
    "tag": N_("Changing tags"),
}

STATES = {
    "queued": (N_("Waiting"), "neutral"),
    "running": (N_("In progress"), "info"),
    "completed": (N_("Finished"), "ok"),
    "stopped": (N_("Stopped"), "warn"),
}

OUTCOMES = {
    "done": (N_("Done"), "ok"),
    "would_do": (N_("Possible"), "ok"),
    "refused": (N_("Not done"), "warn"),
    "would_refuse": (N_("Not possible"), "warn"),
    "failed": (N_("Failed"), "bad"),
}


def heading(pointer: str) -> str:
    """The column of a list of companies in which something is wrong, as the list heads it."""
    name = pointer.rpartition("/")[2]
    return COLUMNS.get(name, name) if language() == "pl" else name.replace("_", " ")
