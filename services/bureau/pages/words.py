"""What the panel calls the states and steps of a client."""

from shared.texts import N_

STATES = {
    "requested": (N_("Being opened"), "info"),
    "linked": (N_("Linked"), "warn"),
    "active": (N_("Active"), "ok"),
    "handed_over": (N_("Handed over"), "info"),
    "detached": (N_("Detached"), "neutral"),
    "rejected": (N_("Rejected"), "bad"),
    "abandoned": (N_("Abandoned"), "bad"),
}
"""A state's name, and the colour in which it is shown."""

STEPS = {
    "link": N_("The co-operation began"),
    "activate": N_("The bureau got access to the documents"),
    "deactivate": N_("The bureau lost access to the documents"),
    "hand_over": N_("The client took the account over"),
    "detach": N_("The co-operation ended"),
    "request": N_("The bureau asked for the account"),
    "create": N_("The account was opened"),
    "reject": N_("The account could not be opened"),
    "abandon": N_("Opening the account took too long"),
}

OWNERS = {"bureau": N_("the bureau"), "client": N_("the client")}
