"""Puts the exports service together: its API, its worker, its relay, its runner."""

from typing import TYPE_CHECKING

from flask import Flask

from services.exports.catalogue import routes as catalogue
from services.exports.config import Settings
from services.exports.doctor import routes as doctor
from services.exports.examples import EXAMPLES
from services.exports.exported import routes as exported
from services.exports.handlers import HANDLERS
from services.exports.handover_packages import routes as handover_packages
from services.exports.jobs import routes as jobs
from services.exports.jobs.storage import Folder
from services.exports.jobs.streams import Streams
from services.exports.keys import routes as keys
from services.exports.links import routes as links
from services.exports.pages import TEMPLATES
from services.exports.pages.asking import routes as asking_pages
from services.exports.pages.jobs import routes as job_pages
from services.exports.pages.links import routes as link_pages
from services.exports.pages.packages import routes as package_pages
from services.exports.pages.places import places_of
from services.exports.pages.settings import routes as settings_pages
from services.exports.pages.stuck import routes as stuck_pages
from services.exports.pages.webhooks import routes as webhook_pages
from services.exports.settings import routes as settings_of_accounts
from services.exports.stuck import routes as stuck
from services.exports.webhooks import routes as webhooks
from shared.auth import knowledge, tokens
from shared.auth.keys import KeySet
from shared.database import engine_for, writing
from shared.pages.app import PageSet, register_pages
from shared.pages.sites import Sites
from shared.web.app import Service, make_app

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from services.exports.runner.process import Runner
    from shared.bus.relay import Relay
    from shared.bus.worker import Worker
    from shared.web.edge import Authenticate

NAME = "exports"
APIS = (
    catalogue.api,
    jobs.api,
    doctor.api,
    exported.api,
    links.api,
    handover_packages.api,
    webhooks.api,
    keys.api,
    settings_of_accounts.api,
    stuck.api,
)
PAGES = (
    job_pages.pages,
    link_pages.pages,
    package_pages.pages,
    asking_pages.pages,
    settings_pages.pages,
    webhook_pages.pages,
    stuck_pages.pages,
)
DESCRIPTION = "Documents as files for accounting programs, as jobs that other products can start."


def create_app(settings: Settings) -> Flask:
    service = Service(
        name=NAME,
        title="exports",
        description=DESCRIPTION,
        database_url=settings.database_url,
        apis=APIS,
        companions=("worker", "relay", "runner"),
        examples=EXAMPLES,
        public_url=settings.public_url,
    )

    def authenticate(engine: "Engine") -> "Authenticate":
        keys = KeySet(f"{settings.accounts_url}/.well-known/jwks.json", writing(engine))
        return lambda session, token: knowledge.current(session, tokens.verify(token, keys.find))

    app = make_app(service, authenticate)
    app.extensions["settings"] = settings
    app.extensions["storage"] = storage(settings)
    streams = Streams(app.extensions["reading"], most=_most_streams(settings.web_threads))
    app.extensions["streams"] = streams
    app.extensions["stopping"] = [streams.close]
    page_set = PageSet(NAME, Sites.of(settings), PAGES, TEMPLATES, places_of)
    register_pages(app, page_set)
    return app


def create_worker(settings: Settings) -> "Worker":
    from services.exports.links.actions import forget_old as forget_links
    from services.exports.webhooks.actions import forget_old as forget_deliveries
    from shared.bus.chores import Chore
    from shared.bus.worker import Worker
    from shared.web.idempotency import forget_old

    chores = [
        Chore("idempotency", 600.0, forget_old),
        Chore("links", 600.0, forget_links),
        Chore("webhooks", 600.0, forget_deliveries),
    ]
    engine = engine_for(settings.database_url)
    return Worker(settings.bus_url, NAME, HANDLERS, engine, chores=chores)


def create_relay(settings: Settings) -> "Relay":
    from shared.bus.relay import Relay

    return Relay(settings.bus_url, NAME, engine_for(settings.database_url))


def create_runner(settings: Settings) -> "Runner":
    from services.exports.runner.process import Runner

    engine = engine_for(settings.database_url)
    return Runner(
        engine,
        storage(settings),
        accounts_url=settings.accounts_url,
        webhook_networks=settings.webhook_networks,
    )


def declare(settings: Settings) -> None:
    """Make sure that the service's queue is there, bound to all that it listens to."""
    from shared.bus.connection import connect
    from shared.bus.topology import declare as declare_queues

    with connect(settings.bus_url) as connection:
        declare_queues(connection, NAME, HANDLERS)


def storage(settings: Settings) -> Folder:
    """Where finished files are kept."""
    return Folder(settings.data_dir / "exports")


def _most_streams(threads: int) -> int:
    """A quarter of the threads, and four at least, are for everybody else."""
    return max(1, threads - max(4, threads // 4))
