"""An account's owner changes by an offer that the new owner accepts."""
