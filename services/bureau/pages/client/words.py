"""What a client's page calls steps, months, terms, packages and people."""

from shared.texts import N_

ARROWS = {
    "link": N_("link"),
    "activate": N_("access"),
    "deactivate": N_("access ends"),
    "hand_over": N_("hand-over"),
    "detach": N_("detaching"),
    "request": N_("request"),
    "create": N_("account"),
    "reject": N_("refusal"),
    "abandon": N_("no answer"),
}
"""What stands at an arrow of the picture."""

REQUEST_STATES = {
    "requested": N_("Being opened"),
    "created": N_("Opened"),
    "rejected": N_("Rejected"),
    "abandoned": N_("Abandoned"),
}

NOT_BEGUN = (N_("Not begun"), "neutral")

MONTH_STEPS = {
    "complete": (
        N_("Documents are complete"),
        N_("Say so once everything of the month has come; the client can do it as well."),
    ),
    "take_up": (N_("Take it up"), N_("Say so when you begin to book the month.")),
    "close": (N_("Close the month"), N_("Say so once the month is booked and reported.")),
}
"""The button of a month's next step, and when it is pressed."""

PACKAGES = {
    None: (N_("Being made"), "info"),
    "verified": (N_("Verified"), "ok"),
    "failed": (N_("Not verified"), "bad"),
    "waived": (N_("Waived"), "neutral"),
}
"""What became of a hand-over package."""

ASKED_BY = {"client": N_("The client asked"), "bureau": N_("The bureau asked")}

OFFER_ENDS = {
    "declined": N_("The last offer, to %(email)s, was declined."),
    "expired": N_("The last offer, to %(email)s, was not answered within 14 days."),
    "cancelled": N_("The last offer, to %(email)s, was taken back."),
    "refused": N_("The last offer, to %(email)s, could not be made. Check the address."),
    "returned": N_("%(email)s had taken the account over; an operator gave it back."),
}

ROLES = {
    "owner": N_("owner"),
    "admin": N_("administrator"),
    "member": N_("user"),
    "custom": N_("a role of its own"),
}
