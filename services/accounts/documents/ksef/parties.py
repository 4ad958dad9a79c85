"""Seller and buyer of an e-invoice (`Podmiot1`, `Podmiot2`)."""

from services.accounts.documents.ksef.node import Node
from shared.contracts.document import Party, TaxNumberKind

GREECE_OF_VAT, GREECE = "EL", "GR"


def seller_of(invoice: Node) -> Party:
    """The seller, who always has a NIP; the issuer may be the buyer (self-billing)."""
    return _party(invoice.one("Podmiot1"))


def buyer_of(invoice: Node) -> Party:
    """The buyer; a simplified invoice may name nothing but a tax number."""
    return _party(invoice.one("Podmiot2"))


def _party(node: Node | None) -> Party:
    if node is None:
        raise LookupError("an invoice that holds to its schema names both parties")
    tax_no, kind, country = _tax_number(node)
    return Party(
        name=node.text("DaneIdentyfikacyjne/Nazwa") or "",
        tax_no=tax_no,
        tax_no_kind=kind,
        country=country or node.text("Adres/KodKraju") or "PL",
        address=_address(node),
        email=_email(node),
        code=None,
    )


def _tax_number(node: Node) -> tuple[str | None, TaxNumberKind, str | None]:
    """The number, its kind, and the country that gave it, where the number says it.

    An EU number's country stands for its prefix, which `tax_no` leaves out; an address in
    another state gives way to it, since tax records need the prefix.
    """
    ids = node.one("DaneIdentyfikacyjne")
    if ids is None:
        return None, "none", None
    if nip := ids.text("NIP"):
        return nip, "nip", None
    if eu_number := ids.text("NrVatUE"):
        prefix = ids.text("KodUE")
        return eu_number, "eu_vat", GREECE if prefix == GREECE_OF_VAT else prefix
    if other := ids.text("NrID"):
        return other, "other", ids.text("KodKraju")
    return None, "none", None


def _address(node: Node) -> str:
    lines = (node.text("Adres/AdresL1"), node.text("Adres/AdresL2"))
    return ", ".join(line for line in lines if line)


def _email(node: Node) -> str | None:
    emails = (contact.text("Email") for contact in node.all("DaneKontaktowe"))
    return next(filter(None, emails), None)
