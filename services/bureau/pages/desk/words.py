"""What the desk calls the states of a module, and what was done to it."""

from shared.texts import N_, say
from shared.web.problems import language

STATES = {
    "inactive": (N_("Not switched on"), "neutral"),
    "active": (N_("Switched on"), "ok"),
    "suspended": (N_("Suspended"), "warn"),
    "closed": (N_("Closed for good"), "neutral"),
}

ACTIONS = {
    "activate": (N_("Switched on"), "ok"),
    "resize": (N_("Another package"), "info"),
    "suspend": (N_("Suspended"), "warn"),
    "resume": (N_("Resumed"), "ok"),
    "close": (N_("Closed for good"), "bad"),
    "expire": (N_("Suspended, since the package ran out"), "warn"),
}

STEPS = {
    "suspend": (
        N_("Suspend the module"),
        N_("Adding companies and new links stop. The bureau's clients stay as they are."),
        N_("Suspend"),
    ),
    "resume": (
        N_("Resume the module"),
        N_("The bureau may add companies and be linked again."),
        N_("Resume"),
    ),
    "close": (
        N_("Close the module for good"),
        N_("It is never switched on again. The bureau may still hand over and detach its clients."),
        N_("Close for good"),
    ),
}
"""Each step with its heading, what it brings, and its button."""

CONSOLE, BY_ITSELF = N_("on the command line"), N_("by itself")
YOU, OPERATOR = N_("you"), N_("operator %(id)s")


def who(actor: str, me: str) -> str:
    """Who did something, as operators know one another: only by their ids."""
    if actor == me:
        return say(YOU, language())
    if actor == "operator/console":
        return say(CONSOLE, language())
    if actor.startswith("operator/"):
        return say(OPERATOR, language(), {"id": actor[-6:]})
    return say(BY_ITSELF, language())
