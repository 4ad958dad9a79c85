"""Threads that deliver beside the work of a process, while a block runs."""

import threading
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

POLL = 1.0  # seconds between two looks for something to do
PATIENCE = 2.0  # seconds, at the end

log = structlog.get_logger(__name__)


class Deliverers:
    """`count` threads that call `step` while the block runs, and pause when it did nothing.

    `step` says whether there was something to do. It claims in a short transaction what it
    then tries without one, so that a step which is cut short is made again.
    """

    def __init__(self, step: Callable[[], bool], *, count: int = 1) -> None:
        self._step = step
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"deliverer {no}", daemon=True)
            for no in range(1, count + 1)
        ]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                while not self._over.is_set() and self._step():
                    pass
            except SQLAlchemyError as error:  # The process ends with the outage; this waits.
                log.warning("webhooks.waiting", error=str(error))
            self._over.wait(POLL)
