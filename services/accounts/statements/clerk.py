"""The thread of the worker that answers questions, so that a large account holds up no message."""

import threading
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.accounts.statements.actions import answer_due
from shared.database import reading, writing

PAUSE = 0.3  # seconds between two looks

log = structlog.get_logger(__name__)


class Clerk:
    """Answers while its `with` block runs."""

    def __init__(self, engine: Engine) -> None:
        view = engine
        if engine.dialect.name == "postgresql":
            view = engine.execution_options(isolation_level="REPEATABLE READ")
        self._writes, self._snapshots = writing(engine), reading(view)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.wait(PAUSE):
            try:
                answer_due(self._writes, self._snapshots)
            except SQLAlchemyError as error:  # The database is away; the next look tries again.
                log.warning("statement.outage", error=str(error))
