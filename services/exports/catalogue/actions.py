"""The formats that exports offers."""

from collections.abc import Sequence

from services.exports.formats.format import Format
from services.exports.formats.registry import FORMATS
from shared.errors import Missing
from shared.texts import N_

DATED_BY_DOCUMENTS = frozenset({"archive_zip"})
"""Formats of which the same documents give the same bytes, whenever that is asked for."""


def all_formats() -> Sequence[Format]:
    return list(FORMATS.values())


def get_format(format_id: str) -> Format:
    """The format with this id; raises Missing."""
    if format_id not in FORMATS:
        raise Missing(N_("There is no format “%(format)s”."), format=format_id)
    return FORMATS[format_id]
