"""The list of served companies: clients, and requests for companies that are none yet.

A view over two tables, with one row per bureau and prefix; nothing is written through it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    String,
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
    # Until its account is linked, a created company is still on its way to the bureau.
    state = case(
        (CompanyRequest.state == CREATED, REQUESTED.value),
        else_=type_coerce(CompanyRequest.state, Word),
    )
    return select(
        CompanyRequest.id,
        literal(REQUEST, Word).label("kind"),
        cast(null(), String(36)).label("account_id"),
        *_alike(CompanyRequest),
        CompanyRequest.company,
        literal("bureau", Word).label("owner_kind"),
        cast(null(), Word).label("bureau_role"),
        literal("bureau", Word).label("payer"),
        state.label("state"),
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
