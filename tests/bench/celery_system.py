"""`python -m tests.bench.celery_system`: the product with Celery in the place of its own bus.

The same requests and the same handlers, but what is published goes out by a task for each
listening service, sent after the commit, and is handled with no inbox. So nothing stands in an
outbox, and what is lost between the commit and the broker is lost. Queues and publishing are as
safe as the product's: quorum queues, confirmed publishes, late acknowledgements.
"""

import os
import sys
import threading
import time
from functools import cache
from importlib import import_module
from typing import Any

from celery import Celery
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from deploy.supervise import main
from shared import outbox
from shared.bus import heartbeat, worker
from shared.bus.chores import Rota
from shared.context import Context, act_as, context_of
from shared.ids import new_id
from shared.inbox import Handlers
from shared.message import Message
from tests.system.system import SERVICES

app = Celery("bench", broker=os.environ.get("BUS_URL"))
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue_type="quorum",
    task_create_missing_queue_type="quorum",
    broker_transport_options={"confirm_publish": True},
    broker_connection_retry_on_startup=True,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
)
hears: dict[str, tuple[sessionmaker[Session], Handlers]] = {}
"""What this process, a worker, handles messages with."""


@app.task(name="handle")
def handle(service: str, name: str, body: dict[str, Any], context: dict[str, Any]) -> None:
    """Give a message to the handler that `service` has for it."""
    sessions, handlers = hears[service]
    with sessions.begin() as session:
        act_as(session, Context(**context))
        for message_type, handler in handlers.items():
            if message_type.name == name:
                handler(session, message_type.from_body(body))


def publish(
    session: Session, message: Message, *, subject_id: str, message_id: str | None = None
) -> str:
    """Send a task to every service that has a handler, once `session` has committed."""
    own = context_of(session)
    message_id = message_id or new_id()
    context = {
        "actor": own.actor,
        "cause": message_id,
        "correlation": own.correlation or own.cause or message_id,
    }

    def send(_: Session) -> None:
        for service in _listeners(type(message)):
            handle.apply_async((service, message.name, message.to_body(), context), queue=service)

    event.listen(session, "after_commit", send, once=True)
    return message_id


@cache
def _listeners(message_type: type[Message]) -> list[str]:
    modules = {name: import_module(f"services.{name}.handlers") for name in SERVICES}
    return [name for name, module in modules.items() if message_type in module.HANDLERS]


def work(self: worker.Worker) -> None:
    """Be a Celery worker of the service; its chores are done beside."""
    hears[self._service] = self._sessions, self._handlers
    rota = Rota(self._sessions, self._chores)
    threading.Thread(target=_do_chores, args=[rota], daemon=True).start()
    words = ["--quiet", "worker", "--pool=solo", "--loglevel=error"]
    app.worker_main([*words, f"--queues={self._service}", "--without-gossip", "--without-mingle"])


def _do_chores(rota: Rota) -> None:
    while True:
        rota.run_due()
        time.sleep(heartbeat.EVERY / 8)


if __name__ == "__main__":
    # Before a service is imported, which would keep the product's own.
    outbox.publish = publish
    worker.Worker.run = work  # type: ignore[method-assign]
    sys.exit(main(sys.argv[1:], os.environ))
