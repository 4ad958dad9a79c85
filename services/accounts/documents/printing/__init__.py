"""Prints a document as a PDF, in Polish, English or both, with the letters of both and more."""

from services.accounts.documents.printing.invoice import print_document
from services.accounts.documents.printing.verification import verification_link
from services.accounts.documents.printing.words import LANGUAGES

__all__ = ["LANGUAGES", "print_document", "verification_link"]
