"""`keys list | rotate | withdraw ID`: look at the signing keys and change them."""

import sys

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from services.accounts.config import Settings
from services.accounts.keys import actions
from services.accounts.keys.models import SigningKey
from shared.clock import now, rfc3339
from shared.command_line import Usage
from shared.database import engine_for, writing
from shared.errors import Missing


def keys(settings: Settings, words: list[str]) -> None:
    """Do what `words` say, in one transaction, and print the keys that are published then."""
    engine = engine_for(settings.database_url, poolclass=NullPool)
    with writing(engine).begin() as session:
        match words:
            case ["list"]:
                pass
            case ["rotate"]:
                actions.rotate(session)
            case ["withdraw", key_id]:
                _withdraw(session, key_id)
            case _:
                raise Usage(__doc__ or "")
        session.flush()
        for key in actions.published(session):
            sys.stdout.write(_line(key))


def _withdraw(session: Session, key_id: str) -> None:
    try:
        actions.withdraw(session, key_id)
    except Missing as missing:
        raise Usage(str(missing)) from missing


def _line(key: SigningKey) -> str:
    signs = "signs" if key.signs_from <= now() else "will sign"
    return f"{key.id}  {signs} from {rfc3339(key.signs_from)}\n"
