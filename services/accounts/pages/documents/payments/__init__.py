"""Payments of a document on its page."""
