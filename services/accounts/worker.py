"""The accounts service's worker: messages, chores; beside them mail, statements, webhooks."""

from dataclasses import dataclass

from sqlalchemy import Engine

from services.accounts.companies import actions as companies
from services.accounts.config import Settings
from services.accounts.deletions.chores import finish_due
from services.accounts.documents.attachments import waiting
from services.accounts.documents.attachments.actions import sweep
from services.accounts.documents.attachments.store import FOLDER, Folder
from services.accounts.documents.sending import actions as sending
from services.accounts.email_changes import actions as email_changes
from services.accounts.freezes import objections
from services.accounts.handlers import HANDLERS
from services.accounts.leaving.chores import go_on_due
from services.accounts.limits import actions as limits
from services.accounts.mail import actions as mail
from services.accounts.mail.delivery import delivery
from services.accounts.mail.postman import postman
from services.accounts.ownership.chores import expire_due
from services.accounts.password_resets import actions as password_resets
from services.accounts.password_resets.actions import answer_asked
from services.accounts.sessions import actions as sessions
from services.accounts.sessions import devices
from services.accounts.sightings import actions as sightings
from services.accounts.statements.clerk import clerk
from services.accounts.users import verification
from services.accounts.webhooks import actions as webhooks
from services.accounts.webhooks.delivering import Deliverer
from shared.beside import Beside
from shared.bus.chores import Chore
from shared.bus.worker import Worker
from shared.database import engine_for, writing
from shared.web import idempotency

CHORES = (
    Chore("offers that run out", 2.0, expire_due),
    Chore("deletions whose time has come", 10.0, finish_due),
    Chore("clients that leave by themselves", 10.0, go_on_due),
    Chore("old links that object", 600.0, objections.forget_old),
    Chore("old sessions", 600.0, sessions.forget_old),
    Chore("old verification links", 600.0, verification.forget_old),
    Chore("old companies that were wanted", 600.0, companies.forget_old),
    Chore("old password links", 600.0, password_resets.forget_old),
    Chore("old changes of e-mail", 600.0, email_changes.forget_old),
    Chore("old devices", 3600.0, devices.forget_old),
    Chore("old mails", 3600.0, mail.forget_old),
    Chore("old sightings", 3600.0, sightings.forget_old),
    Chore("old counts of tries", 600.0, limits.forget_old),
    Chore("files that nobody attached", 600.0, waiting.forget_old),
    Chore("old links to documents", 600.0, sending.forget_old),
    Chore("old deliveries to webhooks", 600.0, webhooks.forget_old),
    Chore("old idempotency keys", 600.0, idempotency.forget_old),
)


WEBHOOKS_AT_ONCE = 4


@dataclass(frozen=True)
class AccountsWorker:
    """The worker, and its postman, its clerk and webhooks, which go on while the bus is away."""

    settings: Settings

    def run(self) -> None:
        engine = engine_for(self.settings.database_url)
        sessions = writing(engine)
        deliverer = Deliverer(sessions, self.settings.webhook_networks)
        calls = Beside(deliverer.step, name="webhooks", count=WEBHOOKS_AT_ONCE, patience=2.0)
        mails = postman(sessions, delivery(self.settings), write=answer_asked)
        with mails, clerk(engine), calls:
            worker(self.settings, engine_for(self.settings.database_url)).run()
        engine.dispose()


def worker(settings: Settings, engine: Engine) -> Worker:
    """What handles the messages and does the chores."""
    store = Folder(settings.data_dir / FOLDER)
    sweeping = Chore("files of no attachment", 600.0, lambda session: sweep(session, store))
    return Worker(settings.bus_url, "accounts", HANDLERS, engine, chores=(*CHORES, sweeping))
