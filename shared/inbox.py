"""A message that comes twice is handled once, and those of one subject in their order."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from shared.message import Message

Handler = Callable[[Session, Any], None]
Handlers = Mapping[type[Message], Handler]
