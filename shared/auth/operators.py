"""Who looks after the product itself; to all others what is theirs does not exist."""

from shared.auth.caller import Caller
from shared.errors import Missing
from shared.texts import N_

NOTHING = N_("There is nothing at this address.")


def demand_operator(caller: Caller) -> None:
    """Raise Missing for everybody but operators."""
    if not caller.is_operator:
        raise Missing(NOTHING)
