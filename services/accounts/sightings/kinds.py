"""What can be seen of an account's documents."""

from typing import Literal

Kind = Literal["list", "view", "print", "original", "attachment", "export"]

KINDS: tuple[Kind, ...] = ("list", "view", "print", "original", "attachment", "export")
"""A list, a whole document, its PDF, the file that it came in, one beside it, an export."""
