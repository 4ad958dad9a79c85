"""Threads that do what must not hold up the work of a process, while a block runs."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


class Beside:
    """`count` threads that call `step` while the block runs, and pause when it did nothing.

    `step` says whether there was something to do. It claims in a short transaction what it
    then does without one, so that a step which is cut short is made again. At the end of the
    block what is in hand is finished, for at most `patience` seconds.
    """

    def __init__(
        self,
        step: Callable[[], bool],
        *,
        name: str,
        count: int = 1,
        pause: float = 1.0,  # seconds between two looks
        patience: float | None = None,
    ) -> None:
        self._step = step
        self._name = name
        self._pause = pause
        self._patience = patience
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name} {no}", daemon=True)
            for no in range(1, count + 1)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(self._patience)

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                while not self._over.is_set() and self._step():
                    pass
            except SQLAlchemyError as error:  # The database is away; the next look tries again.
                log.warning("beside.outage", thread=self._name, error=str(error))
            self._over.wait(self._pause)
