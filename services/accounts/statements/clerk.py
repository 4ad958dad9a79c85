"""What the worker does beside messages: answer questions, so that a large account holds up none."""

from sqlalchemy import Engine

from services.accounts.statements.actions import answer_due
from shared.beside import Beside
from shared.database import reading, writing

PAUSE = 0.3  # seconds between two looks


def clerk(engine: Engine) -> Beside:
    """Answers while its block runs."""
    view = engine
    if engine.dialect.name == "postgresql":
        view = engine.execution_options(isolation_level="REPEATABLE READ")
    writes, snapshots = writing(engine), reading(view)
    return Beside(lambda: answer_due(writes, snapshots) > 0, name="statement", pause=PAUSE)
