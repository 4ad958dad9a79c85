"""The rows of the audit in words: one sentence, and what it leaves to say."""

from collections.abc import Callable
from typing import Any, NamedTuple

from services.accounts.audit.models import AuditRow
from services.accounts.pages.settings.audit.firm import differences
from services.accounts.pages.settings.audit.names import Names
from shared.contracts.printing.words import TITLES
from shared.texts import N_, say
from shared.web.problems import language

KINDS = {
    "role": N_("Users and roles"),
    "owner": N_("Owner"),
    "ownership_transfer": N_("Offers of the account"),
    "linked_bureau": N_("Accounting bureau"),
    "accountant_access": N_("Access for an accountant"),
    "custom_role": N_("Own roles"),
    "api_token": N_("API tokens"),
    "company": N_("Company data"),
    "number_pattern": N_("Numbers of documents"),
    "payer": N_("Who pays"),
    "freeze": N_("Freezing"),
    "leaving": N_("Leaving the bureau"),
    "deletion": N_("Deletion of the account"),
}
"""What a row can be about, and what pages call that."""

OTHER = N_("Something changed: %(what)s")


class Told(NamedTuple):
    """A sentence, what stands beside it, and how grave it is."""

    title: str
    text: str = ""
    tone: str = "neutral"


Values = dict[str, Any]


def told(row: AuditRow, names: Names) -> Told:
    """What the row says."""
    tell = TELLING.get(row.what)
    if tell is None:
        return Told(_(OTHER, what=row.what))
    return tell(row, row.before or {}, row.after or {}, names)


def _company(row: AuditRow, before: Values, after: Values, _names: Names) -> Told:
    if row.before is None:
        return Told(_(N_("The account was opened")), after["company"]["name"], "ok")
    changed = differences(before.get("company") or {}, after.get("company") or {})
    return Told(_(N_("The firm's data were changed")), changed, "info")


def _owner(row: AuditRow, before: Values, after: Values, names: Names) -> Told:
    new = names.owner(after.get("owner_id"))
    if row.before is None:
        return Told(_(N_("The owner is %(owner)s"), owner=new))
    old = names.owner(before.get("owner_id"))
    return Told(_(N_("The owner changed: %(old)s → %(new)s"), old=old, new=new), "", "warn")


def _linked_bureau(_row: AuditRow, before: Values, after: Values, names: Names) -> Told:
    if "bureau_id" not in after:
        return _bureau_role(after.get("bureau_role"))
    if after["bureau_id"] is None:
        old = names.firm(before.get("bureau_id"))
        return Told(_(N_("The bureau %(bureau)s has no access any more"), bureau=old), "", "warn")
    new = names.firm(after["bureau_id"])
    beside = _bureau_role(after["bureau_role"]).title if after.get("bureau_role") else ""
    return Told(_(N_("The bureau %(bureau)s was linked"), bureau=new), beside, "info")


def _bureau_role(role: str | None) -> Told:
    if role == "accountant":
        return Told(_(N_("The bureau sees documents, as an accountant")), "", "info")
    if role == "owner":
        return Told(_(N_("The bureau owns the account")), "", "info")
    return Told(_(N_("The bureau does not see documents any more")), "", "warn")


def _payer(_row: AuditRow, _before: Values, after: Values, _names: Names) -> Told:
    if after.get("payer") == "bureau":
        return Told(_(N_("The bureau pays for the account")))
    return Told(_(N_("The firm pays for the account")))


def _role(row: AuditRow, _before: Values, after: Values, names: Names) -> Told:
    who = names.person(row.subject)
    if row.after is None:
        return Told(_(N_("%(who)s has no access any more"), who=who), "", "warn")
    if row.before is None:
        given = {"who": who, "role": names.role(after)}
        if after.get("joined_at"):
            return Told(_(N_("%(who)s has access as %(role)s"), **given), "", "ok")
        return Told(_(N_("%(who)s was invited as %(role)s"), **given), "", "info")
    if "role" not in after and "role_id" not in after:
        return Told(_(N_("%(who)s accepted the invitation"), who=who), "", "ok")
    new = names.role({"role": after.get("role", "custom"), "role_id": after.get("role_id")})
    return Told(_(N_("%(who)s is %(role)s from now on"), who=who, role=new), "", "info")


