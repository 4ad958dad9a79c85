"""The columns of everything that stands in a bureau's list of served companies."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.polish import folded, sort_key
from shared.database import UtcDateTime

LONGEST_NAME = 512  # characters, as in KSeF

# Compared by code point, whatever language the database server speaks.
SortKey = String(3 * LONGEST_NAME).with_variant(String(3 * LONGEST_NAME, "C"), "postgresql")


class ServedColumns:
    """A client or a request for one; of all with a pair of bureau and prefix one is `shown`.

    Its name and tax number stay as they were when the bureau last saw the account.
    """

    prefix: Mapped[str] = mapped_column(String(63))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    tax_no: Mapped[str] = mapped_column(String(40))
    sort_key: Mapped[str] = mapped_column(SortKey)
    search_key: Mapped[str] = mapped_column(String(2 * LONGEST_NAME))
    since: Mapped[datetime] = mapped_column(UtcDateTime)  # In its state.
    shown: Mapped[bool] = mapped_column(default=True)
    # What was shown at this address before counts on: an ETag never means two things.
    versions_before: Mapped[int] = mapped_column(default=0)
    version: Mapped[int]

    @property
    def shown_version(self) -> int:
        return self.versions_before + self.version

    def call(self, name: str, tax_no: str) -> None:
        """Take a name and a tax number, and make the keys for sorting and searching."""
        self.name, self.tax_no = name, tax_no
        self.sort_key = sort_key(name)[: 3 * LONGEST_NAME]
        self.search_key = folded(f"{name} {self.prefix} {tax_no}")[: 2 * LONGEST_NAME]
