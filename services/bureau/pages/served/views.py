"""Saved views as the list's address has them: the same filters under the list's own names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

from services.bureau.worklist.models import SavedView
from services.bureau.worklist.schemas import KeptQuery

KEPT_AS = {"state": "client_state", "month_state": "state"}
SHOWN_AS = {kept: shown for shown, kept in KEPT_AS.items()}
NOT_KEPT = ("cursor", "limit", "lang")


@dataclass(frozen=True)
class View:
    """A saved view, as the list shows it."""

    id: str
    name: str
    query: str  # Of the list's address.
    is_current: bool


def shown(view: SavedView) -> View:
    """The view as a link."""
    args = {SHOWN_AS.get(name, name): _written(value) for name, value in view.query.items()}
    return View(view.id, view.name, urlencode(args), args == current())


def kept(query: str) -> dict[str, Any]:
    """What a view keeps of the query of the list's address; raises ValidationError."""
    args = {
        KEPT_AS.get(name, name): value for name, value in parse_qsl(query) if name not in NOT_KEPT
    }
    return dict(KeptQuery().load(args))


def current() -> Mapping[str, str]:
    """The filters and the order of the list that is looked at."""
    return {n: value for n, value in request.args.items() if value and n not in NOT_KEPT}


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
