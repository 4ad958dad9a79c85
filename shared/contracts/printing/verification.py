"""Where anybody may check in KSeF that an invoice is there and is the same."""

import base64
from datetime import date

from shared.contracts.document import Document

ADDRESS = "https://qr.ksef.mf.gov.pl/invoice"


def verification_link(document: Document, sha256: str | None) -> str | None:
    """The address behind the QR code; None where KSeF gave no number or the file is not here.

    `sha256`, hexadecimal, is of the XML in KSeF. Source: the Ministry of Finance's description
    of verifying QR codes of KSeF 2.0, code I: the seller's NIP, the day of issue as DD-MM-YYYY,
    and the hash as base64 for addresses, without its filling.
    """
    nip = document["seller"]["tax_no"]
    if not (document["ksef_number"] and sha256 and nip):
        return None
    day = date.fromisoformat(document["issue_date"]).strftime("%d-%m-%Y")
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"{ADDRESS}/{nip}/{day}/{digest}"
