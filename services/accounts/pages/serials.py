"""Integer ids in addresses of pages."""

from shared.errors import Missing
from shared.texts import N_

NO_PAGE = N_("There is nothing at this address.")
LONGEST = 18  # digits


def serial_in(text: str) -> int:
    """The integer of an address; Missing where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise Missing(NO_PAGE)
    return int(text)
