"""What the desk calls the states of stuck work, and who settled it."""

import json

from shared.bus.parking import DROPPED, GAP, REPLAYED, RETRY, SKIPPED
from shared.stuck.actions import DEAD
from shared.texts import N_, say
from shared.web.problems import language

WORDS = {
    DEAD: (N_("Waits for a decision"), "bad"),
    RETRY: (N_("Will be tried again"), "warn"),
    GAP: (N_("Waits its turn"), "neutral"),
    REPLAYED: (N_("Tried again"), "info"),
    DROPPED: (N_("Dropped"), "neutral"),
    SKIPPED: (N_("Went on without what is missing"), "info"),
}
"""A state's name, and the colour in which it is shown."""

YOU, OPERATOR = N_("you"), N_("operator %(id)s")


def who(actor: str, me: str) -> str:
    """Who settled it, as operators know one another: only by their ids."""
    if actor == me:
        return say(YOU, language())
    if actor.startswith("operator/"):
        return say(OPERATOR, language(), {"id": actor[-6:]})
    return actor


def last_line(error: str | None, most: int = 200) -> str | None:
    """What a trace says in the end."""
    lines = (error or "").strip().splitlines()
    return lines[-1][:most] if lines else None


def readable(body: str) -> str:
    """A message's body as people read JSON; as it is where it is none."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
