"""What a webhook can hear of: a noun of the compatible API, and what became of it."""

from typing import Literal

Verb = Literal["create", "update", "delete"]
Noun = Literal["invoice", "client", "product", "payment", "warehouse_document"]

NOUNS: tuple[Noun, ...] = ("invoice", "client", "product", "payment", "warehouse_document")
VERBS: tuple[Verb, ...] = ("create", "update", "delete")

KINDS = tuple(f"{noun}:{verb}" for noun in NOUNS for verb in VERBS)
ALSO = {f"{noun}:destroy": f"{noun}:delete" for noun in NOUNS}
"""Another name under which programs ask for the same."""
