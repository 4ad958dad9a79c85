"""Reads e-invoices of KSeF, structures FA(2) and FA(3), into documents."""

from services.accounts.documents.ksef.invoice import Invoice, document_of, read_invoice
from services.accounts.documents.ksef.number import ksef_number_in, number_from_file_name

__all__ = ["Invoice", "document_of", "ksef_number_in", "number_from_file_name", "read_invoice"]
