"""Changing a document that is not locked, in the same form."""
