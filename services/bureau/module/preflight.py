"""What another package would bring."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.module import seats
from services.bureau.module.models import Module
from services.bureau.served import actions as served


def of_package(session: Session, module: Module, package_size: int) -> dict[str, Any]:
    """Who would wait for a seat in a package of this size; changes nothing."""
    holders = seats.would_not_fit(session, module, package_size)
    return {
        "package_size": package_size,
        "used": module.used,
        "fits": not holders,
        "would_wait": served.of_seats(session, module.id, holders),
    }
