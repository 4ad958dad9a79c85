"""The list of served companies: clients, and requests for companies that are none yet.

A view over two tables, with one row per bureau and prefix; nothing is written through it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    String,
    Subquery,
    case,
    cast,
    false,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Mapped

from services.bureau.accounts.models import Account
from services.bureau.clients.models import Client
from services.bureau.companies.lifecycle import CREATED, REQUESTED
from services.bureau.companies.models import CompanyRequest
from services.bureau.database import Base

Word = String(40)

CLIENT, REQUEST = "client", "request"

# Until its account is linked, a created company is still on its way to the bureau.
_REQUEST_STATE = case(
    (CompanyRequest.state == CREATED, REQUESTED.value),
    else_=type_coerce(CompanyRequest.state, Word),
)


def _clients() -> Select[Any]:
    return (
        select(
            Client.id,
            literal(CLIENT, Word).label("kind"),
            Client.account_id,
            *_alike(Client),
            Account.company,
            Client.owner_kind,
            Client.bureau_role,
            Client.payer,
            type_coerce(Client.state, Word).label("state"),
            cast(null(), Word).label("reason"),
            Client.seat,
            Client.awaited_package,
            Account.frozen,
        )
        .join(Account, Account.id == Client.account_id)
        .where(Client.shown)
    )


def _requests() -> Select[Any]:
    return select(
        CompanyRequest.id,
        literal(REQUEST, Word).label("kind"),
        cast(null(), String(36)).label("account_id"),
        *_alike(CompanyRequest),
        CompanyRequest.company,
        literal("bureau", Word).label("owner_kind"),
        cast(null(), Word).label("bureau_role"),
        literal("bureau", Word).label("payer"),
        _REQUEST_STATE.label("state"),
        CompanyRequest.reason,
        CompanyRequest.seat,
        cast(null(), String(36)).label("awaited_package"),
        false().label("frozen"),
    ).where(CompanyRequest.shown)


def _alike(kind: type[Client] | type[CompanyRequest]) -> tuple[Any, ...]:
    return (
        kind.bureau_id,
        kind.prefix,
        kind.name,
        kind.tax_no,
        kind.sort_key,
        kind.search_key,
        kind.since,
        (kind.versions_before + kind.version).label("version"),
    )


def _listed(kind: Any, owner_kind: Any, state: Any) -> Subquery:
    """One of the two tables with the columns by which the list is filtered and ordered."""
    columns = select(
        kind.id,
        kind.bureau_id,
        kind.prefix,
        kind.sort_key,
        kind.search_key,
        kind.since,
        owner_kind.label("owner_kind"),
        state.label("state"),
    )
    return columns.where(kind.shown).subquery()


LISTED = (
    _listed(Client, Client.owner_kind, type_coerce(Client.state, Word)),
    _listed(CompanyRequest, literal("bureau", Word), _REQUEST_STATE),
)
"""Both tables apart: of each the first rows are found by an index, of their union they are not."""

_rows = union_all(_clients(), _requests()).subquery("served")


class Served(Base):
    """What a bureau sees under a prefix. `state` is a client's, or that of a request."""

    __table__ = _rows
    __mapper_args__ = {"primary_key": [_rows.c.id]}

    id: Mapped[str]
    kind: Mapped[str]  # client | request
    account_id: Mapped[str | None]
    bureau_id: Mapped[str]
    prefix: Mapped[str]
    name: Mapped[str]
    tax_no: Mapped[str]
    sort_key: Mapped[str]
    search_key: Mapped[str]
    since: Mapped[datetime]
    version: Mapped[int]
    company: Mapped[dict[str, Any]]
    owner_kind: Mapped[str]
    bureau_role: Mapped[str | None]
    payer: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    seat: Mapped[str | None]
    awaited_package: Mapped[str | None]
    frozen: Mapped[bool]
