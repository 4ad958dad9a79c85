"""Where the services' pages are, for one another: paths, areas, what stands in the top bar.

An area's pages lie in several services and look like one, so its navigation is one table.
"""

from dataclasses import dataclass

from shared.texts import N_

PANEL, ACCOUNT, DESK = "panel", "account", "desk"

HOME = "/"
SIGN_IN, SIGN_OUT, RENEW, KEEP = "/sign-in", "/sign-out", "/sign-in/renew", "/sign-in/keep"
OWN_SETTINGS = "/me"


@dataclass(frozen=True)
class Item:
    """One entry of an area's navigation; `key` is what a page calls its own entry."""

    key: str
    label: str
    service: str
    path: str


NAVIGATION: dict[str, tuple[Item, ...]] = {
    PANEL: (
        Item("clients", N_("Served companies"), "bureau", "/panel/{prefix}/clients"),
        Item("exports", N_("Exports"), "exports", "/export/{prefix}"),
        Item("figures", N_("Figures"), "bureau", "/panel/{prefix}/figures"),
        Item("documents", N_("Documents"), "accounts", "/account/{prefix}/documents"),
        Item("settings", N_("Settings"), "accounts", "/account/{prefix}/settings/users"),
    ),
    ACCOUNT: (
        Item("documents", N_("Documents"), "accounts", "/account/{prefix}/documents"),
        Item("exports", N_("Exports"), "exports", "/export/{prefix}"),
        Item("settings", N_("Settings"), "accounts", "/account/{prefix}/settings/users"),
    ),
    DESK: (
        Item("bureaus", N_("Bureaus"), "bureau", "/desk"),
        Item("frozen", N_("Frozen accounts"), "accounts", "/desk/frozen"),
        Item("stuck", N_("Stuck work"), "bureau", "/desk/stuck"),
    ),
}

SERVICES = {
    "accounts": N_("Accounts and documents"),
    "bureau": N_("Bureaus and clients"),
    "exports": N_("Exports"),
}
"""What operators call each service."""


@dataclass(frozen=True)
class Place:
    """An account that a person may switch to; its area is the panel where it is a bureau."""

    prefix: str
    name: str
    area: str

    @property
    def first(self) -> Item:
        """Where one begins there."""
        return NAVIGATION[self.area][0]
