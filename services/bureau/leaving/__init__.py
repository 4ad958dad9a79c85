"""Clients that leave by themselves, as accounts tells it."""
