"""The form in which documents are written, and issuing by it."""
