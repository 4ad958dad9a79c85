"""Puts the bureau service together: its API, its worker, its relay."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from services.bureau.assignments.routes import api as assignments
from services.bureau.bulk.routes import api as bulk
from services.bureau.bulk.work import work
from services.bureau.clients.routes import api as clients
from services.bureau.companies.actions import abandon_overdue
from services.bureau.companies.routes import api as companies
from services.bureau.config import Settings
from services.bureau.days import today
from services.bureau.desk.routes import api as desk
from services.bureau.figures.routes import api as figures
from services.bureau.handlers import HANDLERS
from services.bureau.handover_packages.routes import api as handover_packages
from services.bureau.handovers.routes import api as handovers
from services.bureau.imports.routes import api as imports
from services.bureau.lifecycles.routes import api as lifecycles
from services.bureau.module.packages import look_after
from services.bureau.module.routes import api as module
from services.bureau.months.actions import open_due, weigh_leaving
from services.bureau.months.routes import api as months
from services.bureau.pages import TEMPLATES
from services.bureau.pages.bulk.routes import pages as bulk_pages
from services.bureau.pages.client.routes import pages as client_pages
from services.bureau.pages.companies.routes import pages as company_pages
from services.bureau.pages.desk.routes import pages as desk_pages
from services.bureau.pages.detach.routes import pages as detach_pages
from services.bureau.pages.figures.routes import pages as figure_pages
from services.bureau.pages.handover.routes import pages as handover_pages
from services.bureau.pages.jobs.routes import pages as job_pages
from services.bureau.pages.people.routes import pages as people_pages
from services.bureau.pages.places import places_of
from services.bureau.pages.served.routes import pages as served_pages
from services.bureau.pages.stuck.routes import pages as stuck_pages
from services.bureau.people.routes import api as people
from services.bureau.served.routes import api as served
from services.bureau.stuck.routes import api as stuck
from services.bureau.worklist.routes import api as worklist
from shared.auth import knowledge, tokens
from shared.auth.caller import Caller
from shared.auth.keys import KeySet
from shared.bus import topology
from shared.bus.chores import Chore
from shared.bus.connection import connect
from shared.bus.relay import Relay
from shared.bus.worker import Worker
from shared.database import engine_for, writing
from shared.pages.app import PageSet, register_pages
from shared.pages.sites import Sites
from shared.web.app import Service, make_app
from shared.web.edge import Authenticate
from shared.web.idempotency import forget_old

DESCRIPTION = "The module with which an accounting bureau serves its client firms."

APIS = (
    module,
    served,
    companies,
    imports,
    clients,
    handovers,
    handover_packages,
    assignments,
    people,
    desk,
    months,
    worklist,
    figures,
    bulk,
    lifecycles,
    stuck,
)


PAGES = (
    served_pages,
    bulk_pages,
    people_pages,
    client_pages,
    handover_pages,
    detach_pages,
    company_pages,
    job_pages,
    figure_pages,
    desk_pages,
    stuck_pages,
)


def create_app(settings: Settings) -> Flask:
    """The API, for a web server."""
    service = Service(
        name="bureau",
        title="bureau",
        description=DESCRIPTION,
        database_url=settings.database_url,
        apis=APIS,
    )
    app = make_app(service, lambda engine: _authenticate(settings, engine))
    app.config["PUBLIC_URL"] = settings.public_url
    page_set = PageSet("bureau", Sites.of(settings), PAGES, TEMPLATES, places_of)
    register_pages(app, page_set)
    return app


def create_worker(settings: Settings) -> Worker:
    """The process that hears the other services, and does what is due by the clock."""
    engine = engine_for(settings.database_url)
    return Worker(settings.bus_url, "bureau", HANDLERS, engine, chores=chores(settings))


def create_relay(settings: Settings) -> Relay:
    """The process that tells the other services what happened here."""
    return Relay(settings.bus_url, "bureau", engine_for(settings.database_url))


def declare(settings: Settings) -> None:
    """Make sure that the service's queue and its bindings exist on the bus."""
    with connect(settings.bus_url) as connection:
        topology.declare(connection, "bureau", HANDLERS)


def chores(settings: Settings) -> tuple[Chore, ...]:
    """What the worker does by the clock."""
    limit = timedelta(seconds=settings.company_time_limit)
    return (
        Chore("bulk", 0.25, work),
        Chore("overdue", 5.0, lambda session: abandon_overdue(session, limit=limit)),
        Chore("packages", 60.0, lambda session: look_after(session, today())),
        Chore("months", 5.0, open_due),
        Chore("leaving", 60.0, weigh_leaving),
        Chore("keys", 600.0, forget_old),
    )


def _authenticate(settings: Settings, engine: Engine) -> Authenticate:
    keys = KeySet(f"{settings.accounts_url}/.well-known/jwks.json", writing(engine))

    def caller_of(session: Session, token: str) -> Caller:
        return knowledge.current(session, tokens.verify(token, keys.find))

    return caller_of
