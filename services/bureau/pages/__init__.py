"""The pages of bureau: the panel of an accounting bureau, and the operator's desk."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
