"""The settings of an account, each on a page of its own: the tabs above them."""

from shared.texts import N_

TABS = (
    ("users", N_("Users and permissions")),
    ("owner", N_("Account owner")),
    ("ending", N_("End of the co-operation")),
    ("accountant", N_("Access for an accountant")),
    ("roles", N_("Own roles")),
    ("company", N_("Company data")),
    ("tokens", N_("API tokens")),
    ("audit", N_("Who did and saw what")),
    ("mail", N_("Sent mails")),
)
"""The last part of each page's address, and what it is called."""


def tabs_of(prefix: str, here: str) -> list[tuple[str, str, bool]]:
    """The rows of the macro `tabs`: label, address, whether it is this page."""
    return [(label, f"/account/{prefix}/settings/{key}", key == here) for key, label in TABS]
