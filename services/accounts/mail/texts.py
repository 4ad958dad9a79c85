"""What the mails say. Each is in Polish and in English: nobody's language has to be guessed."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date

from services.accounts.mail.letters import (
    OF_MODULES,
    OF_OWNERSHIP,
    OF_PACKAGES,
    OF_SIGNING_IN,
    Letter,
)
from shared.pages.words import LOCALES, money_in
from shared.texts import N_, say

LANGUAGES = ("pl", "en")

ROLES = {
    "owner": N_("owner"),
    "admin": N_("administrator"),
    "member": N_("user"),
    "accountant": N_("accountant"),
    "custom": N_("somebody with a role of the firm's own"),
}


LETTERS = {
    "verification": Letter(
        N_("Confirm your e-mail address"),
        N_("Somebody, probably you, gave this address at Biurko. Confirm that it is yours:"),
        N_("If it was not you, do nothing."),
        "verification",
    ),
    "membership": Letter(
        N_("Invitation to the account of %(firm)s"),
        N_("You are invited to the account “%(prefix)s” of %(firm)s as %(role)s:"),
        N_("The invitation is good until %(until)s. It is meant for %(recipient)s alone."),
        "invitation",
    ),
    "accountant_access": Letter(
        N_("%(firm)s gives its accountant access"),
        N_("%(firm)s invites you to its account “%(prefix)s” as its accountant."),
        N_("The invitation is good until %(until)s. It is meant for %(recipient)s alone."),
        "invitation",
    ),
    "ownership": Letter(
        N_("You are to own the account of %(firm)s"),
        N_("The account “%(prefix)s” of %(firm)s is offered to you. Take it over here:"),
        N_("The offer stands until %(until)s. Nothing changes before you accept it."),
        "invitation",
    ),
    "webhook_off": Letter(
        N_("A webhook of %(firm)s was switched off"),
        N_(
            "The address %(url)s, which hears of %(event)s in the account “%(prefix)s”, has not "
            "taken a message for more than a day. It is not called any more."
        ),
        N_("Mend it and switch the webhook on again; what it missed can be sent once more."),
    ),
    "document": Letter(
        N_("Document %(number)s of %(firm)s"),
        N_("%(firm)s sends you the document %(number)s for %(amount)s. It is here as well:"),
        N_("The link is good until %(until)s. Questions are answered by %(reply_to)s."),
        "document",
    ),
    "added": Letter(
        N_("You are in the account of %(firm)s"),
        N_("You were added to the account “%(prefix)s” of %(firm)s as %(role)s."),
        N_(
            "If you have never signed up at Biurko, somebody else used your address: tell %(firm)s."
        ),
    ),
    **OF_SIGNING_IN,
    **OF_OWNERSHIP,
    **OF_MODULES,
    **OF_PACKAGES,
}


SECRETS = ("token", "code", "secret", "password")
OF_ATTACHMENT = ("document", "ksef_link")
BLANK = "…"


def without_secrets(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a mail as others than its recipient may see them, its attachment left out."""
    return {
        name: BLANK if name in SECRETS else value
        for name, value in facts.items()
        if name not in OF_ATTACHMENT
    }


def subject_of(kind: str, facts: dict[str, Any]) -> str:
    """The subject, in one line and both languages; `title` is the sender's own."""
    subjects = [say(LETTERS[kind].subject, lang, _said(facts, lang)) for lang in LANGUAGES]
    return " ".join(str(facts.get("title") or " / ".join(subjects)).split())


def text_of(kind: str, facts: dict[str, Any], public_url: str) -> str:
    """The whole text; a link stands alone on its line, however long it is."""
    letter = LETTERS[kind]
    link = f"{public_url}/{letter.page}?token={facts['token']}" if letter.page else None
    halves = []
    for language in LANGUAGES:
        before, after = (
            say(text, language, _said(facts, language)) for text in (letter.before, letter.after)
        )
        paragraphs = (before, facts.get("message"), link, after)
        halves.append("\n\n".join(text for text in paragraphs if text))
    return "\n\n—\n\n".join(halves) + "\n"


def _said(facts: dict[str, Any], language: str) -> dict[str, Any]:
    role = facts.get("role")
    word = facts.get("role_name") or (say(ROLES[role], language) if role else "")
    said = {"role": word}
    if until := facts.get("until"):
        said["until"] = _day(until, language)
    if amount := facts.get("amount"):
        value, currency = amount.split()
        said["amount"] = money_in(language, Decimal(value), currency)
    return facts | said


def _day(day: str, language: str) -> str:
    """A day as people write it, such as `8 grudnia 2026`."""
    return str(format_date(date.fromisoformat(day), "long", locale=LOCALES[language]))