def _custom_role(row: AuditRow, before: Values, after: Values, names: Names) -> Told:
    name = after.get("name") or before.get("name") or names.roles.get(row.subject, "")
    if row.before is None:
        return Told(_(N_("The role “%(name)s” was made"), name=name), "", "info")
    if row.after is None:
        return Told(_(N_("The role “%(name)s” was deleted"), name=name), "", "warn")
    return Told(_(N_("The role “%(name)s” was changed"), name=name), "", "info")


def _accountant(row: AuditRow, before: Values, after: Values, names: Names) -> Told:
    if row.after is None:
        gone = names.person(before.get("user_id"))
        return Told(_(N_("The accountant %(who)s was disconnected"), who=gone), "", "warn")
    who = names.person(after.get("user_id"))
    return Told(_(N_("%(who)s may come in as the accountant"), who=who), "", "info")


def _token(row: AuditRow, _before: Values, after: Values, names: Names) -> Told:
    name = after.get("name") or names.programs.get(row.subject, "")
    if row.before is None:
        beside = names.role({"role": after.get("role"), "role_id": None})
        return Told(_(N_("The API token “%(name)s” was made"), name=name), beside, "info")
    if after.get("revoked_at"):
        return Told(_(N_("The API token “%(name)s” was revoked"), name=name), "", "warn")
    return Told(_(N_("The API token “%(name)s” was changed"), name=name))


def _transfer(row: AuditRow, before: Values, after: Values, _names: Names) -> Told:
    if row.before is None:
        return Told(_(N_("The account was offered to %(email)s"), email=after["email"]), "", "info")
    return _by_state(TRANSFERS, after, N_("The offer of the account was sent again"))


def _freeze(_row: AuditRow, _before: Values, after: Values, _names: Names) -> Told:
    if after.get("state") == "frozen":
        title = _(N_("The account was frozen: its new owner was called wrong"))
        return Told(title, after.get("objector") or "", "bad")
    title = _(N_("An operator decided, and the account is open again"))
    return Told(title, after.get("reason") or "", "ok")


def _deletion(_row: AuditRow, _before: Values, after: Values, _names: Names) -> Told:
    return _by_state(DELETIONS, after, N_("The deletion of the account was put off"))


def _leaving(_row: AuditRow, _before: Values, after: Values, _names: Names) -> Told:
    said = _by_state(LEAVINGS, after, N_("The deadline of leaving the bureau was changed"))
    return said._replace(text=after.get("reason") or "")


def _pattern(row: AuditRow, before: Values, after: Values, _names: Names) -> Told:
    kind = _(TITLES[row.subject]) if row.subject in TITLES else row.subject
    changed = f"{before.get('pattern') or '–'} → {after.get('pattern') or '–'}"
    return Told(_(N_("Numbers are given in another way: %(kind)s"), kind=kind), changed, "info")


def _by_state(states: dict[str, tuple[str, str]], after: Values, otherwise: str) -> Told:
    title, tone = states.get(after.get("state", ""), (otherwise, "neutral"))
    return Told(_(title), "", tone)


def _(text: str, **facts: Any) -> str:
    return say(text, language(), facts)


TRANSFERS = {
    "accepted": (N_("The offer of the account was accepted"), "ok"),
    "declined": (N_("The offer of the account was declined"), "warn"),
    "expired": (N_("The offer of the account ran out"), "neutral"),
    "cancelled": (N_("The offer of the account was taken back"), "neutral"),
}
DELETIONS = {
    "asked": (N_("The deletion of the account was asked for"), "warn"),
    "confirmed": (N_("The deletion of the account was confirmed"), "bad"),
    "done": (N_("The account was deleted"), "bad"),
    "withdrawn": (N_("The deletion of the account was taken back"), "ok"),
}
LEAVINGS = {
    "started": (N_("Leaving the bureau with the account was begun"), "warn"),
    "handed_over": (N_("The bureau handed the account over"), "ok"),
    "withdrawn": (N_("Leaving the bureau was taken back"), "neutral"),
    "stopped": (N_("An operator stopped leaving the bureau"), "bad"),
    "completed": (N_("The account left the bureau when its time was over"), "ok"),
}
TELLING: dict[str, Callable[[AuditRow, Values, Values, Names], Told]] = {
    "company": _company,
    "owner": _owner,
    "linked_bureau": _linked_bureau,
    "payer": _payer,
    "role": _role,
    "custom_role": _custom_role,
    "accountant_access": _accountant,
    "api_token": _token,
    "ownership_transfer": _transfer,
    "freeze": _freeze,
    "deletion": _deletion,
    "leaving": _leaving,
    "number_pattern": _pattern,
}
