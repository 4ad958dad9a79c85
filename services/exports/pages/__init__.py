"""The pages of exports."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
