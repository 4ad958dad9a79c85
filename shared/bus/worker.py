"""The process that gives a service's messages to its handlers, and does its chores."""

from collections.abc import Sequence

import structlog
from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Consumer
from sqlalchemy import Engine

from shared.bus import heartbeat, retries
from shared.bus.chores import PURGE, Chore, Rota
from shared.bus.connection import connect
from shared.bus.gaps import ask_for_missing
from shared.bus.heartbeat import beat
from shared.bus.intake import Intake
from shared.bus.process import Every, Stop, keep_running
from shared.bus.topology import Topology, declare
from shared.database import writing
from shared.inbox import Handlers, Outcome

log = structlog.get_logger(__name__)

PROCESS = "worker"
PREFETCH = 50
STOP_POLL = 0.25  # seconds
GLANCE = 0.002  # seconds: is there a message, while a chore would go on?
RETRY_POLL = 0.5  # seconds
RETRIES_AT_ONCE = 100  # before the bus is listened to again

OWN_CHORES = (
    Chore("heartbeat", heartbeat.EVERY, lambda session: beat(session, PROCESS)),
    Chore("gaps", 1.0, ask_for_missing),
    PURGE,
)


class Worker:
    """Handles each message of the service's queue once, those of one subject in their order.

    A message is acknowledged only after the transaction of its handler has committed. One
    whose handler fails is tried again later, and in the end is a dead letter; meanwhile only
    its subject waits. There may be several workers of one service.
    """

    def __init__(
        self,
        url: str,
        service: str,
        handlers: Handlers,
        engine: Engine,
        *,
        chores: Sequence[Chore] = (),
        prefix: str = "",
        delays: Sequence[float] = retries.DELAYS,
    ) -> None:
        self._url = url
        self._service = service
        self._handlers = handlers
        self._engine = engine
        self._prefix = prefix
        self._sessions = writing(engine)
        self._intake = Intake(self._sessions, handlers, delays)
        self._chores = (*OWN_CHORES, *chores)
        self._look_for_retries = Every(RETRY_POLL)

    def run(self) -> None:
        """Work until SIGTERM, then finish the message in hand and return."""
        keep_running(PROCESS, self._engine, self._work)

    def _work(self, stop: Stop) -> None:
        with self._sessions.begin() as session:  # Take no message that could not be kept.
            beat(session, PROCESS, connected=False)
        with connect(self._url) as connection:
            queues = declare(connection, self._service, self._handlers, self._prefix)
            log.info("worker.ready", service=self._service, queue=queues.queue.name)
            with connection.channel() as channel, self._consumer(queues, channel, stop):
                self._consume(connection, stop)

    def _consumer(self, queues: Topology, channel: object, stop: Stop) -> Consumer:
        return Consumer(
            channel,
            queues=list(queues),
            on_message=lambda message: self._on_message(message, stop),
            auto_declare=False,
            prefetch_count=PREFETCH,
        )

    def _consume(self, connection: Connection, stop: Stop) -> None:
        rota = Rota(self._sessions, self._chores)
        while not stop.is_set():
            try:
                connection.drain_events(timeout=GLANCE if rota.has_more else STOP_POLL)
            except TimeoutError:
                connection.heartbeat_check()
                rota.go_on()
            rota.run_due()
            self._retry_due(stop)

    def _on_message(self, message: Message, stop: Stop) -> None:
        if stop.is_set():  # It goes back when the channel closes.
            return
        info = message.delivery_info
        came_before = info["redelivered"] or info["exchange"] != f"{self._prefix}events"
        take = self._intake.take_carefully if came_before else self._intake.take
        outcome = take(message.body)
        message.ack()
        if outcome in (Outcome.FREED, Outcome.PARKED):
            self._look_for_retries.hurry()

    def _retry_due(self, stop: Stop) -> None:
        if not self._look_for_retries.due():
            return
        for _ in range(RETRIES_AT_ONCE):
            if stop.is_set() or not self._intake.retry_due():
                return
        self._look_for_retries.hurry()
