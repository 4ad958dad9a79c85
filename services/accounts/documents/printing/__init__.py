"""Prints a document as a PDF, in Polish or English, with the letters of both and more."""

from services.accounts.documents.printing.invoice import print_document

__all__ = ["print_document"]
