"""What a service knows of the accounts between which a person may switch."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from shared.auth.caller import Caller
from shared.contracts.pages import Place

Places = Callable[[Session, Caller], Sequence[Place]]
