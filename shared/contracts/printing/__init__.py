"""Prints documents as PDFs: the same page from whichever service a person gets it.

What stands on it is what a message carries, so a print needs neither the account nor its owner.
Needs `reportlab` and `font-roboto`, which the services that print ask for.
"""

from shared.contracts.printing.book import Book, print_document
from shared.contracts.printing.verification import verification_link
from shared.contracts.printing.words import LANGUAGES

__all__ = ["LANGUAGES", "Book", "print_document", "verification_link"]
