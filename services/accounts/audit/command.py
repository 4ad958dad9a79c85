"""`audit verify [--account PREFIX] [--noted FILE] | audit heads`: whether the audit is whole.

`heads` prints one line per account, to be kept elsewhere; `verify --noted` compares with it.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from services.accounts.audit import actions
from services.accounts.config import Settings
from shared.command_line import Usage
from shared.database import engine_for, reading


def audit(settings: Settings, words: list[str]) -> int:
    """Do what `words` say; 1 if a chain is broken, with the place of each break."""
    engine = engine_for(settings.database_url, poolclass=NullPool)
    with reading(engine)() as session:
        match words:
            case ["heads"]:
                for prefix, count, hash_ in actions.heads(session):
                    sys.stdout.write(f"{prefix} {count} {hash_}\n")
                return 0
            case ["verify"]:
                return _complain(actions.verify(session))
            case ["verify", "--account", prefix]:
                return _complain(actions.verify(session, prefix))
            case ["verify", "--noted", path]:
                return _verify_noted(session, Path(path))
    raise Usage(__doc__ or "")


def _verify_noted(session: Session, path: Path) -> int:
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    noted = [(prefix, int(count), hash_) for prefix, count, hash_ in lines]
    return _complain([*actions.verify(session), *actions.departures(session, noted)])


def _complain(breaks: Iterable[tuple[str, str]]) -> int:
    found = list(breaks)
    for prefix, complaint in found:
        sys.stdout.write(f"{prefix}: {complaint}\n")
    sys.stdout.write(f"{len(found)} breaks\n" if found else "every chain is whole\n")
    return 1 if found else 0
