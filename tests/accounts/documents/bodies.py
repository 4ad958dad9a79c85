"""Bodies of documents to issue: every member has a default, a test names what matters."""

from typing import Any

from tests.accounts.documents.einvoices import BUYER

BUYER_PARTY = {"name": "Odbiorca SA", "tax_no": BUYER, "address": "Długa 2, 00-238 Warszawa"}


def a_row(**changes: Any) -> dict[str, Any]:
    given = {"name": "Usługa", "quantity": "1", "unit_net": "100.00", "vat_rate": "23"}
    return {name: value for name, value in (given | changes).items() if value is not None}


def a_document(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    given = {
        "kind": "vat",
        "issue_date": "2026-04-07",
        "buyer": BUYER_PARTY,
        "positions": list(rows) or [a_row()],
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def a_cost(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    given = {"income": False, "number": "Z/1", "seller": BUYER_PARTY, "buyer": None}
    return a_document(*rows, **(given | changes))
