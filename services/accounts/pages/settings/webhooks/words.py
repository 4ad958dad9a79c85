"""Webhooks in words."""

from services.accounts.webhooks.kinds import KINDS
from shared.texts import N_, say
from shared.web.problems import language

_SAID = {
    "invoice:create": N_("an invoice was issued"),
    "invoice:update": N_("an invoice was changed"),
    "invoice:delete": N_("an invoice was deleted"),
    "client:create": N_("a contractor was added"),
    "client:update": N_("a contractor was changed"),
    "client:delete": N_("a contractor was deleted"),
    "product:create": N_("a product was added"),
    "product:update": N_("a product was changed"),
    "product:delete": N_("a product was deleted"),
    "payment:create": N_("a payment was registered"),
    "payment:update": N_("a payment was changed"),
    "payment:delete": N_("a payment was taken back"),
    "warehouse_document:create": N_("a warehouse document was issued"),
    "warehouse_document:update": N_("a warehouse document was changed"),
    "warehouse_document:delete": N_("a warehouse document was deleted"),
}


def kinds_in_words() -> list[tuple[str, str]]:
    """The kinds of changes of which a webhook can hear, and what each is called."""
    return [(kind, say(_SAID[kind], language())) for kind in KINDS]
