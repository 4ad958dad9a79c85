"""A person's own settings, each on a page of its own: the tabs above them."""

from shared.contracts.pages import OWN_SETTINGS
from shared.texts import N_, say
from shared.web.problems import language

TABS = (
    ("", N_("Your data")),
    ("/sessions", N_("Sessions")),
    ("/second-factor", N_("Second factor")),
)


def own_tabs(here: str) -> list[tuple[str, str, bool]]:
    """The rows of the macro `tabs`: label, address, whether it is this page."""
    return [(say(label, language()), f"{OWN_SETTINGS}{path}", path == here) for path, label in TABS]
