"""The HTTP face of what exports offers."""

from typing import Any

from sqlalchemy.orm import Session

from services.exports.catalogue import actions
from services.exports.catalogue.schemas import FormatView, LifecyclesView
from services.exports.handover_packages.lifecycle import LIFECYCLE as HANDOVER_PACKAGE
from services.exports.jobs.lifecycle import LIFECYCLE as JOB
from shared.auth.caller import Caller
from shared.lifecycle import Lifecycle
from shared.web.api import Access, Api
from shared.web.lists import Page, page_of

api = Api("catalogue")


@api.read("/v1/formats", out=page_of(FormatView), access=Access.PUBLIC)
def list_formats(session: Session, caller: Caller) -> Page[Any]:
    """The formats, what each carries, and the schemas of its options and settings."""
    return Page(actions.all_formats(), None)


@api.read("/v1/lifecycle", out=LifecyclesView, access=Access.PUBLIC)
def get_lifecycle(session: Session, caller: Caller) -> dict[str, Any]:
    """The lives of an export and of a hand-over package: states, steps, and the diagram in
    Mermaid; from the running tables."""
    return _seen(JOB) | {"others": [_seen(HANDOVER_PACKAGE)]}


def _seen(lifecycle: Lifecycle) -> dict[str, Any]:
    return {
        "name": lifecycle.name,
        "states": [state.value for state in lifecycle.states],
        "steps": lifecycle.table(),
        "diagram": lifecycle.diagram(),
    }
