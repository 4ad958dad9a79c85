"""Where a refusal in the settings leads: the page for what has to be done first."""

import re
from typing import NamedTuple

from services.accounts import addresses
from shared.contracts.pages import OWN_SETTINGS
from shared.pages.trouble import Trouble
from shared.texts import N_


class WayOut(NamedTuple):
    """A link: what it is called, and its address."""

    label: str
    address: str


SETTINGS = "/account/{prefix}/settings"
OWNER = (N_("Go to the account owner"), f"{SETTINGS}/owner")
ENDING = (N_("Go to the end of the co-operation"), f"{SETTINGS}/ending")
BUREAU = (N_("Go to the bureau"), f"{SETTINGS}/users#bureau")
PERSON = (N_("Go to this person"), f"{SETTINGS}/users/{{user_id}}")

ME = (N_("Go to your settings"), OWN_SETTINGS)

BY_FIX = (
    (addresses.TRANSFERS, OWNER),
    (addresses.DELETION, OWNER),
    (addresses.LEAVE, ENDING),
    (addresses.WAIVE, ENDING),
    (addresses.BUREAU, BUREAU),
    (addresses.USER, PERSON),
)
"""The API's addresses in refusals, and the pages for the same."""

BY_CODE = {
    "account_frozen": OWNER,
    "ownership_fresh": OWNER,
    "owner_is_bureau": ENDING,
    "package_not_ready": ENDING,
    "email_not_verified": ME,
}


def way_out(trouble: Trouble, prefix: str) -> WayOut | None:
    """The link that belongs to a refusal, if there is a page for what it asks for."""
    for address, (label, page) in BY_FIX:
        found = re.fullmatch(_pattern(address), trouble.fix)
        if found:
            return WayOut(label, page.format(**found.groupdict()))
    label, page = BY_CODE.get(trouble.code, ("", ""))
    return WayOut(label, page.format(prefix=prefix)) if page else None


def _pattern(address: str) -> str:
    """The address with its places as groups: `{prefix}` takes one part of a path."""
    return re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(address))
