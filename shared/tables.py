"""Every technical table, loaded: `technical` is complete once this module is imported."""

from shared import history, inbox, outbox
from shared.auth import knowledge
from shared.bus import heartbeat, parking
from shared.database import technical
from shared.web import idempotency

LOADED = (history, inbox, outbox, knowledge, heartbeat, parking, idempotency)

__all__ = ["LOADED", "technical"]
