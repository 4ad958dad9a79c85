"""What the pages of API tokens are sent."""

from services.accounts.pages.settings.schemas import CursorQuery
from services.accounts.tokens.schemas import NewTokenBody

__all__ = ["CursorQuery", "NewTokenForm"]

NewTokenForm = NewTokenBody
