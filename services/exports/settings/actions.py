"""Reading and saving what an account has to say to a target program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.exports.access.actions import get_account
from services.exports.catalogue.actions import get_format
from services.exports.copies.models import Account
from services.exports.formats import run as formats
from services.exports.formats.format import Format
from services.exports.formats.problems import Problem, unheard
from services.exports.formats.run import Period, Run
from services.exports.formats.schema import faults, with_defaults
from services.exports.settings.models import FormatSettings
from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import Invalid, VersionConflict
from shared.texts import N_
from shared.web.versions import CHANGED, check_if_match

DO_NOT_FIT = N_("Some of the settings do not fit the format.")


@dataclass(frozen=True)
class Shown:
    """An account's settings for a format, with the defaults of what was not saved."""

    account: str
    format: str
    settings: Mapping[str, Any]
    schema: Mapping[str, Any]
    version: int  # 0 until the first are saved.
    updated_at: datetime | None


def get_settings(session: Session, caller: Caller, prefix: str, format_id: str) -> Shown:
    format_ = get_format(format_id)
    account = get_account(session, caller, prefix)
    return _shown(account, format_, _saved(session, account.id, format_))


def save_settings(
    session: Session,
    caller: Caller,
    prefix: str,
    format_id: str,
    *,
    values: dict[str, Any],
    seen: int | None = None,
) -> Shown:
    """Put `values` in the place of what was saved. Raises Invalid where the format's schema
    refuses them, VersionConflict where the caller saw another version (If-Match, or `seen`)."""
    format_ = get_format(format_id)
    account = get_account(session, caller, prefix)
    saved = _saved(session, account.id, format_)
    version = saved.version if saved else 0
    check_if_match(version)
    if seen not in (None, version):
        raise VersionConflict(CHANGED, version=version)
    _check(format_, values)
    if saved is None:
        saved = FormatSettings(account_id=account.id, format=format_.id)
        session.add(saved)
    saved.values, saved.updated_at, saved.updated_by = values, now(), caller.actor
    session.flush()
    return _shown(account, format_, saved)


def missing(session: Session, account: Account, format_: Format) -> list[Problem]:
    """What the account has to fill in before it gets a file in the format, each by name."""
    run = Run(
        account=formats.Account(account.prefix, account.company),
        period=Period(now().date(), now().date()),
        created_at=now(),
        documents=lambda: iter(()),
        report=unheard,
        direction=format_.directions[0] if len(format_.directions) == 1 else "all",
        settings=settings_of(session, account.id, format_),
    )
    return [each for each in format_.obstacles(run) if each.code == "missing_setting"]


def settings_of(session: Session, account_id: str, format_: Format) -> dict[str, Any]:
    """What a run for this account goes by: what was saved, and the defaults of the rest."""
    if not format_.settings["properties"]:
        return {}
    saved = _saved(session, account_id, format_)
    return with_defaults(format_.settings, saved.values if saved else {})


def _saved(session: Session, account_id: str, format_: Format) -> FormatSettings | None:
    return session.get(FormatSettings, (account_id, format_.id))


def _check(format_: Format, values: Mapping[str, Any]) -> None:
    found = [
        {"pointer": pointer, "detail": text}
        for pointer, text in faults(format_.settings, values, "/settings")
    ]
    if found:
        raise Invalid(DO_NOT_FIT, errors=found)


def _shown(account: Account, format_: Format, saved: FormatSettings | None) -> Shown:
    return Shown(
        account=account.prefix,
        format=format_.id,
        settings=with_defaults(format_.settings, saved.values if saved else {}),
        schema=format_.settings,
        version=saved.version if saved else 0,
        updated_at=saved.updated_at if saved else None,
    )
