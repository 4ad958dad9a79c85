"""Why a hand-over package is not verified, in words."""

from collections.abc import Mapping
from typing import Any

from shared.texts import N_, say

CODES: dict[str, str] = {
    "missing": N_("The account holds a document that has not come here."),
    "version": N_("Another version of a document is here than the account holds."),
    "content": N_("A document is here with another content under the same version."),
    "original": N_("The file that a document came in is missing here, or is damaged."),
    "attachment": N_("A file that is attached to a document could not be fetched unchanged."),
    "surplus": N_("A document is here that the account does not hold in this period."),
    "day": N_("The documents of a day are not all the same; which ones is being asked."),
    "sums": N_("The documents do not add up to the sums that the account states."),
    "count": N_("The file holds another number of documents than the account states."),
    "file": N_("The file that was written could not be read again unchanged."),
    "silent": N_("What the account holds was not stated in time; ask for a new package."),
    "internal": N_("The package failed on our side. It is in our log under its id."),
}


def shown(difference: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A difference as its schema dumps it."""
    code = difference["code"]
    return {
        "code": code,
        "detail": say(CODES[code], language),
        "document": difference.get("number"),
        "document_id": difference.get("id"),
        "day": difference.get("day"),
    }
