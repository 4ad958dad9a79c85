"""The HTTP face of hand-over packages."""

from typing import Any, cast

from flask import Response, current_app, g
from sqlalchemy.orm import Session

from services.exports.access.actions import is_settled
from services.exports.config import Settings
from services.exports.handover_packages import actions
from services.exports.handover_packages.differences import shown
from services.exports.handover_packages.giving import certificate_of, file_of
from services.exports.handover_packages.lifecycle import VERIFIED
from services.exports.handover_packages.models import HandoverPackage
from services.exports.handover_packages.schemas import CertificateQuery, HandoverPackageView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, mapped, page_of
from shared.web.problems import language

api = Api("handover_packages")

RULE = "/v1/accounts/<prefix>/handover_packages"
ONE = f"{RULE}/<package>"


def _is_settled(session: Session, prefix: str, **_: str) -> bool:
    return is_settled(session, g.caller, [prefix.lower()])


@api.read(
    RULE,
    out=page_of(HandoverPackageView),
    query=ListQuery,
    settles=_is_settled,
    codes=("forbidden",),
)
def list_packages(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Any]:
    """The hand-over packages of an account, the newest first.

    The client's own people see all of them, also after the bureau is gone; a bureau those of
    its present service.
    """
    page = actions.list_packages(session, caller, prefix, **query)
    return mapped(page, lambda package: _shown(package, prefix))


@api.read(ONE, out=HandoverPackageView, settles=_is_settled, codes=("forbidden",))
def get_package(session: Session, caller: Caller, prefix: str, package: str) -> dict[str, Any]:
    """One hand-over package, and what it still lacks."""
    return _shown(actions.get_package(session, caller, prefix, package), prefix)


@api.read(f"{ONE}/file", gives="application/zip", settles=_is_settled, codes=("forbidden",))
def get_package_file(session: Session, caller: Caller, prefix: str, package: str) -> Response:
    """The package itself, whole or in ranges; its ETag is its SHA-256. It is kept for good."""
    found = actions.get_verified(session, caller, prefix, package)
    return file_of(found)


@api.read(
    f"{ONE}/certificate.pdf",
    query=CertificateQuery,
    gives="application/pdf",
    settles=_is_settled,
    codes=("forbidden",),
)
def get_certificate(
    session: Session, caller: Caller, prefix: str, package: str, query: dict[str, Any]
) -> Response:
    """The page that says what was handed over, in Polish unless `language` says English."""
    found = actions.get_verified(session, caller, prefix, package)
    return certificate_of(found, query["language"])


def _shown(package: HandoverPackage, prefix: str) -> dict[str, Any]:
    settings = cast("Settings", current_app.extensions["settings"])
    address = f"{settings.public_url}/v1/accounts/{prefix.lower()}/handover_packages/{package.id}"
    is_verified = package.state is VERIFIED
    period = {"first": package.period_from, "last": package.period_to}
    return {
        "id": package.id,
        "state": package.state.value,
        "asked_by": package.asked_by,
        "bureau": package.bureau.get("name", ""),
        "served": {"first": package.served_from, "last": package.served_to},
        "period": period if is_verified else None,
        "documents": (package.facts or {}).get("documents"),
        "file": _file(package, address) if is_verified else None,
        "certificate": f"{address}/certificate.pdf" if is_verified else None,
        "differences": [shown(each, language()) for each in package.differences],
        "asked_at": package.asked_at,
        "ended_at": package.ended_at,
        "version": package.version,
    }


def _file(package: HandoverPackage, address: str) -> dict[str, Any]:
    return {
        "name": package.file_name,
        "size": package.file_size,
        "sha256": package.file_sha256,
        "media_type": package.file_media_type,
        "url": f"{address}/file",
    }
