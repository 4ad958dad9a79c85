"""The hand-over packages of an account: a page, and the part of it that other pages show."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from services.exports.handover_packages import actions
from services.exports.handover_packages.differences import shown
from services.exports.handover_packages.giving import certificate_of, file_of
from services.exports.handover_packages.models import HandoverPackage
from services.exports.pages.places import area_of
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show
from shared.texts import N_
from shared.web.problems import language

pages = Pages("packages")

PACKAGES = "/export/<prefix>/packages"
ONE = f"{PACKAGES}/<package>"

FEW = 3

STATES = {
    "asked": (N_("Asked for"), "info"),
    "making": (N_("Being made and checked"), "info"),
    "verified": (N_("Verified"), "ok"),
    "failed": (N_("Not verified"), "bad"),
    "waived": (N_("Waived"), "neutral"),
}
"""A state's name, and the colour in which it is shown."""


class PackagesQuery(Schema):
    cursor = fields.String(load_default=None)


@pages.read(PACKAGES, query=PackagesQuery)
def show_packages(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """All packages of the account that the caller may see, the newest first."""
    found = actions.list_packages(session, caller, prefix, limit=20, cursor=query["cursor"])
    return Show(
        "packages/list.html",
        **_facts(prefix, found.items),
        area=area_of(session, prefix.lower()),
        here="exports",
        next=found.next,
        query=query,
    )


@pages.fragment(f"{PACKAGES}/latest")
def show_latest_packages(session: Session, caller: Caller, prefix: str) -> Show:
    """The newest packages, for the pages about the end of a co-operation."""
    found = actions.list_packages(session, caller, prefix, limit=FEW, cursor=None)
    return Show("packages/latest.html", **_facts(prefix, found.items))


@pages.read(f"{ONE}/file")
def download_package(session: Session, caller: Caller, prefix: str, package: str) -> Response:
    """The package itself."""
    return file_of(actions.get_verified(session, caller, prefix, package))


@pages.read(f"{ONE}/certificate.pdf")
def download_certificate(session: Session, caller: Caller, prefix: str, package: str) -> Response:
    """What was handed over, on paper, in the language of the pages."""
    return certificate_of(actions.get_verified(session, caller, prefix, package), language())


def _facts(prefix: str, packages: Any) -> dict[str, Any]:
    return {
        "prefix": prefix.lower(),
        "packages": packages,
        "states": STATES,
        "differences": _differences,
    }


def _differences(package: HandoverPackage) -> list[dict[str, Any]]:
    return [shown(each, language()) for each in package.differences]
