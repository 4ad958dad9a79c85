"""An accounts service whose pages are looked at."""

from tests.accounts.conftest import app, settings, world

__all__ = ["app", "settings", "world"]
