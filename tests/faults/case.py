"""All that an audit looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults.books import Books, Row
from tests.faults.ledger import Ledger
from tests.faults.servers import Bindings

Complaints = Iterator[str]


@dataclass(frozen=True)
class Case:
    """The books of all services, who listens to what, and the test's own ledger.

    `poison` are ids of messages that no service sent.
    """

    books: dict[str, Books]
    bindings: Bindings
    ledger: Ledger
    poison: frozenset[str] = frozenset()

    @property
    def sent(self) -> dict[str, Row]:
        """Every message of every outbox, by its id."""
        rows = (row for books in self.books.values() for row in books["outbox"])
        return {row["message_id"]: row for row in rows}


Check = Callable[[Case], Complaints]
