"""The base of the tables that the accounts service owns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.database import NAMING, UtcDateTime


class Base(DeclarativeBase):
    """Every table here has a `version` where more than one request may change its rows."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
    }
