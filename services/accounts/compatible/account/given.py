"""From what programs say of a new account or user to the bodies that everybody sends."""

from collections.abc import Mapping
from typing import Any

from services.accounts.accounts.schemas import CompanyBody, OwnerBody
from services.accounts.compatible.values import is_yes, text_in, wrong
from services.accounts.users.schemas import NewHolderBody
from shared.texts import N_

COMPANY = (
    "name", "tax_no", "street", "house_number", "flat_number", "post_code", "city", "voivodeship",
    "county", "commune", "tax_office_code",
)  # fmt: skip

NO_PREFIX = N_("Say which prefix the account is to have.")
NO_ROLE = N_("A role is admin, member or accountant.")


def prefix_given(body: Mapping[str, Any]) -> str:
    """The prefix that the new account should have."""
    prefix = text_in(part(body, "account"), "prefix")
    if prefix is None:
        raise wrong("prefix", NO_PREFIX)
    return prefix


def company_given(body: Mapping[str, Any]) -> dict[str, Any]:
    """The firm; where it names no e-mail it has that of its person."""
    given, user = part(body, "company"), part(body, "user")
    company = {name: text for name in COMPANY if (text := text_in(given, name))}
    company["country"] = (text_in(given, "country") or "PL").upper()
    if email := text_in(given, "email") or text_in(user, "email"):
        company["email"] = email
    return dict(CompanyBody().load(company))


def owner_given(body: Mapping[str, Any]) -> dict[str, Any]:
    """The person who signs up: a login is an e-mail where none is named."""
    user = part(body, "user")
    login, email = text_in(user, "login"), text_in(user, "email")
    person = " ".join(filter(None, (text_in(user, "first_name"), text_in(user, "last_name"))))
    owner = {
        "name": person or text_in(part(body, "company"), "person") or login or email,
        "email": email or login,
        "password": text_in(user, "password"),
    }
    return dict(OwnerBody().load({name: value for name, value in owner.items() if value}))


def user_given(body: Mapping[str, Any]) -> dict[str, Any]:
    """A person who is let into the account; who has `invite` needs no password."""
    user = part(body, "user")
    invite = is_yes(user.get("invite"))
    given: dict[str, Any] = {"email": text_in(user, "email") or "", "invite": invite}
    role = text_in(user, "role") or ""
    if role not in ("member", "admin", "accountant"):
        raise wrong("role", NO_ROLE)
    if not invite and (password := text_in(user, "password")):
        given["password"] = password
    return dict(NewHolderBody().load(given | {"role": role}))


def part(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, empty where there is none."""
    value = body.get(name)
    return dict(value) if isinstance(value, dict) else {}
