"""`operator add EMAIL | remove EMAIL`: who may switch bureau modules on."""

import sys

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from services.accounts.config import Settings
from services.accounts.digests import new_secret
from services.accounts.operators import actions
from shared.command_line import Usage
from shared.database import engine_for, writing
from shared.errors import Missing


def operator(settings: Settings, words: list[str]) -> None:
    """Do what `words` say; a new operator's password is printed, and nowhere else."""
    engine = engine_for(settings.database_url, poolclass=NullPool)
    with writing(engine).begin() as session:
        match words:
            case ["add", email]:
                line = f"{email}  {actions.make_operator(session, email, new_secret())}"
            case ["remove", email]:
                line = _removed(session, email)
            case _:
                raise Usage(__doc__ or "")
    sys.stdout.write(f"{line}\n")


def _removed(session: Session, email: str) -> str:
    try:
        actions.dismiss_operator(session, email)
    except Missing as missing:
        raise Usage(str(missing)) from missing
    return f"{email} is no operator any more"
