"""What a bureau is told of its package: each warning once, however often there is cause."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.orm import Session

from services.bureau.days import today
from services.bureau.module.models import Module, ModuleNotice
from shared import outbox
from shared.clock import now
from shared.contracts.bureau import ModuleExpiryNear, ModulePackageFilling
from shared.texts import N_
from shared.upsert import insert_for

FILLING = (95, 80)  # percent of the package
ENDING = (1, 7, 30)  # days before the last day is over

SHORT = N_("%(used)s of %(size)s seats are used. Ask for a larger package in time.")
ENDS = N_("The package ends after %(day)s; from then on no company can be added.")

NO_CARERS = N_("Clients whose carer has left: %(clients)s. Name a new one for each.")


class Notice(NamedTuple):
    """A warning as people read it: what it is about, and a text with its facts."""

    kind: str  # seats | expiry | carers
    text: str
    facts: dict[str, Any]


def warnings(module: Module, *, orphans: int) -> Iterator[Notice]:
    """What there is to warn of now."""
    if percent_reached(module):
        yield Notice("seats", SHORT, {"used": module.used, "size": module.package_size})
    if module.valid_until and days_reached(module, today()) is not None:
        yield Notice("expiry", ENDS, {"day": module.valid_until.isoformat()})
    if orphans:
        yield Notice("carers", NO_CARERS, {"clients": orphans})


def percent_reached(module: Module) -> int | None:
    """The highest threshold that the seats in use have reached."""
    if not module.package_size:
        return None
    share = module.used * 100
    return next((each for each in FILLING if share >= each * module.package_size), None)


def days_reached(module: Module, day: date) -> int | None:
    """The nearest reminder that is due: 1, 7 or 30 days; none before, and none afterwards."""
    if module.valid_until is None:
        return None
    left = (module.valid_until - day).days
    return next((each for each in ENDING if 0 <= left <= each), None)


def note_use(session: Session, module: Module) -> None:
    """Say that the seats run short, once for each threshold of each size of the package."""
    percent = percent_reached(module)
    if percent and _first_time(session, module, f"{percent} % of {module.package_size}"):
        news = ModulePackageFilling(**module.facts(), used=module.used, percent=percent)
        outbox.publish(session, news, subject_id=module.id)


def note_end(session: Session, module: Module, day: date) -> None:
    """Say that the package ends soon; after a standstill only the nearest reminder is given."""
    days = days_reached(module, day)
    if module.valid_until is None or days is None:
        return
    if _first_time(session, module, f"{days} days before {module.valid_until}"):
        left = (module.valid_until - day).days
        news = ModuleExpiryNear(**module.facts(), days_left=left)
        outbox.publish(session, news, subject_id=module.id)


def _first_time(session: Session, module: Module, occasion: str) -> bool:
    table = ModuleNotice.__table__
    if not isinstance(table, Table):
        raise TypeError("a mapped class stands on a table")
    row = {"bureau_id": module.id, "occasion": occasion, "at": now()}
    notice = insert_for(session, table).values(row).on_conflict_do_nothing()
    return session.execute(notice.returning(table.c.occasion)).first() is not None
