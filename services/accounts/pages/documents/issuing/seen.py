"""What somebody saw of a document before they wrote in its form, and whether it is still so."""

from services.accounts.pages.documents.issuing.fields import Form
from shared.errors import VersionConflict
from shared.texts import N_

CHANGED = N_(
    "Somebody changed this document while you were writing. Compare what you wrote with what it "
    "says now, and send it once more if it still holds."
)


def check_seen(form: Form, now: str) -> None:
    """Raise VersionConflict where the form was shown when the document said something else."""
    if form.get("seen") != now:
        raise VersionConflict(CHANGED)
