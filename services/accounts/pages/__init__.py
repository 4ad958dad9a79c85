"""The pages of accounts: getting in, the links in mails, settings."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
