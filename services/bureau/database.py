"""The declarative base of the bureau service's tables."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.database import NAMING


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
