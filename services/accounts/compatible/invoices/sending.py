"""To whom an invoice is to be mailed, as programs say it in the address or in the body."""

import re

from services.accounts.compatible.asking import Asked
from services.accounts.compatible.values import is_yes


def emails_given(asked: Asked) -> list[str]:
    """The addresses in `email_to` and `email_cc`: text parted by commas, or lists."""
    return [email for name in ("email_to", "email_cc") for email in _listed(asked, name)]


def wants_pdf(asked: Asked) -> bool:
    """Whether the PDF is attached, which it is unless `email_pdf` says no."""
    said = asked.parameters.get("email_pdf", asked.body.get("email_pdf"))
    return said is None or is_yes(said)


def _listed(asked: Asked, name: str) -> list[str]:
    given = [*asked.parameters.getlist(name), *asked.parameters.getlist(f"{name}[]")]
    said = asked.body.get(name)
    given += said if isinstance(said, list) else [said] if said else []
    return [email for text in given for email in re.split(r"[,;\s]+", str(text)) if email]
