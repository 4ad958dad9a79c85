"""The firms of which a person may choose some for an export: a bureau's open clients."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.exports.access.actions import (
    ASSIGNED_ROLES,
    WHOLE_BUREAU_ROLES,
    Reach,
    check_bus,
    exports_for,
    reach,
)
from services.exports.copies.models import Account, Client
from shared.auth.caller import Caller
from shared.errors import Invalid
from shared.texts import N_

Who = Literal["own", "all", "some", "list"]
"""The account itself, all clients that are open, those that are ticked, those in a list."""

NOT_SERVED = N_("Not among the firms that you may export: %(unknown)s.")
NONE_CHOSEN = N_("Choose at least one firm.")
FEW = 10  # Unknown names that a refusal lists.


@dataclass(frozen=True)
class Firm:
    """A firm that a person may export."""

    prefix: str
    name: str
    tax_no: str

    def fits(self, search: str) -> bool:
        """Whether its name, prefix or NIP holds the words; case and marks do not matter."""
        if not search:
            return True
        said = folded(f"{self.name} {self.prefix} {self.tax_no}")
        return all(word in said for word in folded(search).split()) or (
            bool(re.fullmatch(r"[\d\s-]+", search)) and _digits(search) in self.tax_no
        )


def open_clients(session: Session, caller: Caller, bureau: Account) -> list[Firm]:
    """The bureau's clients that `caller` may export, by name.

    Raises Unavailable while a silent bus leaves open whether the bureau still serves them.
    """
    role = caller.roles.get(bureau.id)
    if role not in WHOLE_BUREAU_ROLES | ASSIGNED_ROLES or not exports_for(caller, bureau.id):
        return []
    rows = session.execute(_open_clients(bureau.id)).all()
    if role in ASSIGNED_ROLES:
        rows = [row for row in rows if caller.id in row.assigned]
    check_bus(session, caller, [row.id for row in rows])
    firms = [Firm(row.prefix, row.name or row.prefix, row.tax_no or "") for row in rows]
    return sorted(firms, key=lambda firm: (folded(firm.name), firm.prefix))


def may_export(session: Session, caller: Caller, account: Account) -> bool:
    """Whether `caller` may export the account's own documents."""
    return reach(session, caller, [account.id])[account.id] is Reach.EXPORTS


def choose(
    session: Session,
    caller: Caller,
    account: Account,
    *,
    who: Who,
    accounts: Sequence[str],
    listed: str,
) -> list[str]:
    """The prefixes of the firms that somebody who works in `account` asks for.

    `accounts` counts for `some`; `listed`, where prefixes and NIPs stand in any order, for
    `list`. Raises Invalid where it is none, or one that is no open client.
    """
    if who == "own":
        return [account.prefix]
    firms = open_clients(session, caller, account)
    if who == "list":
        found = _named(firms, listed)
    else:
        found = [firm.prefix for firm in firms] if who == "all" else _known(firms, accounts)
    if not found:
        _refuse("/listed" if who == "list" else "/accounts", NONE_CHOSEN)
    return found


def folded(text: str) -> str:
    """`text` without case and marks, so that "zolw" finds "Żółw"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(each for each in plain if not unicodedata.combining(each))


def _open_clients(bureau_id: str) -> Select[Any]:
    name, tax_no = (Account.company[key].as_string().label(key) for key in ("name", "tax_no"))
    return (
        select(Account.id, Account.prefix, name, tax_no, Client.assigned)
        .join(Client, (Account.id == Client.account_id) & (Account.link_id == Client.id))
        .where(
            Client.bureau_id == bureau_id,
            Client.is_over.is_(False),
            Client.is_open.is_(True),
            Account.bureau_role.is_not(None),
        )
    )


def _named(firms: Sequence[Firm], text: str) -> list[str]:
    """Between two names there may be anything but letters, digits and hyphens."""
    by_tax_no = {_digits(firm.tax_no): firm.prefix for firm in firms if firm.tax_no}
    by_name = by_tax_no | {firm.prefix: firm.prefix for firm in firms}
    words = {word: by_name.get(word, by_tax_no.get(_digits(word))) for word in _words(text)}
    _check_known([word for word, prefix in words.items() if prefix is None], "/listed")
    return list(dict.fromkeys(prefix for prefix in words.values() if prefix))


def _known(firms: Sequence[Firm], prefixes: Sequence[str]) -> list[str]:
    known = {firm.prefix for firm in firms}
    asked = list(dict.fromkeys(prefix.lower() for prefix in prefixes))
    _check_known([prefix for prefix in asked if prefix not in known], "/accounts")
    return asked


def _check_known(unknown: Sequence[str], pointer: str) -> None:
    if unknown:
        more = ["…"] if len(unknown) > FEW else []
        _refuse(pointer, NOT_SERVED, unknown=", ".join([*unknown[:FEW], *more]))


def _refuse(pointer: str, text: str, **facts: Any) -> NoReturn:
    raise Invalid(text, errors=[{"pointer": pointer, "detail": text}], **facts)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.lower())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
