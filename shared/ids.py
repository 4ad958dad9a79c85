"""Ids: UUIDv7 strings, which sort by the time they were made."""

from uuid_utils import uuid7


def new_id() -> str:
    """A new UUIDv7, such as `019ab3f0-7d5c-7cc2-9f5e-3d2a1b4c5d6e`."""
    return str(uuid7())
