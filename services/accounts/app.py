"""Puts the accounts service together: its API, its worker, its relay."""

from typing import Protocol

from flask import Flask
from sqlalchemy import NullPool
from werkzeug.middleware.proxy_fix import ProxyFix

from services.accounts.accounts.routes import api as accounts
from services.accounts.addresses import make_fixes_absolute
from services.accounts.audit.routes import api as audit
from services.accounts.bureaus.routes import api as bureaus
from services.accounts.compatible import COMPATIBLE
from services.accounts.config import Settings
from services.accounts.deletions.routes import api as deletions
from services.accounts.documents.attachments.routes import api as attachments
from services.accounts.documents.issuing.routes import api as issuing
from services.accounts.documents.numbering.routes import api as numbering
from services.accounts.documents.routes import api as documents
from services.accounts.documents.sending.routes import api as sending
from services.accounts.email_changes.routes import api as email_changes
from services.accounts.freezes.routes import api as freezes
from services.accounts.handover_packages.routes import api as handover_packages
from services.accounts.invitations.routes import api as invitations
from services.accounts.keys.actions import signing_key
from services.accounts.keys.routes import api as keys
from services.accounts.leaving.routes import api as leaving
from services.accounts.limits.routes import limit_tries
from services.accounts.mail.routes import api as mail
from services.accounts.operators.actions import DEFAULT_EMAIL, ensure_operator
from services.accounts.ownership.routes import api as ownership
from services.accounts.pages import TEMPLATES
from services.accounts.pages.contractors.routes import pages as contractors
from services.accounts.pages.desk.routes import pages as desk
from services.accounts.pages.documents.attachments.routes import pages as document_attachments
from services.accounts.pages.documents.changing.routes import pages as changing
from services.accounts.pages.documents.correcting.routes import pages as correcting
from services.accounts.pages.documents.imports.routes import pages as document_imports
from services.accounts.pages.documents.issuing.routes import pages as issuing_pages
from services.accounts.pages.documents.payments.routes import pages as document_payments
from services.accounts.pages.documents.routes import pages as document_pages
from services.accounts.pages.documents.single.routes import pages as single_document
from services.accounts.pages.home.routes import pages as home
from services.accounts.pages.links.routes import pages as links
from services.accounts.pages.offers.routes import pages as offers
from services.accounts.pages.opening.routes import pages as opening
from services.accounts.pages.own.routes import pages as own
from services.accounts.pages.owning.routes import pages as owning
from services.accounts.pages.places import places_of
from services.accounts.pages.products.routes import pages as products
from services.accounts.pages.second_factor.routes import pages as second_factor_pages
from services.accounts.pages.settings import PAGES as SETTINGS_PAGES
from services.accounts.pages.signing_in.routes import pages as signing_in
from services.accounts.pages.stuck.routes import pages as stuck_pages
from services.accounts.pages.ways_in.routes import pages as ways_in
from services.accounts.password_resets.routes import api as password_resets
from services.accounts.payments.routes import api as payments
from services.accounts.roles.routes import api as roles
from services.accounts.second_factor.routes import api as second_factor
from services.accounts.sessions.authentication import authenticator
from services.accounts.sessions.routes import api as sessions
from services.accounts.sightings.looking import NOTES
from services.accounts.sightings.notes import Notes
from services.accounts.sightings.routes import api as sightings
from services.accounts.stuck.routes import api as stuck
from services.accounts.tokens.routes import api as tokens
from services.accounts.users.routes import api as users
from services.accounts.webhooks.routes import api as webhooks
from shared.database import engine_for, writing
from shared.pages.app import PageSet, register_pages
from shared.pages.sites import Sites
from shared.web.app import Service, make_app

APIS = (
    accounts,
    users,
    roles,
    sessions,
    second_factor,
    password_resets,
    email_changes,
    keys,
    ownership,
    freezes,
    deletions,
    leaving,
    audit,
    sightings,
    bureaus,
    handover_packages,
    invitations,
    tokens,
    mail,
    documents,
    attachments,
    issuing,
    numbering,
    sending,
    payments,
    webhooks,
    stuck,
    *COMPATIBLE,
)

PAGES = (
    signing_in,
    opening,
    links,
    ways_in,
    owning,
    offers,
    home,
    own,
    second_factor_pages,
    document_pages,
    desk,
    stuck_pages,
    *SETTINGS_PAGES,
    single_document,
    document_payments,
    document_attachments,
    document_imports,
    issuing_pages,
    changing,
    correcting,
    contractors,
    products,
)

DESCRIPTION = "Firms' accounts: people, sessions, owners, the linked bureau, documents."


class Process(Protocol):
    """What the supervisor starts and stops."""

    def run(self) -> None: ...


def create_app(settings: Settings) -> Flask:
    """The web application; one for each server process."""
    service = Service(
        name="accounts",
        title="accounts",
        description=DESCRIPTION,
        database_url=settings.database_url,
        apis=APIS,
    )
    app = make_app(service, authenticator(settings.exports_url))
    app.extensions["settings"] = settings
    make_fixes_absolute(app, settings.public_url)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign]
    if settings.rate_limits:
        limit_tries(app)
    _note_sightings(app)
    page_set = PageSet("accounts", Sites.of(settings), PAGES, TEMPLATES, places_of)
    register_pages(app, page_set)
    return app


def _note_sightings(app: Flask) -> None:
    """Let reads be noted, and what is noted be written before the process ends."""
    notes = Notes(app.extensions["writing"])
    app.extensions["sightings"] = notes
    app.extensions["reading"].configure(info={NOTES: notes})
    app.extensions["ended"] = [notes.close]


def create_worker(settings: Settings) -> Process:
    """The process that handles messages, does chores and delivers mail."""
    from services.accounts.worker import AccountsWorker

    return AccountsWorker(settings)


def create_relay(settings: Settings) -> Process:
    """The process that sends what the outbox holds."""
    from shared.bus.relay import Relay

    return Relay(settings.bus_url, "accounts", engine_for(settings.database_url))


def declare(settings: Settings) -> None:
    """Make sure that the service's queue is there and bound."""
    from services.accounts.handlers import HANDLERS
    from shared.bus.connection import connect
    from shared.bus.topology import declare

    with connect(settings.bus_url) as connection:
        declare(connection, "accounts", HANDLERS)


def prepare(settings: Settings) -> list[str]:
    """Make the first key and the first operator; returns what a person has to be told."""
    with writing(engine_for(settings.database_url, poolclass=NullPool)).begin() as session:
        signing_key(session)
        email = settings.operator_email
        password = ensure_operator(session, email, settings.operator_password)
    return [f"operator {email or DEFAULT_EMAIL}  password {password}"] if password else []
