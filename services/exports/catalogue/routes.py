"""The HTTP face of what exports offers."""

from typing import Any

from sqlalchemy.orm import Session

from services.exports.catalogue import actions
from services.exports.catalogue.schemas import FormatView, LifecycleView
from services.exports.jobs.lifecycle import LIFECYCLE
from shared.auth.caller import Caller
from shared.web.api import Access, Api
from shared.web.lists import Page, page_of

api = Api("catalogue")


@api.read("/v1/formats", out=page_of(FormatView), access=Access.PUBLIC)
def list_formats(session: Session, caller: Caller) -> Page[Any]:
    """The formats, what each carries, and the schemas of its options and settings."""
    return Page(actions.all_formats(), None)


@api.read("/v1/lifecycle", out=LifecycleView, access=Access.PUBLIC)
def get_lifecycle(session: Session, caller: Caller) -> dict[str, Any]:
    """The life of an export: states, steps, and the diagram in Mermaid; from the running table."""
    return {
        "name": LIFECYCLE.name,
        "states": [state.value for state in LIFECYCLE.states],
        "steps": LIFECYCLE.table(),
        "diagram": LIFECYCLE.diagram(),
    }
